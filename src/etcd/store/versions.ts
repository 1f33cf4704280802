import { lengthened } from '../../base/index.ts';
import type { KeyValue, Revision } from './key-value.ts';

/** All that is kept of one key, oldest first; a deletion is a version as well. Most keys have one, which stands for itself. */
export type Versions = KeyValue | KeyValue[];

/** The last one. */
function newestOf(versions: Versions): KeyValue {
  // A list of versions is never empty.
  return Array.isArray(versions) ? (versions[versions.length - 1] as KeyValue) : versions;
}

/** The key as it is now; undefined when it is not there. */
export function presentOf(versions: Versions | undefined): KeyValue | undefined {
  return versions && alive(newestOf(versions));
}

/** All of them in a list. */
export function listOf(versions: Versions): readonly KeyValue[] {
  return Array.isArray(versions) ? versions : [versions];
}

/** The versions with one more. Takes the list over. */
export function withNewest(versions: Versions | undefined, kv: KeyValue): Versions {
  if (versions === undefined) return kv;
  return Array.isArray(versions) ? lengthened(versions, kv) : [versions, kv];
}

/** The key as it was at the revision; undefined when it was not there. */
export function versionAt(versions: Versions, revision: Revision): KeyValue | undefined {
  if (!Array.isArray(versions)) return versions.modRevision <= revision ? alive(versions) : undefined;
  for (let index = versions.length - 1; index >= 0; index--) {
    const kv = versions[index];
    if (kv && kv.modRevision <= revision) return alive(kv);
  }
  return undefined;
}

/** Those that somebody can still read who reads at the revision or later; undefined when there are none. */
export function readableFrom(versions: Versions, revision: Revision): Versions | undefined {
  if (!Array.isArray(versions)) return versions.modRevision <= revision && versions.version === 0 ? undefined : versions;
  const first = versions.findLastIndex((kv) => kv.modRevision <= revision);
  // What was deleted by then is not there to be read.
  const kept = versions.slice(versions[first]?.version === 0 ? first + 1 : Math.max(0, first));
  return kept.length > 1 ? kept : kept[0];
}

/** The key, unless that is its deletion. */
function alive(kv: KeyValue): KeyValue | undefined {
  return kv.version > 0 ? kv : undefined;
}
