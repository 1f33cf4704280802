import { expect, test } from 'vitest';
import { propose, readIndex } from '../requests.ts';
import { noteAsked } from './reads.ts';
import { exchange, lead, memberOf } from './scripted.ts';
import { createSimulation, onNode, passTime, workOff, type Simulation } from './simulation.ts';
import { soundClocks } from './clocks.ts';

const electionTick = 10;

/** A group of three whose leader, 1, has just found that it hears of everyone. */
function group(readOnlyOption: 'safe' | 'lease-based'): Simulation {
  const member = { electionTick, heartbeatTick: 1, checkQuorum: true, readOnlyOption };
  const options = { seed: 1, voters: 3, spares: 0, clocks: soundClocks, member };
  const simulation = createSimulation(options);
  for (const clock of simulation.clocks) clock.speed = 100;
  lead(simulation, 1, [1, 2, 3]);
  exchange(simulation, [1, 2, 3]);
  pass(simulation, electionTick);
  return simulation;
}

/** Time passes for all, while 2 and 3 talk, and 1 with them unless it is cut off. */
function pass(simulation: Simulation, ticks: number): void {
  const ids = simulation.cutOff.has(1) ? [2, 3] : [1, 2, 3];
  for (let i = 0; i < ticks; i++) {
    passTime(simulation);
    exchange(simulation, ids);
  }
}

/** 1 is cut off, and as soon as the lease of 3 is over, 2 leads with its vote and commits more. */
function replaceLeader(simulation: Simulation): void {
  simulation.cutOff = new Set([1]);
  pass(simulation, electionTick);
  lead(simulation, 2, [2, 3]);
  onNode(simulation, memberOf(simulation, 2), (node) => propose(node, 'new'));
  exchange(simulation, [2, 3]);
}

function read(simulation: Simulation): void {
  noteAsked(simulation.reads, 'r', simulation.witness);
  const member = memberOf(simulation, 1);
  onNode(simulation, member, (node) => readIndex(node, 'r'));
  workOff(simulation, member);
}

test('a lease outlives the votes that gave it by up to one time-out: a read may be stale', () => {
  const simulation = group('lease-based');
  replaceLeader(simulation);
  expect(memberOf(simulation, 1).node?.role).toBe('leader');
  read(simulation);
  expect(simulation.seen).toMatchObject({ reads: 1, staleReads: 1 });
});

test('then it is over: there is no answer', () => {
  const simulation = group('lease-based');
  replaceLeader(simulation);
  pass(simulation, electionTick);
  expect(memberOf(simulation, 1).node?.role).toBe('follower');
  read(simulation);
  expect(simulation.seen.reads).toBe(0);
});

test('by a clock that stands still it is never over, and that is noticed', () => {
  const simulation = group('lease-based');
  simulation.clocks[0]!.speed = 0;
  replaceLeader(simulation);
  pass(simulation, 3 * electionTick);
  expect(() => read(simulation)).toThrow(/linearizable reads: r may read at \d+, not before \d+/);
});

test('a safe read is not answered by a leader that was replaced', () => {
  const simulation = group('safe');
  replaceLeader(simulation);
  read(simulation);
  expect(simulation.seen.reads).toBe(0);
});
