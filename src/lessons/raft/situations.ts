import { answersEarly } from './answers-early.ts';
import { coldStart } from './cold-start.ts';
import { figure8, figure8Kept } from './figure-8.ts';
import { joint } from './joint.ts';
import { leaderDies } from './leader-dies.ts';
import { leases } from './leases.ts';
import { normalWrite } from './normal-write.ts';
import { partitionedLeader } from './partitioned-leader.ts';
import { preVoteOff, preVoteOn } from './pre-vote.ts';
import { readSituation } from './read-situation.ts';
import type { Situation } from './situation.ts';
import { snapshot } from './snapshot.ts';
import { splitVote } from './split-vote.ts';
import { staleCandidate } from './stale-candidate.ts';
import { anyLog, fixedTimeouts, noCheckQuorum, noFsync, staleRead } from './switches.ts';

/** Every situation of the laboratory, in the order of the gallery. */
export const situations: readonly Situation[] = [
  coldStart, normalWrite, leaderDies, splitVote, staleCandidate, partitionedLeader, answersEarly, figure8, figure8Kept, preVoteOff, preVoteOn, leases, snapshot, joint,
  fixedTimeouts, noCheckQuorum, anyLog, noFsync, staleRead,
].map(readSituation);
