// What accepted volumes are nevertheless warned about: storage that is no more, files in each other's way.
// Upstream: pkg/api/pod/warnings.go, pkg/api/persistentvolume/util.go

import { compareText, quote } from '../../../base/index.ts';
import type { FieldPath } from '../../field-error.ts';
import type { Volume, VolumeProjection } from '../../generated/types.ts';

const deprecatedSources = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
} as const;

/** Sorts of storage that Kubernetes no longer has, of a Pod's volume or a volume of its own. */
export function* sourceWarnings(volume: { readonly [Source in keyof typeof deprecatedSources]?: unknown }, at: FieldPath, names: Readonly<Record<string, string>> = {}): Generator<string> {
  for (const [source, warning] of Object.entries(deprecatedSources)) {
    if (volume[source as keyof typeof deprecatedSources] !== undefined) yield `${at.child(names[source] ?? source).toString()}: ${warning}`;
  }
}

/** Of a Pod's volumes one is spelt otherwise than its field. */
const podNames = { storageos: 'storageOS' };

/** Warnings about a Pod's volumes. */
export function* volumeWarnings(volumes: readonly Volume[], at: FieldPath): Generator<string> {
  for (const [index, volume] of volumes.entries()) {
    yield* sourceWarnings(volume, at.index(index), podNames);
    yield* fileWarnings(volume);
  }
}

interface File {
  readonly path: string;
  /** Where it comes from, as the warning tells it behind the path. */
  readonly from: string;
}

/** Files of one volume, of which one would hide or hold the other. */
function* fileWarnings({ name, configMap, secret, downwardAPI, projected }: Volume): Generator<string> {
  const plain = (items: readonly { readonly path: string }[] = []): readonly File[] => items.map(({ path }) => ({ path, from: '' }));
  if (configMap) yield* overlaps(`volume ${quote(name)} (ConfigMap ${quote(configMap.name ?? '')})`, plain(configMap.items));
  if (secret) yield* overlaps(`volume ${quote(name)} (Secret ${quote(secret.secretName ?? '')})`, plain(secret.items));
  if (downwardAPI) yield* overlaps(`volume ${quote(name)} (DownwardAPI)`, plain(downwardAPI.items));
  if (!projected) return;
  const sources = projected.sources ?? [];
  if (sources.some((source) => Object.keys(source).length === 0)) yield `volume ${quote(name)} (Projected) has no sources provided`;
  yield* overlaps(`volume ${quote(name)} (Projected)`, sources.flatMap(projectedFiles));
}

function projectedFiles({ configMap, secret, downwardAPI, serviceAccountToken: token }: VolumeProjection): readonly File[] {
  const files = (from: string, items: readonly { readonly path: string }[] = []): readonly File[] => items.map(({ path }) => ({ path, from: ` (${from})` }));
  return [
    ...files(`Secret ${quote(secret?.name ?? '')}`, secret?.items),
    ...files(`ConfigMap ${quote(configMap?.name ?? '')}`, configMap?.items),
    ...files('DownwardAPI', downwardAPI?.items),
    ...files('ServiceAccountToken', token ? [token] : []),
  ];
}

function* overlaps(volume: string, files: readonly File[]): Generator<string> {
  const before: File[] = [];
  for (const file of files) {
    const other = before.find(({ path }) => path === file.path || path.startsWith(`${file.path}/`) || file.path.startsWith(`${path}/`));
    if (other) yield `${volume}: overlapping paths: ${quote(file.path)}${file.from} with ${quote(other.path)}${other.from}`;
    before.push(file);
    before.sort((a, b) => compareText(a.path, b.path));
  }
}
