// Upstream: go.etcd.io/raft/v3 log.go, log_unstable.go
import { assert, defined, lastOf } from '../base/index.ts';
import type { Reporter } from './report.ts';
import { takeWithin } from './sizes.ts';
import type { Entry, EntryId, Index, Snapshot, Term } from './types.ts';

/**
 * A node's view of its log: one list of entries after `base`, and marks that move along it.
 * base ≤ applied ≤ applying ≤ committed ≤ last, and stable ≤ handedOut ≤ last.
 */
export interface RaftLog {
  /** The last entry that was compacted away, or that a snapshot stands for. */
  base: EntryId;
  readonly entries: Entry[];
  /** Entries up to here are on stable storage. */
  stable: Index;
  /** Entries up to here were handed out to be stored. */
  handedOut: Index;
  /** A restored snapshot that is not yet on stable storage. */
  snapshot: Snapshot | undefined;
  snapshotHandedOut: boolean;
  committed: Index;
  /** Entries up to here were handed out to be applied. */
  applying: Index;
  applied: Index;
  /** Bytes handed out to be applied and not yet applied. */
  applyingBytes: number;
  /** Nothing more is handed out before something is applied. */
  applyingPaused: boolean;
  readonly maxApplyingBytes: number;
  readonly bytesOf: (entry: Entry) => number;
  readonly report: Reporter;
}

export interface LogOptions {
  readonly maxApplyingBytes: number;
  readonly bytesOf: (entry: Entry) => number;
  readonly report: Reporter;
}

/** The log as storage has it. */
export function createLog(base: EntryId, entries: readonly Entry[], options: LogOptions): RaftLog {
  const last = base.index + entries.length;
  return {
    base,
    entries: [...entries],
    stable: last,
    handedOut: last,
    snapshot: undefined,
    snapshotHandedOut: false,
    committed: base.index,
    applying: base.index,
    applied: base.index,
    applyingBytes: 0,
    applyingPaused: false,
    ...options,
  };
}

export function firstIndex(log: RaftLog): Index {
  return log.base.index + 1;
}

export function lastIndex(log: RaftLog): Index {
  return log.base.index + log.entries.length;
}

export function lastEntryId(log: RaftLog): EntryId {
  return lastOf(log.entries) ?? log.base;
}

/** The term of an entry; unknown if it was compacted away or is still to come. */
export function termAt(log: RaftLog, index: Index): Term | undefined {
  if (index === log.base.index) return log.base.term;
  return log.entries[index - log.base.index - 1]?.term;
}

export function hasEntry(log: RaftLog, index: Index, term: Term): boolean {
  return termAt(log, index) === term;
}

/** Whether a log that ends like that is at least as good as this one. */
export function isUpToDate(log: RaftLog, other: EntryId): boolean {
  const own = lastEntryId(log);
  return other.term > own.term || (other.term === own.term && other.index >= own.index);
}

/** Entries from `from` to `to` inclusive, as many as fit, but at least one. */
export function entriesBetween(
  log: RaftLog,
  from: Index,
  to: Index,
  maxBytes: number,
): readonly Entry[] {
  if (from > to) return noEntries;
  const start = from - log.base.index - 1;
  return takeWithin(log.entries, start, to - log.base.index, maxBytes, log.bytesOf);
}

/** No entries, always the same list. */
export const noEntries: readonly Entry[] = [];

/** Entries from `from` to the end, as many as fit. */
export function entriesFrom(log: RaftLog, from: Index, maxBytes: number): readonly Entry[] {
  return entriesBetween(log, from, lastIndex(log), maxBytes);
}

/** Puts numbered entries in place; what stood there and after is gone. */
export function appendEntries(log: RaftLog, entries: readonly Entry[]): void {
  const first = entries[0];
  if (first === undefined) return;
  const before = first.index - 1;
  assert(before >= log.committed, `after(${before}) is out of range [committed(${log.committed})]`);
  if (first.index !== lastIndex(log) + 1) forgetFrom(log, first.index);
  for (const entry of entries) log.entries.push(entry);
}

