// Upstream: go.etcd.io/raft/v3 raft.go (stepLeader, MsgTransferLeader)
import { lastIndex } from './log.ts';
import { send, tell, type RaftNode } from './node.ts';
import type { Progress } from './progress.ts';
import { sendAppend } from './replication.ts';
import { hex } from './report.ts';
import { none, type NodeId } from './types.ts';

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

/** The follower has the whole log: it is to campaign at once. */
export function sendTimeoutNow(node: RaftNode, to: NodeId): void {
  send(node, { type: 'MsgTimeoutNow', from: node.id, to, term: node.term });
}
