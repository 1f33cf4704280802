// Upstream: go.etcd.io/raft/v3 raft.go (stepLeader)
import { freeUpTo } from './inflights.ts';
import { firstIndex, lastIndex, lastPossibleMatch } from './log.ts';
import { describeConf, isJoint } from './membership.ts';
import type { Message, MsgAppResp, MsgHeartbeatResp } from './messages.ts';
import { becomeFollower, send, tell, type RaftNode } from './node.ts';
import {
  becomeProbe,
  becomeReplicate,
  canBumpCommit,
  describeProgress,
  maybeDecrease,
  maybeUpdate,
  type Progress,
} from './progress.ts';
import { voteResult } from './quorum.ts';
import { releaseEarlyReads, takeRead, takeReadConfirmation } from './reads.ts';
import { appendProposals, broadcastAppend, maybeCommit, sendAppend } from './replication.ts';
import { describeConfChange } from './describe-change.ts';
import { hex } from './report.ts';
import { proposalDropped, type Verdict } from './verdict.ts';
import { none, type NodeId, type Proposal } from './types.ts';

/** What a leader does with a message of its own term, or of none. */
export function stepLeader(node: RaftNode, message: Message): Verdict {
  switch (message.type) {
    case 'MsgProp':
      return takeProposals(node, message.entries);
    case 'MsgReadIndex':
      takeRead(node, message);
      return 'ok';
    case 'MsgAppResp':
    case 'MsgHeartbeatResp':
    case 'MsgTransferLeader':
      stepFromMember(node, message);
      return 'ok';
    default:
      reportStranger(node, message.from);
      return 'ok';
  }
}

function stepFromMember(
  node: RaftNode,
  message: Extract<Message, { type: 'MsgAppResp' | 'MsgHeartbeatResp' | 'MsgTransferLeader' }>,
): void {
  const progress = node.progress.get(message.from);
  if (progress === undefined) reportStranger(node, message.from);
  else if (message.type === 'MsgAppResp') takeAppendAnswer(node, progress, message);
  else if (message.type === 'MsgHeartbeatResp') takeHeartbeatAnswer(node, progress, message);
  else beginTransfer(node, progress, message.from);
}

function reportStranger(node: RaftNode, from: NodeId): void {
  if (node.progress.has(from)) return;
  tell(node, 'DEBUG', () => `no progress available for ${hex(from)}`);
}

/** Takes proposals into the log, each membership change only if it may be made at this time. */
export function takeProposals(node: RaftNode, proposals: readonly Proposal[]): Verdict {
  if (!node.progress.has(node.id)) return proposalDropped;
  if (node.leadTransferee !== none) {
    tell(
      node,
      'DEBUG',
      () =>
        `[term ${node.term}] transfer leadership to ${hex(node.leadTransferee)} is in progress; ` +
        'dropping proposal',
    );
    return proposalDropped;
  }
  const last = lastIndex(node.log);
  const admitted = proposals.map((proposal, at) =>
    proposal.type === 'EntryNormal' ? proposal : admitConfChange(node, proposal, last + 1 + at),
  );
  if (!appendProposals(node, admitted)) return proposalDropped;
  broadcastAppend(node);
  return 'ok';
}

/** A change that may not be made becomes an entry without effect, so that its place is kept. */
function admitConfChange(
  node: RaftNode,
  proposal: Exclude<Proposal, { type: 'EntryNormal' }>,
  index: number,
): Proposal {
  const objection = objectionTo(node, (proposal.data?.steps.length ?? 0) === 0);
  if (objection === undefined || node.config.disableConfChangeValidation) {
    node.pendingConfIndex = index;
    return proposal;
  }
  tell(
    node,
    'INFO',
    () =>
      `ignoring conf change ${describeConfChange(proposal)} ` +
      `at config ${describeConf(node.conf)}: ${objection}`,
  );
  return { type: 'EntryNormal', data: undefined };
}

function objectionTo(node: RaftNode, wantsToLeave: boolean): string | undefined {
  const { applied } = node.log;
  const pending = node.pendingConfIndex;
  if (pending > applied) {
    return `possible unapplied conf change at index ${pending} (applied to ${applied})`;
  }
  if (isJoint(node.conf)) {
    return wantsToLeave ? undefined : 'must transition out of joint config first';
  }
  return wantsToLeave ? 'not in joint state; refusing empty conf change' : undefined;
}

