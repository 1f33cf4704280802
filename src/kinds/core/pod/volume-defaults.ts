// What a volume means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Volume and those of its sources

import type {
  DownwardAPIVolumeFile, DownwardAPIVolumeFileInput, EphemeralVolumeSource, EphemeralVolumeSourceInput, ProjectedVolumeSource,
  ProjectedVolumeSourceInput, Volume, VolumeInput, VolumeProjection, VolumeProjectionInput,
} from '../../generated/types.ts';
import { complete, completeList, dropDisabled } from '../../reuse.ts';
import { claimSpecDefaults } from '../claim-defaults.ts';
import { defaultPullPolicy, fieldRefDefaults, resourceFieldRefDefaults } from './container-defaults.ts';

const defaultMode = 0o644; // v1.ConfigMapVolumeSourceDefaultMode and its siblings
const tokenSeconds = 3600; // one hour
const noClaim = {};

function downwardFile(input: DownwardAPIVolumeFileInput): DownwardAPIVolumeFile {
  const { fieldRef, resourceFieldRef } = input;
  return complete(input, {
    path: input.path ?? '',
    fieldRef: fieldRef && fieldRefDefaults(fieldRef),
    resourceFieldRef: resourceFieldRef && resourceFieldRefDefaults(resourceFieldRef),
  });
}

const downwardFiles = (items: readonly DownwardAPIVolumeFileInput[] | undefined): readonly DownwardAPIVolumeFile[] | undefined =>
  items && completeList(items, downwardFile);

function projectionDefaults(given: VolumeProjectionInput): VolumeProjection {
  const input = dropDisabled(given, 'podCertificate', 'clusterTrustBundle');
  const { downwardAPI, serviceAccountToken: token } = input;
  return complete(input, {
    downwardAPI: downwardAPI && complete(downwardAPI, { items: downwardFiles(downwardAPI.items) }),
    serviceAccountToken: token && complete(token, { path: token.path ?? '', expirationSeconds: token.expirationSeconds ?? tokenSeconds }),
  });
}

function projectedDefaults(input: ProjectedVolumeSourceInput): ProjectedVolumeSource {
  return complete(input, {
    defaultMode: input.defaultMode ?? defaultMode,
    sources: input.sources ? completeList(input.sources, projectionDefaults) : null,
  });
}

function ephemeralDefaults(input: EphemeralVolumeSourceInput): EphemeralVolumeSource {
  const template = input.volumeClaimTemplate;
  if (!template) return complete(input, { volumeClaimTemplate: undefined });
  return complete(input, { volumeClaimTemplate: complete(template, { metadata: template.metadata ?? {}, spec: claimSpecDefaults(template.spec ?? noClaim) }) });
}

/** Whether the volume says nothing but its name. */
function hasNoSource(input: VolumeInput): boolean {
  for (const key in input) if (key !== 'name') return false;
  return true;
}

/** A volume with its modes said; without any source it is an empty directory. */
export function volumeDefaults(input: VolumeInput): Volume {
  const { configMap, secret, hostPath, downwardAPI, projected, ephemeral, image, iscsi, rbd, scaleIO, azureDisk: disk } = input;
  return complete(input, {
    emptyDir: hasNoSource(input) ? {} : input.emptyDir,
    configMap: configMap && complete(configMap, { defaultMode: configMap.defaultMode ?? defaultMode }),
    secret: secret && complete(secret, { defaultMode: secret.defaultMode ?? defaultMode }),
    hostPath: hostPath && complete(hostPath, { type: hostPath.type ?? ('' as const) }),
    downwardAPI: downwardAPI
      && complete(downwardAPI, { defaultMode: downwardAPI.defaultMode ?? defaultMode, items: downwardFiles(downwardAPI.items) }),
    projected: projected && projectedDefaults(projected),
    ephemeral: ephemeral && ephemeralDefaults(ephemeral),
    image: image && complete(image, { pullPolicy: image.pullPolicy || defaultPullPolicy(image.reference ?? '') }),
    iscsi: iscsi && complete(iscsi, { iscsiInterface: iscsi.iscsiInterface || 'default' }),
    rbd: rbd && complete(rbd, { pool: rbd.pool || 'rbd', user: rbd.user || 'admin', keyring: rbd.keyring || '/etc/ceph/keyring' }),
    scaleIO: scaleIO
      && complete(scaleIO, { storageMode: scaleIO.storageMode || 'ThinProvisioned', fsType: scaleIO.fsType || 'xfs' }),
    azureDisk: disk && complete(disk, {
      cachingMode: disk.cachingMode ?? ('ReadWrite' as const),
      kind: disk.kind ?? ('Shared' as const),
      fsType: disk.fsType ?? 'ext4',
      readOnly: disk.readOnly ?? false,
    }),
  });
}
