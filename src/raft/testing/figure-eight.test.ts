import { expect, test } from 'vitest';
import { tick } from '../clock.ts';
import { termAt } from '../log.ts';
import { propose } from '../requests.ts';
import type { NodeId } from '../types.ts';
import { commitsOldTerms, type PlantedBug } from './planted-bugs.ts';
import { exchange, lead, memberOf } from './scripted.ts';
import {
  crash,
  createSimulation,
  onNode,
  receive,
  start,
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

function hasEntryAt(simulation: Simulation, id: NodeId, index: number, term: number): boolean {
  const { node } = memberOf(simulation, id);
  return node !== undefined && termAt(node.log, index) === term;
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

  start(simulation, first);
  lead(simulation, 1, [1, 2, 3, 4]);
  exchange(simulation, [1, 2]);
  // What it sent to 3 is lost; the answer to a heartbeat lets it send again.
  onNode(simulation, first, tick);
  exchange(simulation, [1, 2, 3], () => hasEntryAt(simulation, 3, 3, 1));
  workOff(simulation, memberOf(simulation, 3));
  for (const { message } of simulation.flights) if (message.to === 1) receive(simulation, message);
  expect([1, 2, 3].every((id) => hasEntryAt(simulation, id, 3, 1))).toBe(true);
  crash(simulation, first);

  start(simulation, last);
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
