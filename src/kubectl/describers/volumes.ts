// Volumes, tolerations and spreading as describe shows them.
// Upstream: k8s.io/kubectl pkg/describe/describe.go describeVolumes

import { compareText } from '../../base/index.ts';
import { formatLabelSelector } from '../../kinds/index.ts';
import type { EphemeralVolumeSource, ProjectedVolumeSource, Toleration, TopologySpreadConstraint, Volume } from '../../kinds/index.ts';
import type { Page } from './page.ts';
import { indented, sourceLines } from './volume-sources.ts';
import type { SourceLine } from './volume-sources.ts';

function volumeLines(volume: Volume): readonly SourceLine[] {
  const { downwardAPI, projected, ephemeral } = volume;
  if (downwardAPI) {
    const items = (downwardAPI.items ?? []).map((item): SourceLine => [`  ${item.fieldRef?.fieldPath ?? item.resourceFieldRef?.resource ?? ''} -> ${item.path}`]);
    return [['Type', 'DownwardAPI (a volume populated by information about the pod)'], ['Items:'], ...items];
  }
  if (projected) return [['Type', 'Projected (a volume that contains injected data from multiple sources)'], ...projectedLines(projected)];
  if (ephemeral) return [['Type', 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)'], ...claimLines(ephemeral)];
  return sourceLines(volume) ?? [['<unknown>']];
}

/** The claim that will be made for a volume of the Pod's own; it is bound to none. */
function claimLines({ volumeClaimTemplate }: EphemeralVolumeSource): readonly SourceLine[] {
  if (!volumeClaimTemplate) return [];
  const { metadata, spec } = volumeClaimTemplate;
  return [
    ['StorageClass', spec.storageClassName ?? ''], ['Volume', spec.volumeName ?? ''], ...indented('Labels', metadata?.labels), ...indented('Annotations', metadata?.annotations),
    ['Capacity', ''], ['Access Modes', ''], ...(spec.volumeMode === undefined ? [] : [['VolumeMode', spec.volumeMode] as const]),
  ];
}

function projectedLines(projected: ProjectedVolumeSource): readonly SourceLine[] {
  return (projected.sources ?? []).flatMap(({ secret, configMap, downwardAPI, serviceAccountToken }): readonly SourceLine[] => {
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
      if (value === undefined) page.line(2, name);
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
  const sorted = (tolerations ?? []).toSorted((a, b) => compareText(a.key ?? '', b.key ?? ''));
  page.lines(title, sorted.map(tolerationText));
}

export function describeSpread(page: Page, constraints: readonly TopologySpreadConstraint[] | undefined, space: string): void {
  if (constraints === undefined || constraints.length === 0) return;
  page.lines(`${space}Topology Spread Constraints`, constraints.toSorted((a, b) => compareText(a.topologyKey, b.topologyKey)).map((each) => {
    const selector = each.labelSelector ? ` for selector ${formatLabelSelector(each.labelSelector)}` : '';
    return `${each.topologyKey}:${each.whenUnsatisfiable} when max skew ${each.maxSkew} is exceeded${selector}`;
  }));
}
