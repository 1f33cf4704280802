/** Lessons as data: situations of the Raft laboratory. */
export { readSituationText, situationRun, situations } from './later.ts';
export type { Hands, Script } from './raft/moves.ts';
export { SituationError } from './raft/situation.ts';
export type { Situation, SituationFile } from './raft/situation.ts';
export type { SituationRun } from './raft/situation-run.ts';
