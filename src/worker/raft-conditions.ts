import type { World } from '../cluster/index.ts';
import { isPeerMessage, memberView } from '../etcd/index.ts';
import type { RaftHappening } from '../protocol/index.ts';
import { BadCommandError } from './worker-faults.ts';
import { isPacket } from './traffic.ts';

/** Asked after each event: whether that has happened among the members since now. Throws BadCommandError. */
export function untilRaft(world: World, next: RaftHappening): () => boolean {
  switch (next) {
    case 'message': return untilMessage(world);
    case 'timer': return untilTimer(world);
    case 'role': return untilChange(() => rolesOf(world));
    case 'commit': return untilChange(() => commitOf(world));
    default: throw new BadCommandError(`runUntil: there is no step to the next ${JSON.stringify(next)}; known are message, timer, role, commit`);
  }
}

/** A message between members arrives. */
function untilMessage({ kernel: { trace } }: World): () => boolean {
  let seen = trace.latestId;
  return () => {
    while (seen < trace.latestId) {
      const record = trace.get(++seen);
      if (record?.kind === 'delivered' && isPacket(record.subject) && isPeerMessage(record.subject.payload)) return true;
    }
    return false;
  };
}

/** The timer that is due first comes; one that was set anew meanwhile does not count, the next that is due does. */
function untilTimer({ etcd, kernel }: World): () => boolean {
  const firstDue = (): number => Math.min(...etcd.map((member) => memberView(member).raft?.timerDueMs ?? Number.POSITIVE_INFINITY));
  let dueMs = firstDue();
  return () => {
    if (kernel.nowMs < dueMs) {
      dueMs = firstDue();
      return false;
    }
    return true;
  };
}

function untilChange(look: () => string | number): () => boolean {
  const before = look();
  return () => look() !== before;
}

function rolesOf({ etcd }: World): string {
  return etcd.map(({ process }) => (process ? `${process.node.role} ${process.node.term} ${process.node.lead}` : '')).join();
}

function commitOf({ etcd }: World): number {
  return Math.max(0, ...etcd.map(({ process }) => process?.node.log.committed ?? 0));
}
