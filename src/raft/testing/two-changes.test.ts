import { expect, test } from 'vitest';
import { lastIndex } from '../log.ts';
import { propose, proposeConfChange } from '../requests.ts';
import type { NodeId } from '../types.ts';
import { changesTwiceAtOnce, type PlantedBug } from './planted-bugs.ts';
import { exchange, lead, memberOf } from './scripted.ts';
import { createSimulation, onNode, workOff, type Simulation } from './simulation.ts';

const group = { seed: 1, voters: 5, spares: 0, member: { electionTick: 10, heartbeatTick: 1 } };

function removeMember(simulation: Simulation, nodeId: NodeId): void {
  onNode(simulation, memberOf(simulation, 1), (node) => {
    const steps = [{ type: 'ConfChangeRemoveNode', nodeId } as const];
    proposeConfChange(node, { transition: 'ConfChangeTransitionAuto', steps });
  });
}

/** Two members of five are removed at once, as far as the leader lets that happen. */
function play(bug?: PlantedBug): Simulation {
  const simulation = createSimulation(bug === undefined ? group : { ...group, bug });
  const leader = memberOf(simulation, 1);
  lead(simulation, 1, [1, 2, 3, 4, 5]);
  exchange(simulation, [1, 2, 3, 4, 5]);

  removeMember(simulation, 4);
  removeMember(simulation, 5);
  // A majority has both; only the leader knows of it yet, and counts by the members that are left.
  const isCommitted = (): boolean => leader.node?.log.committed === lastIndex(leader.node!.log);
  exchange(simulation, [1, 2, 3], isCommitted);
  workOff(simulation, leader);
  onNode(simulation, leader, (node) => propose(node, 'acknowledged'));
  exchange(simulation, [1, 2]);

  // The others count by all five.
  lead(simulation, 3, [3, 4, 5]);
  return simulation;
}

test('of two removals at once the second is refused: one majority always overlaps the next', () => {
  const { witness, members } = play();
  expect(members[0]?.node?.conf.voters).toEqual([1, 2, 3, 5]);
  expect(witness.committed.some(({ data }) => data === 'acknowledged')).toBe(false);
});

test('a leader that takes both loses a committed entry, and that is noticed', () => {
  expect(() => play(changesTwiceAtOnce)).toThrow(/3 leads term \d+ without \d+\/\d+/);
});
