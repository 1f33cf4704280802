// Upstream: go.etcd.io/raft/v3 util.go; sizes are those of the entries' protobuf encoding.
import type { ConfChange, Entry, Proposal } from './types.ts';

/** Bytes of an application's data; undefined data has none. */
export type SizeOf = (data: unknown) => number;

/** Bytes that the data of entries takes, which limits of uncommitted and unanswered data count. */
export function payloadBytes(entries: readonly Proposal[], sizeOf: SizeOf): number {
  let total = 0;
  for (const entry of entries) total += dataBytes(entry, sizeOf);
  return total;
}

/** Bytes that an entry takes in a message, which limits of messages count. */
export function entryBytes(entry: Entry, sizeOf: SizeOf): number {
  const head = 2 + 1 + varintBytes(entry.term) + 1 + varintBytes(entry.index);
  if (entry.data === undefined) return head;
  const data = dataBytes(entry, sizeOf);
  return head + 1 + varintBytes(data) + data;
}

/** As many of `entries[start..end)` as fit, but at least one. */
export function takeWithin(
  entries: readonly Entry[],
  start: number,
  end: number,
  maxBytes: number,
  bytesOf: (entry: Entry) => number,
): readonly Entry[] {
  if (maxBytes === Infinity) return entries.slice(start, end);
  let stop = start;
  let total = 0;
  for (; stop < end; stop++) {
    const entry = entries[stop];
    if (entry === undefined) break;
    total += bytesOf(entry);
    if (total > maxBytes && stop > start) break;
  }
  return entries.slice(start, stop);
}

function dataBytes(entry: Proposal, sizeOf: SizeOf): number {
  if (entry.data === undefined) return 0;
  if (entry.type === 'EntryNormal') return sizeOf(entry.data);
  return entry.type === 'EntryConfChange'
    ? firstVersionBytes(entry.data, sizeOf)
    : secondVersionBytes(entry.data, sizeOf);
}

function firstVersionBytes(change: ConfChange, sizeOf: SizeOf): number {
  const [step] = change.steps;
  const ids = varintBytes(change.id ?? 0) + varintBytes(step?.nodeId ?? 0);
  return 1 + 2 + 1 + ids + contextBytes(change, sizeOf);
}

function secondVersionBytes(change: ConfChange, sizeOf: SizeOf): number {
  let total = 2;
  for (const step of change.steps) total += 2 + 2 + 1 + varintBytes(step.nodeId);
  return total + contextBytes(change, sizeOf);
}

function contextBytes(change: ConfChange, sizeOf: SizeOf): number {
  if (change.context === undefined) return 0;
  const bytes = sizeOf(change.context);
  return 1 + varintBytes(bytes) + bytes;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}
