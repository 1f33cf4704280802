import { AssertionError } from '../../base/index.ts';
import { ConfChangeError } from '../../raft/index.ts';
import { addSightings, createSimulation, heal, run, soundClocks, wildClocks, type Sightings, type SimulationOptions } from '../../raft/testing/index.ts';

/** What each group lives through before all faults end. */
export const eventsOfGroup = 8_000;
/** Ticks in which it must then commit something new. */
const ticksToSettle = 200;

/** The group of Raft members that a seed stands for; every fourth reads by leases. */
function groupOf(seed: number): SimulationOptions {
  const readsByLease = seed % 4 === 3;
  return {
    seed,
    voters: 1 + (seed % 5),
    spares: seed % 3 === 0 ? 2 : 0,
    clocks: readsByLease || seed % 2 === 0 ? soundClocks : wildClocks,
    member: {
      electionTick: [10, 5, 3][seed % 3] ?? 10,
      heartbeatTick: 1,
      preVote: seed % 4 < 2,
      checkQuorum: readsByLease || seed % 4 === 0,
      readOnlyOption: readsByLease ? 'lease-based' : 'safe',
      asyncStorageWrites: seed % 8 === 0,
      maxInflightMsgs: seed % 7 === 0 ? 1 : 256,
      maxSizePerMsg: seed % 6 === 0 ? 1 : Infinity,
      stepDownOnRemoval: seed % 9 === 0,
    },
  };
}

/**
 * A group lives under faults; it must keep Raft's promises and commit again once all is well. Gives what was wrong, with the
 * number of the event, and adds what was seen to the total.
 */
export function runRaftGroup(seed: number, total: Sightings): string | undefined {
  const simulation = createSimulation(groupOf(seed));
  try {
    run(simulation, eventsOfGroup);
    return heal(simulation, ticksToSettle) ? undefined : `nothing was committed within ${ticksToSettle} ticks after all faults`;
  } catch (error) {
    if (!(error instanceof AssertionError) && !(error instanceof ConfChangeError)) throw error;
    return `event ${simulation.seen.events}: ${error.message}`;
  } finally {
    addSightings(total, simulation.seen);
  }
}
