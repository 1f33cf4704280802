// Volumes, tolerations and spreading as describe shows them.
// Upstream: k8s.io/kubectl pkg/describe/describe.go describeVolumes

import { formatLabelSelector } from '../../kinds/index.ts';
import type { ProjectedVolumeSource, Toleration, TopologySpreadConstraint, Volume } from '../../kinds/index.ts';
import type { Page } from './page.ts';

type Line = readonly [name: string, value: unknown];

function volumeLines(volume: Volume): readonly Line[] {
  const { hostPath, emptyDir, configMap, secret, persistentVolumeClaim, downwardAPI, projected, nfs, csi, ephemeral } = volume;
  if (hostPath) return [['Type', 'HostPath (bare host directory volume)'], ['Path', hostPath.path], ['HostPathType', hostPath.type ?? '']];
  if (emptyDir) return [['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"], ['Medium', emptyDir.medium ?? ''], ['SizeLimit', emptyDir.sizeLimit ?? '<unset>']];
  if (configMap) return [['Type', 'ConfigMap (a volume populated by a ConfigMap)'], ['Name', configMap.name ?? ''], ['Optional', configMap.optional === true]];
  if (secret) return [['Type', 'Secret (a volume populated by a Secret)'], ['SecretName', secret.secretName ?? ''], ['Optional', secret.optional === true]];
  if (persistentVolumeClaim) {
    return [['Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'], ['ClaimName', persistentVolumeClaim.claimName], ['ReadOnly', persistentVolumeClaim.readOnly === true]];
  }
  if (downwardAPI) {
    const items = (downwardAPI.items ?? []).map((item): Line => ['', `  ${item.fieldRef?.fieldPath ?? item.resourceFieldRef?.resource ?? ''} -> ${item.path}`]);
    return [['Type', 'DownwardAPI (a volume populated by information about the pod)'], ['Items', ''], ...items];
  }
  if (projected) return [['Type', 'Projected (a volume that contains injected data from multiple sources)'], ...projectedLines(projected)];
  if (nfs) return [['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'], ['Server', nfs.server], ['Path', nfs.path], ['ReadOnly', nfs.readOnly === true]];
  if (csi) return [['Type', 'CSI (a Container Storage Interface (CSI) volume source)'], ['Driver', csi.driver], ['FSType', csi.fsType ?? ''], ['ReadOnly', csi.readOnly === true]];
  if (ephemeral) return [['Type', 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)']];
  return [['', '<unknown>']];
}

function projectedLines(projected: ProjectedVolumeSource): readonly Line[] {
  return (projected.sources ?? []).flatMap(({ secret, configMap, downwardAPI, serviceAccountToken }): readonly Line[] => {
    if (secret) return [['SecretName', secret.name ?? ''], ['Optional', secret.optional === true]];
    if (downwardAPI) return [['DownwardAPI', true]];
    if (configMap) return [['ConfigMapName', configMap.name ?? ''], ['Optional', configMap.optional === true]];
    return serviceAccountToken ? [['TokenExpirationSeconds', serviceAccountToken.expirationSeconds]] : [];
  });
}

export function describeVolumes(page: Page, volumes: readonly Volume[] | undefined, space: string): void {
  if (volumes === undefined || volumes.length === 0) {
    page.line(0, `${space}Volumes:\t<none>`);
    return;
  }
  page.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    page.line(1, `${space === '' ? '' : ' '}${volume.name}:`);
    for (const [name, value] of volumeLines(volume)) {
      if (name === '') page.line(2, String(value));
      else page.field(2, name, value);
    }
  }
}

function tolerationText({ key = '', value = '', effect, operator, tolerationSeconds }: Toleration): string {
  let text = key + (value === '' ? '' : `=${value}`) + (effect === undefined ? '' : `:${effect}`);
  if (operator === 'Exists' && value === '') text += text === '' ? 'op=Exists' : ' op=Exists';
  return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`;
}

export function describeTolerations(page: Page, title: string, tolerations: readonly Toleration[] | undefined): void {
  const sorted = (tolerations ?? []).toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0));
  page.lines(title, sorted.map(tolerationText));
}

export function describeSpread(page: Page, constraints: readonly TopologySpreadConstraint[] | undefined, space: string): void {
  if (constraints === undefined || constraints.length === 0) return;
  page.lines(`${space}Topology Spread Constraints`, constraints.map((each) => {
    const selector = each.labelSelector ? ` for selector ${formatLabelSelector(each.labelSelector)}` : '';
    return `${each.topologyKey}:${each.whenUnsatisfiable} when max skew ${each.maxSkew} is exceeded${selector}`;
  }));
}