function forgetFrom(log: RaftLog, index: Index): void {
  const replaced = index <= log.stable + 1;
  log.report('INFO', () =>
    replaced
      ? `replace the unstable entries from index ${index}`
      : `truncate the unstable entries before index ${index}`,
  );
  log.entries.length = index - log.base.index - 1;
  log.stable = Math.min(log.stable, index - 1);
  log.handedOut = Math.min(log.handedOut, index - 1);
}

/**
 * Takes entries that follow `previous`; undefined if this log does not have that one, else the
 * last index that now agrees with the sender's log.
 */
export function acceptEntries(
  log: RaftLog,
  previous: EntryId,
  entries: readonly Entry[],
  commit: Index,
): Index | undefined {
  if (!hasEntry(log, previous.index, previous.term)) return undefined;
  const last = previous.index + entries.length;
  const differing = firstDiffering(log, entries);
  const conflict = entries[differing];
  if (conflict !== undefined) {
    reportConflict(log, conflict);
    assert(
      conflict.index > log.committed,
      `entry ${conflict.index} conflict with committed entry [committed(${log.committed})]`,
    );
    appendEntries(log, differing === 0 ? entries : entries.slice(differing));
  }
  commitTo(log, Math.min(commit, last));
  return last;
}

/** Where the entries cease to be those of the log; their number when they never do. */
function firstDiffering(log: RaftLog, entries: readonly Entry[]): number {
  let at = 0;
  for (const entry of entries) {
    if (!hasEntry(log, entry.index, entry.term)) break;
    at++;
  }
  return at;
}

function reportConflict(log: RaftLog, conflict: EntryId): void {
  if (conflict.index > lastIndex(log)) return;
  const existing = termAt(log, conflict.index) ?? 0;
  log.report(
    'INFO',
    () =>
      `found conflict at index ${conflict.index} ` +
      `[existing term: ${existing}, conflicting term: ${conflict.term}]`,
  );
}

/**
 * The last place at or before `index` where this log may agree with one whose entry there has
 * `term`: entries of a later term cannot be in it. Term 0 means that the log does not reach back.
 */
export function lastPossibleMatch(log: RaftLog, index: Index, term: Term): EntryId {
  for (let at = index; at > 0; at--) {
    const own = termAt(log, at);
    if (own === undefined) return { index: at, term: 0 };
    if (own <= term) return { index: at, term: own };
  }
  return { index: 0, term: 0 };
}

/** Moves the commit mark forward; it never goes back. */
export function commitTo(log: RaftLog, index: Index): void {
  if (index <= log.committed) return;
  assert(
    index <= lastIndex(log),
    `tocommit(${index}) is out of range [lastIndex(${lastIndex(log)})]. ` +
      'Was the raft log corrupted, truncated, or lost?',
  );
  log.committed = index;
}

/** Starts anew from a snapshot. */
export function restoreLog(log: RaftLog, snapshot: Snapshot): void {
  log.report(
    'INFO',
    () =>
      `log [${describeLog(log)}] starts to restore snapshot ` +
      `[index: ${snapshot.index}, term: ${snapshot.term}]`,
  );
  log.base = { index: snapshot.index, term: snapshot.term };
  log.entries.length = 0;
  log.stable = snapshot.index;
  log.handedOut = snapshot.index;
  log.snapshot = snapshot;
  log.snapshotHandedOut = false;
  log.committed = snapshot.index;
}

function describeLog(log: RaftLog): string {
  return (
    `committed=${log.committed}, applied=${log.applied}, applying=${log.applying}, ` +
    `unstable.offset=${log.stable + 1}, unstable.offsetInProgress=${log.handedOut + 1}, ` +
    `len(unstable.Entries)=${lastIndex(log) - log.stable}`
  );
}

/** Drops entries up to `index`, which must be applied; what is gone already stays gone. */
export function compactLog(log: RaftLog, index: Index): void {
  if (index <= log.base.index) return;
  assert(index <= log.applied, `compact(${index}) is beyond applied(${log.applied})`);
  const term = defined(termAt(log, index), 'an applied entry is in the log');
  log.entries.splice(0, index - log.base.index);
  log.base = { index, term };
}
