// The situations of the Raft laboratory, and how they are read and played.

export { readSituationText } from './raft/read-situation.ts';
export { SituationRun } from './raft/situation-run.ts';
export { situations } from './raft/situations.ts';
