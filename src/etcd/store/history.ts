import { isInRange } from './key-value.ts';
import type { KeyRange, KeyValue, Revision } from './key-value.ts';

/** What keys were changed to since the last compaction, in order. */
export class History {
  private changes: KeyValue[];

  constructor(changes: readonly KeyValue[] = []) {
    this.changes = changes.slice();
  }

  append(kv: KeyValue): void {
    this.changes.push(kv);
  }

  all(): readonly KeyValue[] {
    return this.changes.slice();
  }

  /** The changes of a range from the revision on. */
  since(from: Revision, range: KeyRange): KeyValue[] {
    const found: KeyValue[] = [];
    for (let index = this.position(from); index < this.changes.length; index++) {
      const kv = this.changes[index];
      if (kv && isInRange(kv.key, range)) found.push(kv);
    }
    return found;
  }

  /** Drops what is older than the revision; calls back with each key changed up to it. */
  forgetBefore(revision: Revision, changed: (key: string) => void): void {
    const end = this.position(revision);
    const endOfTouched = this.position(revision + 1);
    const touched = new Set<string>();
    for (let index = 0; index < endOfTouched; index++) {
      const kv = this.changes[index];
      if (kv) touched.add(kv.key);
    }
    for (const key of touched) changed(key);
    this.changes = this.changes.slice(end);
  }

  /** Index of the first change at or after the revision. */
  private position(revision: Revision): number {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const kv = this.changes[middle];
      if (kv && kv.modRevision < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
