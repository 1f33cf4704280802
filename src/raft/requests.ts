// Upstream: go.etcd.io/raft/v3 rawnode.go
import { startCampaign } from './election.ts';
import { tell, type RaftNode } from './node.ts';
import { becomeProbe, describeProgress } from './progress.ts';
import { hex } from './report.ts';
import { stepUnchecked } from './step.ts';
import { none, type ConfChange, type NodeId, type Proposal } from './types.ts';
import type { Verdict } from './verdict.ts';

/** Begins an election now, as if the time-out had come. */
export function campaign(node: RaftNode): void {
  startCampaign(node, node.config.preVote ? 'pre-election' : 'election');
}

/** Asks that `data` become an entry; a follower passes it on to its leader. */
export function propose(node: RaftNode, data: unknown): Verdict {
  return proposeEntries(node, [{ type: 'EntryNormal', data }]);
}

/** Asks that several become entries, in one message. */
export function proposeAll(node: RaftNode, batch: readonly unknown[]): Verdict {
  return proposeEntries(
    node,
    batch.map((data): Proposal => ({ type: 'EntryNormal', data })),
  );
}

/** Asks for a membership change; version 1 holds exactly one step and never goes joint. */
export function proposeConfChange(node: RaftNode, change: ConfChange, version: 1 | 2 = 2): Verdict {
  const type = version === 1 ? 'EntryConfChange' : 'EntryConfChangeV2';
  return proposeEntries(node, [{ type, data: change }]);
}

function proposeEntries(node: RaftNode, entries: readonly Proposal[]): Verdict {
  return stepUnchecked(node, { type: 'MsgProp', from: node.id, to: node.id, term: 0, entries });
}

/** Asks from which index on a read is linearizable; the answer is a ReadState with `context`. */
export function readIndex(node: RaftNode, context: string): void {
  stepUnchecked(node, { type: 'MsgReadIndex', from: none, to: node.id, term: 0, context });
}

/** Asks that `to` lead; a follower passes the wish on. */
export function transferLeadership(node: RaftNode, to: NodeId): void {
  stepUnchecked(node, { type: 'MsgTransferLeader', from: to, to: node.id, term: 0 });
}

/** Makes a follower free to vote for another, as if its leader's lease were over. */
export function forgetLeader(node: RaftNode): void {
  if (node.role !== 'follower') return;
  if (node.config.readOnlyOption === 'lease-based') {
    node.config.report('ERROR', () => 'ignoring MsgForgetLeader due to ReadOnlyLeaseBased');
    return;
  }
  if (node.lead === none) return;
  const { lead } = node;
  tell(node, 'INFO', () => `forgetting leader ${hex(lead)} at term ${node.term}`);
  node.lead = none;
}

/** The last message to `to` could not be sent: what streamed is probably lost. */
export function reportUnreachable(node: RaftNode, to: NodeId): void {
  const progress = progressForReport(node, to);
  if (progress === undefined) return;
  if (progress.state === 'replicate') becomeProbe(progress);
  tell(
    node,
    'DEBUG',
    () =>
      `failed to send message to ${hex(to)} because it is unreachable ` +
      `[${describeProgress(progress)}]`,
  );
}

/** What became of the snapshot sent to `to`, as far as the transport can tell. */
export function reportSnapshot(node: RaftNode, to: NodeId, outcome: 'finish' | 'failure'): void {
  const progress = progressForReport(node, to);
  if (progress?.state !== 'snapshot') return;
  if (outcome === 'failure') progress.pendingSnapshot = 0;
  becomeProbe(progress);
  tell(
    node,
    'DEBUG',
    () =>
      `snapshot ${outcome === 'finish' ? 'succeeded' : 'failed'}, resumed sending replication ` +
      `messages to ${hex(to)} [${describeProgress(progress)}]`,
  );
  // Next comes the follower's own answer, or the next heartbeat's.
  progress.paused = true;
}

function progressForReport(node: RaftNode, to: NodeId): ReturnType<RaftNode['progress']['get']> {
  if (node.role !== 'leader') return undefined;
  const progress = node.progress.get(to);
  if (progress === undefined) {
    tell(node, 'DEBUG', () => `no progress available for ${hex(to)}`);
  }
  return progress;
}
