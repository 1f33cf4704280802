/** A point in the store's history: one more with each write. The empty store is at 1. */
export type Revision = number;

/** A key as it was from `modRevision` on. Values are shared, frozen references that nobody here looks into. */
export interface KeyValue {
  readonly key: string;
  readonly value: unknown;
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  /** Writes since it was created; 0 marks a deletion. */
  readonly version: number;
  /** Id of the lease that it lives with; 0 for none. */
  readonly lease: number;
  /** Bytes that its record takes in the store's file. */
  readonly size: number;
}

/** A change of one key. The `kv` of a deletion carries only the key and the revision. */
export interface StoreEvent {
  readonly type: 'PUT' | 'DELETE';
  readonly kv: KeyValue;
  /** What the key was before; undefined when it was not there. */
  readonly prevKv: KeyValue | undefined;
}

/** Marks the end of a range that has none. */
export const noEnd = '\0';

/** A single key, or all keys from `key` up to `rangeEnd` (not included; `noEnd`: all that follow). */
export interface KeyRange {
  readonly key: string;
  readonly rangeEnd?: string;
}

/** The range of all keys that begin with the prefix. */
export function prefixRange(prefix: string): { readonly key: string; readonly rangeEnd: string } {
  return prefix === '' ? { key: '', rangeEnd: noEnd } : { key: prefix, rangeEnd: prefixEnd(prefix) };
}

function prefixEnd(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  if (last < 0xffff) return prefix.slice(0, -1) + String.fromCharCode(last + 1);
  return prefix.length === 1 ? noEnd : prefixEnd(prefix.slice(0, -1));
}

/** Whether the key lies in the range. */
export function isInRange(key: string, range: KeyRange): boolean {
  const { rangeEnd } = range;
  if (rangeEnd === undefined) return key === range.key;
  return key >= range.key && (rangeEnd === noEnd || key < rangeEnd);
}
