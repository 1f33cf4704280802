// Whether a Job is decided, and why: what its counts, its deadline and its policies say.
// Upstream: pkg/controller/job syncJob, success_policy.go
import { formatTime, parseTime } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { Job, JobCondition, Pod } from '../../kinds/index.ts';
import { failureVerdict } from './failure-policy.ts';
import { countCommon, countIndexes, parseIndexes } from './indexes.ts';
import type { IndexSet } from './indexes.ts';
import { isFailed } from './job-pods.ts';

/** What has been counted so far. */
export interface Counts {
  readonly failed: number;
  readonly succeededIndexes: IndexSet;
  /** Absent where the Job has one limit for all. */
  readonly failedIndexes: IndexSet | undefined;
}

/** A condition that is true from now on. */
export function trueCondition(type: string, reason: string, message: string, nowMs: number): JobCondition {
  const now = formatTime(nowMs);
  return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** All completions are there. */
export const completed = (nowMs: number): JobCondition => trueCondition('SuccessCriteriaMet', 'CompletionsReached', 'Reached expected number of succeeded pods', nowMs);

/** The condition that follows once all Pods have ended: Complete or Failed. */
export function finalCondition({ type, reason = '', message = '' }: JobCondition, nowMs: number): JobCondition {
  return trueCondition(type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed', reason, message, nowMs);
}

/** SuccessCriteriaMet or FailureTarget, if the Job is decided already or is by now. */
export function verdictOf(job: Job, pods: readonly Pod[], counts: Counts, nowMs: number): JobCondition | undefined {
  const { conditions } = job.status;
  for (const type of ['SuccessCriteriaMet', 'FailureTarget']) {
    const known = findCondition(conditions, type);
    if (known?.status === 'True') return known;
  }
  const failure = failureOf(job, pods, counts, nowMs);
  if (failure) return trueCondition('FailureTarget', failure.reason, failure.message, nowMs);
  const rule = metRule(job, counts.succeededIndexes);
  return rule < 0 ? undefined : trueCondition('SuccessCriteriaMet', 'SuccessPolicy', `Matched rules at index ${rule}`, nowMs);
}

function failureOf(job: Job, pods: readonly Pod[], { failed, succeededIndexes, failedIndexes }: Counts, nowMs: number): { readonly reason: string; readonly message: string } | undefined {
  const { podFailurePolicy, backoffLimit, maxFailedIndexes, completions = 0 } = job.spec;
  for (const pod of podFailurePolicy ? pods : []) {
    const message = isFailed(job, pod) ? failureVerdict(podFailurePolicy, pod).message : undefined;
    if (message !== undefined) return { reason: 'PodFailurePolicy', message };
  }
  if (failed > backoffLimit || isRestartedTooOften(job, pods)) return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  if (deadlineMs(job, nowMs) === 0) return { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  const lost = failedIndexes ? countIndexes(failedIndexes) : 0;
  if (maxFailedIndexes !== undefined && lost > maxFailedIndexes) return { reason: 'MaxFailedIndexesExceeded', message: 'Job has exceeded the specified maximal number of failed indexes' };
  if (lost > 0 && lost + countIndexes(succeededIndexes) >= completions) return { reason: 'FailedIndexes', message: 'Job has failed indexes' };
  return undefined;
}

/** Containers that are restarted in their Pod count there. */
function isRestartedTooOften({ spec: { template, backoffLimit } }: Job, pods: readonly Pod[]): boolean {
  if (template.spec.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status: { phase, initContainerStatuses = [], containerStatuses = [] } } of pods) {
    if (phase === 'Running' || phase === 'Pending') for (const { restartCount } of [...initContainerStatuses, ...containerStatuses]) restarts += restartCount;
  }
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** In how long the Job's time is over (0: it is); undefined while none is running. */
export function deadlineMs({ spec: { activeDeadlineSeconds, suspend }, status: { startTime } }: Job, nowMs: number): number | undefined {
  if (activeDeadlineSeconds === undefined || startTime === undefined || suspend) return undefined;
  return Math.max(0, (parseTime(startTime) ?? 0) + activeDeadlineSeconds * 1_000 - nowMs);
}

/** The first rule of the success policy that is met, or -1. */
function metRule({ spec: { successPolicy, completions = 0 } }: Job, succeeded: IndexSet): number {
  if (succeeded.length === 0) return -1;
  return (successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount;
    const required = parseIndexes(succeededIndexes, completions);
    return countCommon(required, succeeded) >= (succeededCount ?? countIndexes(required));
  });
}
