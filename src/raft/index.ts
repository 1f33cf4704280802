// The consensus protocol as data and functions: `createNode`, then inputs (`step`, `propose`,
// `tick`, …), then `ready` → store, send, apply → `advance`.
export { ConfChangeError, describeConf, isJoint } from './membership.ts';
export { noDeviations } from './config.ts';
export type { NodeConfig, NodeOptions } from './config.ts';
export { changeRules, type Deviations, type Rules } from './deviations.ts';
export { applyConfChange } from './conf-changes.ts';
export { elapse, tick, ticksUntilDue } from './clock.ts';
export { describeSteps } from './describe-change.ts';
export {
  describeEntry,
  describeMessage,
  describeReady,
  describeSnapshot,
  describeState,
  describeStatus,
} from './describe.ts';
export {
  checkHardState,
  checkLogMatching,
  RaftPromiseError,
  checkNode,
  createWitness,
  forgetCommits,
  type Witness,
} from './invariants.ts';
export { inflightCount } from './inflights.ts';
export { compactLog, entriesBetween, firstIndex, lastEntryId, lastIndex, termAt } from './log.ts';
export type { RaftLog } from './log.ts';
export type * from './messages.ts';
export { createNode, hardStateOf, softStateOf, type RaftNode } from './node.ts';
export { describeProgress, isPaused, type Progress, type ProgressState } from './progress.ts';
export { allVoters, voteResult, type VoteResult } from './quorum.ts';
export { advance, hasReady, ready, type Ready } from './ready.ts';
export { rehearse, settledCopy, type Rehearsal } from './rehearsal.ts';
export type { LogLevel, Reporter } from './report.ts';
export {
  campaign,
  forgetLeader,
  propose,
  proposeAll,
  proposeConfChange,
  readIndex,
  reportSnapshot,
  reportUnreachable,
  transferLeadership,
} from './requests.ts';
export { isLocalTarget, step } from './step.ts';
export {
  compactStorage,
  createStorage,
  lastStoredIndex,
  store,
  storedState,
  type Storage,
} from './storage.ts';
export * from './types.ts';
export type { Refusal, Verdict } from './verdict.ts';
