import { expect, test } from 'vitest';
import { tick } from '../clock.ts';
import { termAt } from '../log.ts';
import { campaign, propose } from '../requests.ts';
import type { NodeId } from '../types.ts';
import { startMember, type Member, type PlantedBug } from './member.ts';
import { commitsOldTerms } from './planted-bugs.ts';
import {
  crash,
  createSimulation,
  onNode,
  receive,
  workOff,
  type Simulation,
} from './simulation.ts';

const options = {
  seed: 1,
  voters: 5,
  spares: 0,
  // One entry in each append, so that an old one can arrive without the new one behind it.
  member: { electionTick: 10, heartbeatTick: 1, maxSizePerMsg: 1 },
};

function memberOf(simulation: Simulation, id: NodeId): Member {
  return simulation.members[id - 1]!;
}

/** Those named talk until `isDone`, or until nothing is left to say; all other messages are lost. */
function exchange(
  simulation: Simulation,
  ids: readonly NodeId[],
  isDone: () => boolean = () => false,
): void {
  const members = ids.map((id) => memberOf(simulation, id));
  for (const member of members) workOff(simulation, member);
  while (!isDone()) {
    const message = simulation.messages.shift();
    if (message === undefined) return;
    if (!ids.includes(message.from) || !ids.includes(message.to)) continue;
    receive(simulation, message);
    if (!isDone()) workOff(simulation, memberOf(simulation, message.to));
  }
  simulation.messages = [];
}

function hasEntryAt(simulation: Simulation, id: NodeId, index: number, term: number): boolean {
  const { node } = memberOf(simulation, id);
  return node !== undefined && termAt(node.log, index) === term;
}

function lead(simulation: Simulation, id: NodeId, voters: readonly NodeId[]): void {
  const member = memberOf(simulation, id);
  const isLeader = (): boolean => member.node?.role === 'leader';
  for (let tries = 0; tries < 5 && !isLeader(); tries++) {
    onNode(simulation, member, campaign);
    exchange(simulation, voters, isLeader);
  }
  expect(isLeader()).toBe(true);
}

/** Figure 8 of the paper, up to where the last leader is elected. */
function play(bug?: PlantedBug): Simulation {
  const simulation = createSimulation(bug === undefined ? options : { ...options, bug });
  const [first, last] = [memberOf(simulation, 1), memberOf(simulation, 5)];

  lead(simulation, 1, [1, 2, 3, 4, 5]);
  exchange(simulation, [1, 2, 3, 4, 5]);
  onNode(simulation, first, (node) => propose(node, 'old'));
  exchange(simulation, [1, 2]);
  crash(simulation, first);

  lead(simulation, 5, [3, 4, 5]);
  exchange(simulation, [5]);
  crash(simulation, last);

  startMember(first, options.member, simulation.dice);
  lead(simulation, 1, [1, 2, 3, 4]);
  exchange(simulation, [1, 2]);
  // What it sent to 3 is lost; the answer to a heartbeat lets it send again.
  onNode(simulation, first, tick);
  exchange(simulation, [1, 2, 3], () => hasEntryAt(simulation, 3, 3, 1));
  workOff(simulation, memberOf(simulation, 3));
  for (const message of simulation.messages) if (message.to === 1) receive(simulation, message);
  expect([1, 2, 3].every((id) => hasEntryAt(simulation, id, 3, 1))).toBe(true);
  crash(simulation, first);

  startMember(last, options.member, simulation.dice);
  lead(simulation, 5, [3, 4, 5]);
  return simulation;
}

test('an entry of an earlier term on a majority is not committed, and may still be replaced', () => {
  const simulation = play();
  exchange(simulation, [2, 3, 4, 5]);
  expect([2, 3, 4].map((id) => hasEntryAt(simulation, id, 3, 2))).toEqual([true, true, true]);
});

test('a leader that commits it by counting loses a committed entry, and that is noticed', () => {
  expect(() => play(commitsOldTerms)).toThrow(/leads term \d+ without \d+\/\d+/);
});
