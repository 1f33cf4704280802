// Upstream: go.etcd.io/raft/v3 raft.go (stepLeader)
import { freeUpTo } from './inflights.ts';
import { firstIndex, lastIndex, lastPossibleMatch } from './log.ts';
import type { Message, MsgAppResp, MsgHeartbeatResp } from './messages.ts';
import { tell, type RaftNode } from './node.ts';
import {
  becomeProbe,
  becomeReplicate,
  canBumpCommit,
  describeProgress,
  maybeDecrease,
  maybeUpdate,
  type Progress,
} from './progress.ts';
import { takeProposals } from './proposals.ts';
import { releaseEarlyReads, takeRead, takeReadConfirmation } from './reads.ts';
import { broadcastAppend, maybeCommit, sendAppend } from './replication.ts';
import { hex } from './report.ts';
import { beginTransfer, sendTimeoutNow } from './transfer.ts';
import type { NodeId } from './types.ts';
import type { Verdict } from './verdict.ts';

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
