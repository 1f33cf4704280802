// Schedules that are written down instead of drawn.
import { assert, defined } from '../../base/index.ts';
import { campaign } from '../requests.ts';
import type { NodeId } from '../types.ts';
import type { Member } from './member.ts';
import { onNode, receive, workOff, type Simulation } from './simulation.ts';

export function memberOf(simulation: Simulation, id: NodeId): Member {
  return defined(simulation.members[id - 1], `there is a member ${id}`);
}

/** Those named talk until `isDone`, or until nothing is left to say; all other messages are lost. */
export function exchange(
  simulation: Simulation,
  ids: readonly NodeId[],
  isDone: () => boolean = () => false,
): void {
  const members = ids.map((id) => memberOf(simulation, id));
  for (const member of members) workOff(simulation, member);
  while (!isDone()) {
    const message = simulation.flights.shift()?.message;
    if (message === undefined) return;
    if (!ids.includes(message.from) || !ids.includes(message.to)) continue;
    receive(simulation, message);
    if (!isDone()) workOff(simulation, memberOf(simulation, message.to));
  }
  simulation.flights = [];
}

/** Makes a member the leader by the votes of those named, as soon as they give them. */
export function lead(simulation: Simulation, id: NodeId, voters: readonly NodeId[]): void {
  const member = memberOf(simulation, id);
  const isLeader = (): boolean => member.node?.role === 'leader';
  for (let tries = 0; tries < 5 && !isLeader(); tries++) {
    onNode(simulation, member, campaign);
    exchange(simulation, voters, isLeader);
  }
  assert(isLeader(), `${id} did not get the votes`);
}
