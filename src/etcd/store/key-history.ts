import { lengthened } from '../../base/index.ts';
import type { KeyValue, Revision } from './key-value.ts';

/** All that is kept of one key. Most keys have one version, and take little. */
export class KeyHistory {
  /** The last version; a deletion is one as well. */
  newest: KeyValue;
  /** What its record takes, in bytes. */
  newestSize: number;
  /** Those before it, oldest first. */
  private older: KeyValue[] | undefined = undefined;
  /** What their records take, where not all take the same as the newest. */
  private olderSizes: number[] | undefined = undefined;

  constructor(first: KeyValue, size: number) {
    this.newest = first;
    this.newestSize = size;
  }

  get key(): string {
    return this.newest.key;
  }

  /** Calls back with each version and what its record takes, oldest first. */
  tell(visit: (kv: KeyValue, size: number) => void): void {
    this.older?.forEach((kv, index) => visit(kv, this.olderSizes?.[index] ?? this.newestSize));
    visit(this.newest, this.newestSize);
  }

  add(kv: KeyValue, size: number): void {
    if (!this.olderSizes && size !== this.newestSize) this.olderSizes = this.older?.map(() => this.newestSize) ?? [];
    this.olderSizes?.push(this.newestSize);
    this.older = lengthened(this.older, this.newest);
    this.newest = kv;
    this.newestSize = size;
  }

  /** The key as it was at the revision; undefined when it was not there. */
  at(revision: Revision): KeyValue | undefined {
    const { newest, older } = this;
    if (newest.modRevision <= revision) return alive(newest);
    for (let index = (older?.length ?? 0) - 1; index >= 0; index--) {
      const kv = older?.[index];
      if (kv && kv.modRevision <= revision) return alive(kv);
    }
    return undefined;
  }

  /**
   * Forgets what nobody can read any more who reads at the revision or later. Calls back with the size of each record that
   * goes; true when that was all of them.
   */
  compact(revision: Revision, free: (size: number) => void): boolean {
    const { newest, older = [], olderSizes } = this;
    const isNewestRead = newest.modRevision <= revision;
    let kept = isNewestRead ? older.length : older.findLastIndex((kv) => kv.modRevision <= revision);
    // What was deleted by then is not there to be read.
    if (kept >= 0 && (older[kept] ?? newest).version === 0) kept++;
    for (let index = 0; index < kept; index++) free(olderSizes?.[index] ?? this.newestSize);
    olderSizes?.splice(0, kept);
    older.splice(0, kept);
    if (older.length === 0) this.older = this.olderSizes = undefined;
    if (!isNewestRead || newest.version > 0) return false;
    free(this.newestSize);
    return true;
  }
}

/** The key, unless that is its deletion. */
export function alive(kv: KeyValue): KeyValue | undefined {
  return kv.version > 0 ? kv : undefined;
}
