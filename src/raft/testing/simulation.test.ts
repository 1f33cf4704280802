import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssertionError } from '../../base/index.ts';
import { plantedBugs } from './planted-bugs.ts';
import { createSimulation, heal, noSightings, run, type Sightings } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

const groups = fc.record({
  seed: fc.nat(),
  voters: fc.constantFrom(1, 2, 3, 3, 3, 4, 5),
  spares: fc.constantFrom(0, 2),
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

function add(total: Sightings, seen: Sightings): void {
  total.events += seen.events;
  total.elections += seen.elections;
  total.commits += seen.commits;
  total.conflicts += seen.conflicts;
  total.snapshots += seen.snapshots;
  total.crashes += seen.crashes;
  total.partitions += seen.partitions;
  total.confChanges += seen.confChanges;
  total.reads += seen.reads;
  total.transfers += seen.transfers;
}

describe('a group under delay, loss, duplication, reordering, partitions and crashes', () => {
  test('keeps every promise, and commits again when all is well', () => {
    const total = noSightings();
    fc.assert(
      fc.property(groups, (options) => {
        const simulation = createSimulation(options);
        run(simulation, 8000);
        add(total, simulation.seen);
        expect(heal(simulation, 200)).toBe(true);
      }),
      { seed: 20_250_101, numRuns: 40 },
    );
    // A property that never meets its subject proves nothing.
    expect(total.elections).toBeGreaterThan(250);
    expect(total.commits).toBeGreaterThan(2000);
    expect(total.conflicts).toBeGreaterThan(50);
    expect(total.snapshots).toBeGreaterThan(50);
    expect(total.crashes).toBeGreaterThan(300);
    expect(total.partitions).toBeGreaterThan(500);
    expect(total.confChanges).toBeGreaterThan(60);
    expect(total.reads).toBeGreaterThan(400);
    expect(total.transfers).toBeGreaterThan(100);
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
    expect(second.messages).toEqual(first.messages);
    expect(second.witness.committed).toEqual(first.witness.committed);
  });
});

describe('a planted bug is noticed', () => {
  test.each(plantedBugs)('when a member $name', (bug) => {
    const broken = (seed: number): string | undefined => {
      // Hasty elections and, every other time, entries that travel one by one.
      const maxSizePerMsg = seed % 2 === 0 ? Infinity : 1;
      const member = { electionTick: 3, heartbeatTick: 1, maxSizePerMsg };
      const voters = seed % 3 === 0 ? 5 : 3;
      const simulation = createSimulation({ seed, voters, spares: 0, member, bug });
      try {
        run(simulation, 4000);
        return undefined;
      } catch (error) {
        if (!(error instanceof AssertionError)) throw error;
        return error.message;
      }
    };
    const noticed = Array.from({ length: 150 }, (_, seed) => seed).find(broken);
    expect(noticed).toBeDefined();
  });
});
