/** The scheduler: finds a node for each Pod that has none. */
export { attempt } from './attempt.ts';
export type { Attempt, PluginScores, Refusal } from './attempt.ts';
export { ClusterState } from './cluster-state.ts';
export { defaultPlugins } from './default-plugins.ts';
export { failureMessage } from './failure-message.ts';
export type { NodeInfo } from './node-info.ts';
export type { SchedulerPlugin } from './plugin.ts';
export { PodInfo } from './pod-info.ts';
export type { Groups } from './sibling-selector.ts';
export type { Snapshot } from './snapshot.ts';
export type { Rejection, Verdict } from './verdict.ts';
export { SituationError, schedule } from './situation.ts';
export type { Placement, Situation } from './situation.ts';
export type { QueuedPod, WaitingPlace } from './queue.ts';
export { Scheduler, createScheduler } from './scheduler.ts';
export type { SchedulerOptions } from './scheduler.ts';
export type { SchedulingDecision } from './scheduling-loop.ts';
