import { noSightings } from '../../raft/testing/index.ts';
import { runRaftGroup } from '../swarm/raft-group.ts';
import { figure } from './figure.ts';
import type { Figure } from './figure.ts';

/** Random events a minute in groups of Raft members, with every promise of Raft checked after each. */
export function raftEventsPerMinute(groups = 60): Figure {
  const seen = noSightings();
  // The first few are for the machine to warm up.
  for (let seed = 0; seed < 5; seed++) runRaftGroup(seed, noSightings());
  const began = performance.now();
  for (let seed = 0; seed < groups; seed++) {
    const problem = runRaftGroup(seed, seen);
    if (problem !== undefined) throw new Error(`seed ${seed}: ${problem}`);
  }
  return figure('random events in Raft groups', seen.events / ((performance.now() - began) / 60_000), 'per minute', 1_000_000);
}
