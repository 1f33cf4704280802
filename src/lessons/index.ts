/** Lessons as data: situations of the Raft laboratory. */
export { claimVerbs } from './raft/claims.ts';
export { Script } from './raft/moves.ts';
export type { Hands } from './raft/moves.ts';
export { readSituation, readSituationText } from './raft/read-situation.ts';
export { SituationError } from './raft/situation.ts';
export type { Situation, SituationFile } from './raft/situation.ts';
export { SituationRun } from './raft/situation-run.ts';
export { situations } from './raft/situations.ts';