function takeAppendAnswer(node: RaftNode, progress: Progress, answer: MsgAppResp): void {
  progress.recentActive = true;
  if (answer.reject) {
    takeRejection(node, progress, answer);
    return;
  }
  const { from, index } = answer;
  const news = maybeUpdate(progress, index);
  // Even an answer that says nothing new ends a probe.
  if (!news && !(progress.match === index && progress.state === 'probe')) return;

  resumeSending(node, progress, answer);
  if (maybeCommit(node)) {
    releaseEarlyReads(node);
    broadcastAppend(node);
  } else if (from !== node.id && canBumpCommit(progress, node.log.committed)) {
    sendAppend(node, from, progress, 'even-if-empty');
  }
  if (from === node.id) return;
  while (sendAppend(node, from, progress, 'only-with-entries'));
  if (from === node.leadTransferee && progress.match === lastIndex(node.log)) {
    tell(node, 'INFO', () => `sent MsgTimeoutNow to ${hex(from)} after received MsgAppResp`);
    sendTimeoutNow(node, from);
  }
}

function resumeSending(node: RaftNode, progress: Progress, { from, index }: MsgAppResp): void {
  switch (progress.state) {
    case 'probe':
      becomeReplicate(progress);
      return;
    case 'replicate':
      freeUpTo(progress.inflights, index);
      return;
    case 'snapshot':
      // Whichever snapshot it restored: what counts is that the log goes on from there.
      if (progress.match + 1 < firstIndex(node.log)) return;
      tell(
        node,
        'DEBUG',
        () =>
          `recovered from needing snapshot, resumed sending replication messages ` +
          `to ${hex(from)} [${describeProgress(progress)}]`,
      );
      becomeProbe(progress);
      becomeReplicate(progress);
      return;
  }
}

function takeRejection(node: RaftNode, progress: Progress, answer: MsgAppResp): void {
  const { from, index, hint, logTerm } = answer;
  tell(
    node,
    'DEBUG',
    () =>
      `received MsgAppResp(rejected, hint: (index ${hint}, term ${logTerm})) ` +
      `from ${hex(from)} for index ${index}`,
  );
  const probeAt = logTerm > 0 ? lastPossibleMatch(node.log, hint, logTerm).index : hint;
  if (!maybeDecrease(progress, index, probeAt)) return;
  tell(
    node,
    'DEBUG',
    () =>
      `decreased progress of ${hex(from)} to [${describeProgress(progress)}]`,
  );
  if (progress.state === 'replicate') becomeProbe(progress);
  sendAppend(node, from, progress, 'even-if-empty');
}

/** An answer wakes a paused follower: what was under way may have been lost. */
function takeHeartbeatAnswer(node: RaftNode, progress: Progress, answer: MsgHeartbeatResp): void {
  progress.recentActive = true;
  progress.paused = false;
  if (progress.match < lastIndex(node.log) || progress.state === 'probe') {
    sendAppend(node, answer.from, progress, 'even-if-empty');
  }
  takeReadConfirmation(node, answer);
}

/** Hands leadership over as soon as `to` has the whole log; proposals are dropped until then. */
export function beginTransfer(node: RaftNode, progress: Progress, to: NodeId): void {
  if (progress.isLearner) {
    tell(node, 'DEBUG', () => `is learner. Ignored transferring leadership`);
    return;
  }
  const previous = node.leadTransferee;
  const [next, { term }] = [hex(to), node];
  if (previous === to) {
    tell(
      node,
      'INFO',
      () =>
        `[term ${term}] transfer leadership to ${next} is in progress, ` +
        `ignores request to same node ${next}`,
    );
    return;
  }
  if (previous !== none) {
    node.leadTransferee = none;
    tell(
      node,
      'INFO',
      () => `[term ${term}] abort previous transferring leadership to ${hex(previous)}`,
    );
  }
  if (to === node.id) {
    tell(node, 'DEBUG', () => 'is already leader. Ignored transferring leadership to self');
    return;
  }
  tell(node, 'INFO', () => `[term ${term}] starts to transfer leadership to ${next}`);
  // It should be over within one election time-out, or the leader goes on.
  node.electionElapsed = 0;
  node.leadTransferee = to;
  if (progress.match !== lastIndex(node.log)) {
    sendAppend(node, to, progress, 'even-if-empty');
    return;
  }
  sendTimeoutNow(node, to);
  tell(
    node,
    'INFO',
    () => `sends MsgTimeoutNow to ${next} immediately as ${next} already has up-to-date log`,
  );
}

function sendTimeoutNow(node: RaftNode, to: NodeId): void {
  send(node, { type: 'MsgTimeoutNow', from: node.id, to, term: node.term });
}

/** Once an election time-out: steps down unless a majority was heard of since the last time. */
export function checkQuorum(node: RaftNode): void {
  if (!isQuorumActive(node)) {
    tell(node, 'WARN', () => `stepped down to follower since quorum is not active`);
    becomeFollower(node, node.term, none);
  }
  for (const [id, progress] of node.progress) {
    if (id !== node.id) progress.recentActive = false;
  }
}

function isQuorumActive(node: RaftNode): boolean {
  const active = new Map<NodeId, boolean>();
  for (const [id, progress] of node.progress) {
    if (!progress.isLearner) active.set(id, progress.recentActive);
  }
  return voteResult(node.conf, active) === 'won';
}
