import { isInRange } from './key-value.ts';
import type { KeyRange, Revision, StoreEvent } from './key-value.ts';

/** Every change since the last compaction, in order. */
export class History {
  private events: StoreEvent[] = [];

  append(events: readonly StoreEvent[]): void {
    for (const event of events) this.events.push(event);
  }

  all(): readonly StoreEvent[] {
    return this.events.slice();
  }

  /** The events of a range from the revision on. */
  since(from: Revision, range: KeyRange): StoreEvent[] {
    const found: StoreEvent[] = [];
    for (let index = this.position(from); index < this.events.length; index++) {
      const event = this.events[index];
      if (event && isInRange(event.kv.key, range)) found.push(event);
    }
    return found;
  }

  /** Drops what is older than the revision; calls back with each key changed up to it. */
  forgetBefore(revision: Revision, changed: (key: string) => void): void {
    const end = this.position(revision);
    const endOfTouched = this.position(revision + 1);
    const touched = new Set<string>();
    for (let index = 0; index < endOfTouched; index++) {
      const event = this.events[index];
      if (event) touched.add(event.kv.key);
    }
    for (const key of touched) changed(key);
    this.events = this.events.slice(end);
  }

  /** Index of the first event at or after the revision. */
  private position(revision: Revision): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.events[middle];
      if (event && event.kv.modRevision < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
