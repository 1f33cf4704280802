// Upstream: go.etcd.io/raft/v3 rawnode.go (Ready, acceptReady, Advance)
import { assert, lastOf } from '../base/index.ts';
import { lastEntryId } from './log.ts';
import {
  entriesToApply,
  entriesToStore,
  hasEntriesToApply,
  hasEntriesToStore,
  hasUnstableEntries,
  markApplying,
  markHandedOut,
  snapshotToStore,
} from './log-marks.ts';
import type { Message, MsgStorageAppendResp, MsgStorageApplyResp } from './messages.ts';
import { hardStateOf, softStateOf, type RaftNode } from './node.ts';
import { bytesOfAll } from './storage-answers.ts';
import { stepUnchecked } from './step.ts';
import {
  appendThread,
  applyThread,
  type Entry,
  type HardState,
  type ReadState,
  type Snapshot,
  type SoftState,
} from './types.ts';

/**
 * What a node wants done: store `hardState`, `snapshot` and `entries`, then send `messages`, apply
 * `committedEntries`, answer `readStates`, and call `advance`. What is undefined has not changed.
 */
export interface Ready {
  readonly softState: SoftState | undefined;
  readonly hardState: HardState | undefined;
  readonly readStates: readonly ReadState[];
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly committedEntries: readonly Entry[];
  readonly messages: readonly Message[];
  /** What is to be stored must be on the disk, not just on its way, before messages leave. */
  readonly mustSync: boolean;
}

/** Whether there is anything to do. */
export function hasReady(node: RaftNode): boolean {
  const { log } = node;
  return (
    node.outbox.length > 0 ||
    node.outboxAfterAppend.length > 0 ||
    node.readStates.length > 0 ||
    hasEntriesToStore(log) ||
    hasEntriesToApply(log, allowsUnstable(node)) ||
    snapshotToStore(log) !== undefined ||
    isSoftStateNews(node) ||
    (isHardStateNews(node) && !isEmptyHardState(hardStateOf(node)))
  );
}

/** Takes out what there is to do. Without async storage writes `advance` must follow. */
export function ready(node: RaftNode): Ready {
  assert(node.onAdvance.length === 0, 'two accepted Ready structs without call to Advance');
  const { log } = node;
  const entries = entriesToStore(log);
  const committedEntries = entriesToApply(log, allowsUnstable(node));
  const snapshot = snapshotToStore(log);
  const told = node.toldHardState;
  const news: Ready = {
    softState: isSoftStateNews(node) ? softStateOf(node) : undefined,
    hardState: isHardStateNews(node) ? hardStateOf(node) : undefined,
    readStates: node.readStates,
    entries,
    snapshot,
    committedEntries,
    messages: node.outbox,
    mustSync: entries.length > 0 || node.term !== told.term || node.vote !== told.vote,
  };
  if (node.config.asyncStorageWrites) addStorageWork(node, news);
  else addPromises(node, news);
  accept(node, news);
  return news;
}

/** All that `ready` asked for is done; the node takes note, and its own answers count. */
export function advance(node: RaftNode): void {
  const isAsync = node.config.asyncStorageWrites;
  assert(!isAsync, 'Advance must not be called when using AsyncStorageWrites');
  const steps = node.onAdvance;
  if (steps.length === 0) return;
  node.onAdvance = [];
  for (const message of steps) stepUnchecked(node, message);
}

/** Puts the promises behind the messages; what it promised itself waits for `advance`. */
function addPromises(node: RaftNode, news: Ready): void {
  const { outbox, outboxAfterAppend, onAdvance } = node;
  for (const message of outboxAfterAppend) {
    (message.to === node.id ? onAdvance : outbox).push(message);
  }
  const stored = storedAnswer(node, news);
  if (stored !== undefined) onAdvance.push(stored);
  if (news.committedEntries.length > 0) onAdvance.push(appliedAnswer(node, news.committedEntries));
}

/** Puts the work for storage behind the messages, which carries the promises. */
function addStorageWork(node: RaftNode, news: Ready): void {
  const { outbox, outboxAfterAppend, id } = node;
  const { hardState, entries, snapshot, committedEntries } = news;
  if (
    entries.length > 0 ||
    hardState !== undefined ||
    snapshot !== undefined ||
    outboxAfterAppend.length > 0
  ) {
    const stored = storedAnswer(node, news);
    outbox.push({
      type: 'MsgStorageAppend',
      from: id,
      to: appendThread,
      term: hardState?.term ?? 0,
      vote: hardState?.vote ?? 0,
      commit: hardState?.commit ?? 0,
      entries,
      snapshot,
      // The node's own promises first: they are cheaper to take while the entries count as new.
      responses: stored === undefined ? outboxAfterAppend : [...outboxAfterAppend, stored],
    });
  }
  if (committedEntries.length > 0) {
    outbox.push({
      type: 'MsgStorageApply',
      from: id,
      to: applyThread,
      term: 0,
      entries: committedEntries,
      responses: [appliedAnswer(node, committedEntries)],
    });
  }
}

/**
 * What storage will say: the whole log as it is now, not only this Ready's part. Writes are done in
 * order, so that is true by then; and after a change of term nobody listens to it.
 */
function storedAnswer(node: RaftNode, news: Ready): MsgStorageAppendResp | undefined {
  const hasEntries = hasUnstableEntries(node.log);
  if (!hasEntries && news.snapshot === undefined) return undefined;
  const last = hasEntries ? lastEntryId(node.log) : { index: 0, term: 0 };
  return {
    type: 'MsgStorageAppendResp',
    from: appendThread,
    to: node.id,
    term: node.term,
    index: last.index,
    logTerm: last.term,
    snapshot: news.snapshot,
  };
}

function appliedAnswer(node: RaftNode, entries: readonly Entry[]): MsgStorageApplyResp {
  return { type: 'MsgStorageApplyResp', from: applyThread, to: node.id, term: 0, entries };
}

function accept(node: RaftNode, news: Ready): void {
  if (news.softState !== undefined) node.toldSoftState = news.softState;
  if (news.hardState !== undefined) node.toldHardState = news.hardState;
  // The lists are the Ready's now, even if they are empty: what comes next is not its business.
  node.readStates = [];
  node.outbox = [];
  node.outboxAfterAppend = [];
  markHandedOut(node.log);
  const { committedEntries } = news;
  const last = lastOf(committedEntries);
  if (last === undefined) return;
  const bytes = bytesOfAll(node, committedEntries);
  markApplying(node.log, last.index, bytes, allowsUnstable(node));
}

/** Entries may be applied in the Ready that stores them, since storing comes first in it. */
function allowsUnstable(node: RaftNode): boolean {
  return !node.config.asyncStorageWrites;
}

function isSoftStateNews({ toldSoftState: told, lead, role }: RaftNode): boolean {
  return told.lead !== lead || told.role !== role;
}

function isHardStateNews({ toldHardState: told, term, vote, log }: RaftNode): boolean {
  return told.term !== term || told.vote !== vote || told.commit !== log.committed;
}

function isEmptyHardState({ term, vote, commit }: HardState): boolean {
  return term === 0 && vote === 0 && commit === 0;
}
