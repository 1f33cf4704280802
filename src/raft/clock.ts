// Upstream: go.etcd.io/raft/v3 raft.go (tickElection, tickHeartbeat)
import { checkQuorum } from './check-quorum.ts';
import { isPromotable, type RaftNode } from './node.ts';
import { broadcastHeartbeat } from './reads.ts';
import { campaign } from './requests.ts';
import { none } from './types.ts';

/** A tick passes: perhaps it is time for an election, or for a heartbeat. */
export function tick(node: RaftNode): void {
  if (node.role === 'leader') tickLeader(node);
  else tickOther(node);
}

function tickOther(node: RaftNode): void {
  node.electionElapsed++;
  if (!isPromotable(node) || node.electionElapsed < node.electionTimeout) return;
  node.electionElapsed = 0;
  campaign(node);
}

function tickLeader(node: RaftNode): void {
  node.heartbeatElapsed++;
  node.electionElapsed++;
  if (node.electionElapsed >= node.config.electionTick) {
    node.electionElapsed = 0;
    if (node.config.checkQuorum) checkQuorum(node);
    // Whoever was to take over has not: the leader goes on.
    node.leadTransferee = none;
  }
  if (node.role !== 'leader' || node.heartbeatElapsed < node.config.heartbeatTick) return;
  node.heartbeatElapsed = 0;
  broadcastHeartbeat(node);
}

/**
 * After how many ticks, without any input, the node would do something of its own accord; Infinity
 * if it never would. To be asked again after each input, which may put it off.
 */
export function ticksUntilDue(node: RaftNode): number {
  if (node.role !== 'leader') {
    return isPromotable(node) ? Math.max(1, node.electionTimeout - node.electionElapsed) : Infinity;
  }
  if (isAlone(node)) return Infinity;
  const { electionTick, heartbeatTick } = node.config;
  const heartbeat = Math.max(1, heartbeatTick - node.heartbeatElapsed);
  const check = Math.max(1, electionTick - node.electionElapsed);
  return Math.min(heartbeat, check);
}

/** The same as so many ticks, at the cost of those that matter. */
export function elapse(node: RaftNode, ticks: number): void {
  let left = ticks;
  while (left > 0) {
    const idle = Math.min(left, ticksUntilDue(node)) - 1;
    if (idle > 0) {
      passQuietly(node, idle);
      left -= idle;
    }
    tick(node);
    left--;
  }
}

function passQuietly(node: RaftNode, ticks: number): void {
  node.electionElapsed += ticks;
  if (node.role !== 'leader') return;
  node.heartbeatElapsed += ticks;
  // Only a leader without followers lets these go by unnoticed.
  node.electionElapsed %= node.config.electionTick;
  node.heartbeatElapsed %= node.config.heartbeatTick;
}

/** Nobody to send heartbeats to, nobody to lose: such a leader has no use for time. */
function isAlone({ id, conf, progress }: RaftNode): boolean {
  return progress.size === 1 && conf.voters[0] === id;
}
