// Upstream: go.etcd.io/raft/v3 raft.go (stepLeader, MsgCheckQuorum)
import { becomeFollower, tell, type RaftNode } from './node.ts';
import { voteResult } from './quorum.ts';
import { none, type NodeId } from './types.ts';

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
