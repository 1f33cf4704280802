// Upstream: go.etcd.io/raft/v3 raft.go (MsgReadIndex, MsgHeartbeat)
import { send, type EarlyRead, type RaftNode } from './node.ts';
import { addRead, confirmRead, newestContext, takeReadsUpTo } from './pending-reads.ts';
import { voteResult } from './quorum.ts';
import { hasCommittedInTerm } from './replication.ts';
import { none, type Index } from './types.ts';
import type { MsgHeartbeatResp } from './messages.ts';

/** Says to everyone that the leader lives, and asks about the newest read. */
export function broadcastHeartbeat(node: RaftNode): void {
  sendHeartbeats(node, newestContext(node.pendingReads));
}

function sendHeartbeats(node: RaftNode, context: string): void {
  for (const [to, progress] of node.progress) {
    if (to === node.id) continue;
    // Not beyond what the follower is known to have: more would be a lie about its log.
    const commit = Math.min(progress.match, node.log.committed);
    send(node, { type: 'MsgHeartbeat', from: node.id, to, term: node.term, commit, context });
    progress.sentCommit = commit;
  }
}

/** A leader is asked from where on a read is linearizable. */
export function takeRead(node: RaftNode, read: EarlyRead): void {
  if (isAlone(node)) {
    answerRead(node, read, node.log.committed);
  } else if (!hasCommittedInTerm(node)) {
    // It cannot know yet what its predecessors committed.
    node.earlyReads.push(read);
  } else {
    beginRead(node, read);
  }
}

/** The first commit of the term is there: the reads that waited for it go on. */
export function releaseEarlyReads(node: RaftNode): void {
  if (node.earlyReads.length === 0) return;
  const waiting = node.earlyReads;
  node.earlyReads = [];
  for (const read of waiting) beginRead(node, read);
}

function beginRead(node: RaftNode, read: EarlyRead): void {
  const { committed } = node.log;
  if (node.config.readOnlyOption === 'lease-based') {
    answerRead(node, read, committed);
    return;
  }
  addRead(node.pendingReads, read.from, read.context, committed);
  confirmRead(node.pendingReads, node.id, read.context);
  sendHeartbeats(node, read.context);
}

/** A heartbeat's answer may confirm a read, and with it all earlier ones. */
export function takeReadConfirmation(node: RaftNode, { from, context }: MsgHeartbeatResp): void {
  if (node.config.readOnlyOption !== 'safe' || context === '') return;
  const acks = confirmRead(node.pendingReads, from, context);
  if (acks === undefined || voteResult(node.conf, acks) !== 'won') return;
  for (const read of takeReadsUpTo(node.pendingReads, context)) {
    answerRead(node, read, read.index);
  }
}

function answerRead(node: RaftNode, { from, context }: EarlyRead, index: Index): void {
  if (from === none || from === node.id) {
    node.readStates.push({ index, context });
    return;
  }
  const { id, term } = node;
  send(node, { type: 'MsgReadIndexResp', from: id, to: from, term, index, context });
}

function isAlone({ conf }: RaftNode): boolean {
  return conf.voters.length === 1 && conf.votersOutgoing.length === 0;
}
