// Upstream: go.etcd.io/raft/v3/tracker/inflights.go
import type { Index } from './types.ts';

/** The appends sent to one follower and not yet answered, oldest first. */
export interface Inflights {
  /** Index of the last entry of each append. */
  readonly lasts: Index[];
  readonly bytes: number[];
  /** What lies before this position in both lists has been answered. */
  head: number;
  totalBytes: number;
  readonly maxCount: number;
  readonly maxBytes: number;
}

/** No appends under way, with room for so many. */
export function noInflights(maxCount: number, maxBytes: number): Inflights {
  return { lasts: [], bytes: [], head: 0, totalBytes: 0, maxCount, maxBytes };
}

export function inflightCount(inflights: Inflights): number {
  return inflights.lasts.length - inflights.head;
}

/** Whether nothing further may be sent before an answer. */
export function isFull(inflights: Inflights): boolean {
  return (
    inflightCount(inflights) >= inflights.maxCount || inflights.totalBytes >= inflights.maxBytes
  );
}

export function addInflight(inflights: Inflights, last: Index, bytes: number): void {
  inflights.lasts.push(last);
  inflights.bytes.push(bytes);
  inflights.totalBytes += bytes;
}

/** An answer for `index` answers every append that ends at or before it. */
export function freeUpTo(inflights: Inflights, index: Index): void {
  const { lasts, bytes } = inflights;
  while (inflights.head < lasts.length && (lasts[inflights.head] ?? 0) <= index) {
    inflights.totalBytes -= bytes[inflights.head] ?? 0;
    inflights.head++;
  }
  if (inflights.head >= 64 && inflights.head * 2 >= lasts.length) {
    lasts.splice(0, inflights.head);
    bytes.splice(0, inflights.head);
    inflights.head = 0;
  }
}

export function clearInflights(inflights: Inflights): void {
  inflights.lasts.length = 0;
  inflights.bytes.length = 0;
  inflights.head = 0;
  inflights.totalBytes = 0;
}
