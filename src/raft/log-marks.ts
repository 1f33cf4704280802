// Upstream: go.etcd.io/raft/v3 log.go, log_unstable.go (what was handed out, is stored, is applied)
import { assert, defined } from '../base/index.ts';
import { entriesBetween, lastIndex, noEntries, termAt, type RaftLog } from './log.ts';
import type { Entry, EntryId, Index, Snapshot } from './types.ts';

/** What may be handed out to be applied, if storage need not have it first, is all committed. */
function appliableTo(log: RaftLog, allowUnstable: boolean): Index {
  return allowUnstable ? log.committed : Math.min(log.committed, log.stable);
}

export function hasEntriesToApply(log: RaftLog, allowUnstable: boolean): boolean {
  if (log.applyingPaused || log.snapshot !== undefined) return false;
  return log.applying < appliableTo(log, allowUnstable);
}

/** Committed entries not yet handed out, as many as may be under way at once. */
export function entriesToApply(log: RaftLog, allowUnstable: boolean): readonly Entry[] {
  if (!hasEntriesToApply(log, allowUnstable)) return noEntries;
  const room = log.maxApplyingBytes - log.applyingBytes;
  return entriesBetween(log, log.applying + 1, appliableTo(log, allowUnstable), room);
}

/** Notes that entries up to `index`, of that size, are being applied. */
export function markApplying(
  log: RaftLog,
  index: Index,
  bytes: number,
  allowUnstable: boolean,
): void {
  log.applying = index;
  log.applyingBytes += bytes;
  // If not all were handed out, the next one would not have fitted.
  log.applyingPaused =
    log.applyingBytes >= log.maxApplyingBytes || index < appliableTo(log, allowUnstable);
}

export function markApplied(log: RaftLog, index: Index, bytes: number): void {
  assert(
    index <= log.committed && index >= log.applied,
    `applied(${index}) is out of range [prevApplied(${log.applied}), committed(${log.committed})]`,
  );
  log.applied = index;
  log.applying = Math.max(log.applying, index);
  log.applyingBytes = Math.max(0, log.applyingBytes - bytes);
  log.applyingPaused = log.applyingBytes >= log.maxApplyingBytes;
}

export function hasEntriesToStore(log: RaftLog): boolean {
  return log.handedOut < lastIndex(log);
}

/** Entries that storage was not yet asked to keep. */
export function entriesToStore(log: RaftLog): readonly Entry[] {
  return entriesBetween(log, log.handedOut + 1, lastIndex(log), Infinity);
}

export function hasUnstableEntries(log: RaftLog): boolean {
  return log.stable < lastIndex(log);
}

/** The snapshot that storage was not yet asked to keep. */
export function snapshotToStore(log: RaftLog): Snapshot | undefined {
  return log.snapshotHandedOut ? undefined : log.snapshot;
}

/** Notes that everything there is to store was handed out. */
export function markHandedOut(log: RaftLog): void {
  log.handedOut = lastIndex(log);
  if (log.snapshot !== undefined) log.snapshotHandedOut = true;
}

/** Notes that storage has entries up to `id`, unless they were replaced meanwhile. */
export function markStable(log: RaftLog, { index, term }: EntryId): void {
  if (index <= log.stable || index > lastIndex(log)) {
    const isSnapshot = log.snapshot?.index === index;
    const why = isSnapshot ? 'matched unstable snapshot' : 'missing from unstable log';
    log.report('INFO', () => `entry at index ${index} ${why}; ignoring`);
    return;
  }
  const own = defined(termAt(log, index), 'an entry of the log has a term');
  if (own !== term) {
    log.report(
      'INFO',
      () =>
        `entry at (index,term)=(${index},${term}) mismatched with entry at (${index},${own}) ` +
        'in unstable log; ignoring',
    );
    return;
  }
  log.stable = index;
  log.handedOut = Math.max(log.handedOut, index);
}

export function markSnapshotStable(log: RaftLog, index: Index): void {
  if (log.snapshot?.index !== index) return;
  log.snapshot = undefined;
  log.snapshotHandedOut = false;
}
