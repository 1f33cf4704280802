// Upstream: go.etcd.io/raft/v3 raft.go (appendEntry, maybeSendAppend, maybeCommit)
import { isFull } from './inflights.ts';
import {
  appendEntries,
  commitTo,
  entriesFrom,
  firstIndex,
  hasEntry,
  lastIndex,
  termAt,
} from './log.ts';
import { send, tell, type RaftNode } from './node.ts';
import {
  becomeSnapshot,
  describeProgress,
  isPaused,
  sentEntries,
  type Progress,
} from './progress.ts';
import { committedIndex } from './quorum.ts';
import { hex } from './report.ts';
import { payloadBytes } from './sizes.ts';
import type { Entry, Index, NodeId, Proposal, Snapshot, Term } from './types.ts';

/** Makes proposals entries of the leader's log; false if too much is waiting to be committed. */
export function appendProposals(node: RaftNode, proposals: readonly Proposal[]): boolean {
  if (!makeRoom(node, proposals)) {
    tell(
      node,
      'WARN',
      () =>
        `appending new entries to log would exceed uncommitted entry size limit; dropping proposal`,
    );
    return false;
  }
  const { term } = node;
  let index = lastIndex(node.log);
  const entries = proposals.map((proposal) => entryOf(proposal, term, ++index));
  appendEntries(node.log, entries);
  // The leader's own answer: it counts when the entries are on its stable storage.
  send(node, {
    type: 'MsgAppResp',
    from: node.id,
    to: node.id,
    term,
    index,
    logTerm: 0,
    reject: false,
    hint: 0,
  });
  return true;
}

/** A copy of named fields: entries are many, and so have all the same shape. */
function entryOf(proposal: Proposal, term: Term, index: Index): Entry {
  if (proposal.type !== 'EntryNormal') return { ...proposal, term, index };
  return { type: 'EntryNormal', data: proposal.data, term, index };
}

/** An empty log of uncommitted entries takes a proposal of any size, and empty ones always fit. */
function makeRoom(node: RaftNode, proposals: readonly Proposal[]): boolean {
  const limit = node.config.maxUncommittedEntriesSize;
  if (limit === Infinity) return true;
  const bytes = payloadBytes(proposals, node.config.sizeOf);
  if (node.uncommittedBytes > 0 && bytes > 0 && node.uncommittedBytes + bytes > limit) return false;
  node.uncommittedBytes += bytes;
  return true;
}

/** Entries were applied: they take no more room. */
export function releaseRoom(node: RaftNode, applied: readonly Entry[]): void {
  if (node.uncommittedBytes === 0) return;
  const bytes = payloadBytes(applied, node.config.sizeOf);
  node.uncommittedBytes = Math.max(0, node.uncommittedBytes - bytes);
}

/** Moves the commit mark to what a majority has, if that is an entry of this leader's own term. */
export function maybeCommit(node: RaftNode): boolean {
  const { log, progress } = node;
  const index = committedIndex(node.conf, (id) => progress.get(id)?.match ?? 0);
  if (index <= log.committed) return false;
  if (!hasEntry(log, index, node.term) && !node.config.deviations.commitsEarlierTerms) return false;
  commitTo(log, index);
  return true;
}

/** Whether an entry of the leader's own term is committed: then it knows what others committed. */
export function hasCommittedInTerm({ config, log, term }: RaftNode): boolean {
  return hasEntry(log, log.committed, term) || config.deviations.commitsEarlierTerms;
}

/** Sends everyone what they lack, or at least the commit index. */
export function broadcastAppend(node: RaftNode): void {
  for (const [id, progress] of node.progress) {
    if (id !== node.id) sendAppend(node, id, progress, 'even-if-empty');
  }
}

/**
 * Sends a follower what comes next, or a snapshot if the log does not reach back that far; false
 * if it has to wait, or if there is nothing and `when` asks for entries.
 */
export function sendAppend(
  node: RaftNode,
  to: NodeId,
  progress: Progress,
  when: 'even-if-empty' | 'only-with-entries',
): boolean {
  if (isPaused(progress)) return false;
  const { log, config } = node;
  const index = progress.next - 1;
  const logTerm = termAt(log, index);
  if (logTerm === undefined) return sendSnapshot(node, to, progress);

  // A full stream gets empty appends only: enough to be answered, and so to be emptied.
  const held = progress.state === 'replicate' && isFull(progress.inflights);
  const entries = held ? [] : entriesFrom(log, progress.next, config.maxSizePerMsg);
  if (entries.length === 0 && when === 'only-with-entries') return false;

  const commit = log.committed;
  const { id: from, term } = node;
  send(node, { type: 'MsgApp', from, to, term, index, logTerm, entries, commit });
  const bytes = config.maxInflightBytes === Infinity ? 0 : payloadBytes(entries, config.sizeOf);
  sentEntries(progress, entries.length, bytes);
  progress.sentCommit = commit;
  return true;
}

function sendSnapshot(node: RaftNode, to: NodeId, progress: Progress): boolean {
  if (!progress.recentActive) {
    node.config.report(
      'DEBUG',
      () => `ignore sending snapshot to ${hex(to)} since it is not recently active`,
    );
    return false;
  }
  const snapshot = newestSnapshot(node);
  if (snapshot === undefined) {
    tell(
      node,
      'DEBUG',
      () =>
        `failed to send snapshot to ${hex(to)} because snapshot is temporarily unavailable`,
    );
    return false;
  }
  tell(
    node,
    'DEBUG',
    () =>
      `[firstindex: ${firstIndex(node.log)}, commit: ${node.log.committed}] ` +
      `sent snapshot[index: ${snapshot.index}, term: ${snapshot.term}] ` +
      `to ${hex(to)} [${describeProgress(progress)}]`,
  );
  becomeSnapshot(progress, snapshot.index);
  tell(
    node,
    'DEBUG',
    () =>
      `paused sending replication messages to ${hex(to)} [${describeProgress(progress)}]`,
  );
  send(node, { type: 'MsgSnap', from: node.id, to, term: node.term, snapshot });
  return true;
}

function newestSnapshot(node: RaftNode): Snapshot | undefined {
  return node.log.snapshot ?? node.config.snapshot();
}
