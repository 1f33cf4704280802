// What accepted volumes are nevertheless warned about: storage that is no more, files in each other's way.
// Upstream: pkg/api/pod/warnings.go, pkg/api/persistentvolume/util.go

import { quote } from '../../../base/index.ts';
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
  if (!Object.keys(volume).some((field) => field in deprecatedSources)) return;
  for (const [source, warning] of Object.entries(deprecatedSources)) {
    if (volume[source as keyof typeof deprecatedSources] !== undefined) yield `${at.child(names[source] ?? source).toString()}: ${warning}`;
  }
}

/** Of a Pod's volumes one is spelt otherwise than its field. */
const podNames = { storageos: 'storageOS' };

/** Warnings about a Pod's volumes. */
export function* volumeWarnings(volumes: readonly Volume[], at: FieldPath): Generator<string> {
  for (const [index, volume] of volumes.entries()) yield* sourceWarnings(volume, at.index(index), podNames);
  for (const volume of volumes) yield* fileWarnings(volume);
}

interface File {
  readonly path: string;
  /** What brings it into the volume; absent where the volume as a whole does. */
  readonly source?: { readonly kind: string; readonly name?: string | undefined };
}

/** Files of one volume, of which one would hide or hold another. */
function* fileWarnings({ name, configMap, secret, downwardAPI, projected }: Volume): Generator<string> {
  if (configMap?.items) yield* overlaps(configMap.items, [], () => `volume ${quote(name)} (ConfigMap ${quote(configMap.name ?? '')})`);
  if (secret?.items) yield* overlaps(secret.items, [], () => `volume ${quote(name)} (Secret ${quote(secret.secretName ?? '')})`);
  if (downwardAPI?.items) yield* overlaps(downwardAPI.items, [], () => `volume ${quote(name)} (DownwardAPI)`);
  const before: File[] = [];
  for (const source of projected?.sources ?? []) {
    if (Object.keys(source).length === 0) yield `volume ${quote(name)} (Projected) has no sources provided`;
    else yield* overlaps(projectedFiles(source), before, () => `volume ${quote(name)} (Projected)`);
  }
}

function projectedFiles({ configMap, secret, downwardAPI, serviceAccountToken: token }: VolumeProjection): readonly File[] {
  const files = (items: readonly { readonly path: string }[] | undefined, kind: string, name?: string): readonly File[] =>
    items?.map(({ path }) => ({ path, source: { kind, name } })) ?? [];
  return [
    ...files(secret?.items, 'Secret', secret?.name ?? ''),
    ...files(configMap?.items, 'ConfigMap', configMap?.name ?? ''),
    ...files(downwardAPI?.items, 'DownwardAPI'),
    ...files(token && [token], 'ServiceAccountToken'),
  ];
}

/** Each of the files with each one before it, to which it is added then. */
function* overlaps(files: readonly File[], before: File[], volume: () => string): Generator<string> {
  for (const file of files) {
    for (const other of before) if (overlap(file.path, other.path)) yield `${volume()}: overlapping paths: ${shown(file)} with ${shown(other)}`;
    before.push(file);
  }
}

const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

function shown({ path, source }: File): string {
  if (!source) return quote(path);
  return `${quote(path)} (${source.kind}${source.name === undefined ? '' : ` ${quote(source.name)}`})`;
}
