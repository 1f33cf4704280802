// What a volume means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Volume and those of its sources

import type {
  DownwardAPIVolumeFile, DownwardAPIVolumeFileInput, EphemeralVolumeSource, EphemeralVolumeSourceInput, ProjectedVolumeSource,
  ProjectedVolumeSourceInput, ServiceAccountTokenProjection, ServiceAccountTokenProjectionInput, Volume, VolumeInput,
  VolumeProjection, VolumeProjectionInput,
} from '../../generated/types.ts';
import { reuse, reuseList } from '../../reuse.ts';
import { defaultPullPolicy, fieldRefDefaults, resourceFieldRefDefaults } from './container-defaults.ts';

const defaultMode = 0o644; // v1.ConfigMapVolumeSourceDefaultMode and its siblings
const tokenSeconds = 3600; // one hour

function withMode<Source extends { readonly defaultMode?: number }>(source: Source): Source & { readonly defaultMode: number } {
  return reuse(source, { ...source, defaultMode: source.defaultMode ?? defaultMode });
}

function downwardFile(input: DownwardAPIVolumeFileInput): DownwardAPIVolumeFile {
  const { fieldRef, resourceFieldRef, ...rest } = input;
  return reuse<DownwardAPIVolumeFile>(input, {
    ...rest,
    ...(fieldRef && { fieldRef: fieldRefDefaults(fieldRef) }),
    ...(resourceFieldRef && { resourceFieldRef: resourceFieldRefDefaults(resourceFieldRef) }),
  });
}

function withFiles<Source extends { readonly items?: readonly DownwardAPIVolumeFileInput[] }>(
  source: Source,
): Omit<Source, 'items'> & { readonly items?: readonly DownwardAPIVolumeFile[] } {
  const { items, ...rest } = source;
  return items ? reuse<Omit<Source, 'items'> & { readonly items?: readonly DownwardAPIVolumeFile[] }>(source, { ...rest, items: reuseList(items, downwardFile) }) : source as Omit<Source, 'items'>;
}

function tokenDefaults(input: ServiceAccountTokenProjectionInput): ServiceAccountTokenProjection {
  return reuse(input, { ...input, expirationSeconds: input.expirationSeconds ?? tokenSeconds });
}

function projectionDefaults(input: VolumeProjectionInput): VolumeProjection {
  const { downwardAPI, serviceAccountToken, ...rest } = input;
  return reuse<VolumeProjection>(input, {
    ...rest,
    ...(downwardAPI && { downwardAPI: withFiles(downwardAPI) }),
    ...(serviceAccountToken && { serviceAccountToken: tokenDefaults(serviceAccountToken) }),
  });
}

function projectedDefaults(input: ProjectedVolumeSourceInput): ProjectedVolumeSource {
  return reuse(input, { ...withMode(input), sources: reuseList(input.sources ?? [], projectionDefaults) });
}

function ephemeralDefaults(input: EphemeralVolumeSourceInput): EphemeralVolumeSource {
  const template = input.volumeClaimTemplate;
  if (!template) return {};
  const spec = reuse(template.spec, {
    ...template.spec,
    accessModes: template.spec.accessModes ?? [],
    resources: template.spec.resources ?? {},
    volumeMode: template.spec.volumeMode ?? 'Filesystem',
  });
  return reuse(input, { volumeClaimTemplate: reuse(template, { metadata: template.metadata ?? {}, spec }) });
}

/** A volume with its modes said; without any source it is an empty directory. */
export function volumeDefaults(input: VolumeInput): Volume {
  const keys = Object.keys(input).length;
  if (keys === 0 || (keys === 1 && input.name !== undefined)) return { ...input, emptyDir: {} } as Volume; // no source at all
  const { configMap, secret, hostPath, downwardAPI, projected, ephemeral, image, iscsi, rbd, scaleIO, azureDisk, ...rest } = input;
  return reuse<Volume>(input, {
    ...rest,
    ...(configMap && { configMap: withMode(configMap) }),
    ...(secret && { secret: withMode(secret) }),
    ...(hostPath && { hostPath: reuse(hostPath, { ...hostPath, type: hostPath.type ?? '' }) }),
    ...(downwardAPI && { downwardAPI: withMode(withFiles(downwardAPI)) }),
    ...(projected && { projected: projectedDefaults(projected) }),
    ...(ephemeral && { ephemeral: ephemeralDefaults(ephemeral) }),
    ...(image && { image: reuse(image, { ...image, pullPolicy: image.pullPolicy || defaultPullPolicy(image.reference ?? '') }) }),
    ...(iscsi && { iscsi: reuse(iscsi, { ...iscsi, iscsiInterface: iscsi.iscsiInterface || 'default' }) }),
    ...(rbd && { rbd: reuse(rbd, { ...rbd, pool: rbd.pool || 'rbd', user: rbd.user || 'admin', keyring: rbd.keyring || '/etc/ceph/keyring' }) }),
    ...(scaleIO && { scaleIO: reuse(scaleIO, { ...scaleIO, storageMode: scaleIO.storageMode || 'ThinProvisioned', fsType: scaleIO.fsType || 'xfs' }) }),
    ...(azureDisk && {
      azureDisk: reuse(azureDisk, {
        ...azureDisk,
        cachingMode: azureDisk.cachingMode ?? 'ReadWrite',
        kind: azureDisk.kind ?? 'Shared',
        fsType: azureDisk.fsType ?? 'ext4',
        readOnly: azureDisk.readOnly ?? false,
      }),
    }),
  });
}
