import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssertionError } from '../../base/index.ts';
import { ConfChangeError } from '../membership.ts';
import { soundClocks, wildClocks } from './clocks.ts';
import { run } from './happenings.ts';
import { heal } from './heal.ts';
import { changesTwiceAtOnce, plantedBugs, type PlantedBug } from './planted-bugs.ts';
import { addSightings, noSightings, type Sightings } from './sightings.ts';
import { createSimulation, type SimulationOptions } from './simulation.ts';

const groups = fc.record({
  seed: fc.nat(),
  voters: fc.constantFrom(1, 2, 3, 3, 3, 4, 5),
  spares: fc.constantFrom(0, 2),
  clocks: fc.constantFrom(soundClocks, wildClocks),
  member: fc.record({
    electionTick: fc.constantFrom(3, 5, 10),
    heartbeatTick: fc.constant(1),
    preVote: fc.boolean(),
    checkQuorum: fc.boolean(),
    asyncStorageWrites: fc.boolean(),
    maxInflightMsgs: fc.constantFrom(1, 4, 256),
    maxSizePerMsg: fc.constantFrom(1, 40, Infinity),
    stepDownOnRemoval: fc.boolean(),
  }),
});

/** Lets a group live through 8,000 events; it must commit again once all is well. */
function live(options: SimulationOptions, total: Sightings): void {
  const simulation = createSimulation(options);
  run(simulation, 8000);
  addSightings(total, simulation.seen);
  expect(heal(simulation, 200)).toBe(true);
}

const faults = 'delay, loss, duplication, reordering, partitions, crashes, skewed clocks, new members';

describe(`a group under ${faults}`, () => {
  test('keeps every promise, and commits again when all is well', () => {
    const total = noSightings();
    const property = fc.property(groups, (options) => live(options, total));
    fc.assert(property, { seed: 20_250_101, numRuns: 40 });
    // A property that never meets its subject proves nothing.
    expect(total.elections).toBeGreaterThan(250);
    expect(total.commits).toBeGreaterThan(2000);
    expect(total.conflicts).toBeGreaterThan(50);
    expect(total.snapshots).toBeGreaterThan(50);
    expect(total.crashes).toBeGreaterThan(300);
    expect(total.restarts).toBeGreaterThan(300);
    expect(total.partitions).toBeGreaterThan(500);
    expect(total.losses).toBeGreaterThan(500);
    expect(total.duplicates).toBeGreaterThan(500);
    expect(total.overtakings).toBeGreaterThan(5000);
    expect(total.clockChanges).toBeGreaterThan(300);
    expect(total.simpleChanges).toBeGreaterThan(60);
    expect(total.jointChanges).toBeGreaterThan(60);
    expect(total.newLearners).toBeGreaterThan(20);
    expect(total.reads).toBeGreaterThan(400);
    expect(total.staleReads).toBe(0);
    expect(total.transfers).toBeGreaterThan(100);
  });

  test('reads by leases nothing older than two election time-outs, while clocks are sound', () => {
    const total = noSightings();
    for (let seed = 1; seed <= 20; seed++) live(leaseGroup(seed), total);
    expect(total.elections).toBeGreaterThan(50);
    expect(total.partitions).toBeGreaterThan(100);
    expect(total.clockChanges).toBeGreaterThan(50);
    expect(total.reads).toBeGreaterThan(500);
  });

  test('does the same again with the same seed', () => {
    const options: SimulationOptions = {
      seed: 7,
      voters: 3,
      spares: 1,
      member: { electionTick: 10, heartbeatTick: 1, preVote: true, checkQuorum: true },
    };
    const [first, second] = [createSimulation(options), createSimulation(options)];
    run(first, 5000);
    run(second, 5000);
    expect(second.flights).toEqual(first.flights);
    expect(second.witness.committed).toEqual(first.witness.committed);
  });
});

/** A group that answers reads by its leader's lease. */
function leaseGroup(seed: number): SimulationOptions {
  return {
    seed,
    voters: seed % 2 === 0 ? 5 : 3,
    spares: 0,
    clocks: soundClocks,
    member: {
      electionTick: 5,
      heartbeatTick: 1,
      checkQuorum: true,
      preVote: seed % 3 === 0,
      readOnlyOption: 'lease-based',
    },
  };
}

/** A group of hasty elections in which, every other time, entries travel one by one. */
function hastyGroup(seed: number, bug: PlantedBug): SimulationOptions {
  const maxSizePerMsg = seed % 2 === 0 ? Infinity : 1;
  const member = { electionTick: 3, heartbeatTick: 1, maxSizePerMsg };
  return { seed, voters: seed % 3 === 0 ? 5 : 3, spares: 0, member, bug };
}

/** A group of steady leaders whose members change all the time, one at a time. */
function changingGroup(seed: number, bug: PlantedBug): SimulationOptions {
  const member = { electionTick: 5, heartbeatTick: 1 };
  const often = ['changes', 'campaigns', 'crashes'] as const;
  return { seed, voters: 4, spares: 1, changes: 'one-by-one', clocks: soundClocks, often, member, bug };
}

/** How long a planted bug may go unnoticed. */
const mostEvents = 100_000;
const eventsOfOne = 4000;

const bugsWithGroups = [
  ...plantedBugs.map((bug) => ({ ...bug, bug, groupOf: hastyGroup })),
  { ...changesTwiceAtOnce, bug: changesTwiceAtOnce, groupOf: changingGroup },
];

describe('a planted bug is noticed within 100,000 events', () => {
  test.each(bugsWithGroups)('when a member $name', ({ bug, groupOf }) => {
    const isNoticed = (seed: number): boolean => {
      const simulation = createSimulation(groupOf(seed, bug));
      try {
        run(simulation, eventsOfOne);
        return false;
      } catch (error) {
        const isNotice = error instanceof AssertionError || error instanceof ConfChangeError;
        if (!isNotice) throw error;
        return true;
      }
    };
    const seeds = Array.from({ length: mostEvents / eventsOfOne }, (_, seed) => seed);
    expect(seeds.some(isNoticed)).toBe(true);
  });
});
