// Upstream: pkg/controller/job syncJob, manageJob
import { formatTime } from '../../base/index.ts';
import type { Writable } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { findCondition, isPodActive, podIsReady, podKind } from '../../kinds/index.ts';
import type { Job, JobCondition, JobStatus, ObjectKey, Pod } from '../../kinds/index.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import type { Expectations } from '../framework/expectations.ts';
import { claimDependents } from '../framework/owners.ts';
import { failuresAfter, indexPauseMs, noFailures, pauseMs } from './backoff.ts';
import type { Failures } from './backoff.ts';
import { failureVerdict } from './failure-policy.ts';
import { hasIndex, countIndexes, indexSet, missingIndexes, parseIndexes, unitedIndexes } from './indexes.ts';
import type { IndexSet } from './indexes.ts';
import { allEarlierFailures, completionIndex, earlierFailures, finishedMs, isFailed, isIndexed, isTerminating, onlyReplacesFailed } from './job-pods.ts';
import { isTracked, jobTrackingFinalizer } from './job-state.ts';
import { createFor, deleteCounted, deleteUncounted } from './job-work.ts';
import type { Deleted } from '../framework/pod-work.ts';
import { surplusPods } from './removal.ts';
import { track } from './tracking.ts';
import { completed, deadlineMs, trueCondition, verdictOf } from './verdict.ts';

/** Most Pods that one pass creates or deletes. */
const burstPods = 500; // MaxPodCreateDeletePerSync

/** What the passes over all Jobs share. */
export interface JobTools {
  readonly context: ControllerContext;
  readonly expectations: Expectations;
  /** UIDs of Pods that are tracked no more and that the cache still shows as tracked. */
  readonly untracking: Map<ObjectKey, Set<string>>;
  readonly failures: Map<ObjectKey, Failures>;
}

/** One pass over a Job that has not ended: Pods are made and deleted, their ends counted. */
export function* syncJob(tools: JobTools, key: ObjectKey, job: Job, candidates: readonly Pod[]): Process<Requeue> {
  const mayAct = tools.expectations.areMet(key);
  const finalizers = [jobTrackingFinalizer];
  const claimed = yield* claimDependents<Pod>({ owner: job, selector: job.spec.selector, dependents: tools.context.client.of(podKind), candidates, finalizers });
  return yield* new JobPass(tools, key, job, claimed).run(mayAct);
}

/** What one pass sees, and the status that it is going to write. */
export class JobPass {
  readonly tools: JobTools;
  readonly key: ObjectKey;
  /** As last read or written. */
  job: Job;
  readonly status: Writable<JobStatus>;
  readonly pods: readonly Pod[];
  /** What was known before this pass to have ended, and is not in the status' numbers yet. */
  readonly uncounted: { readonly succeeded: ReadonlySet<string>; readonly failed: ReadonlySet<string> };
  /** With the Pods that ended since the last pass. */
  readonly failures: Failures;
  readonly failed: number;
  readonly succeeded: number;
  readonly earlierIndexes: IndexSet = [];
  readonly succeededIndexes: IndexSet = [];
  /** Absent where the Job has one limit for all indexes. */
  readonly failedIndexes: IndexSet | undefined;
  /** The failed Pods that stay until there is another for their index, as they know how often it failed. */
  readonly replaced: ReadonlyMap<number, Pod>;
  private readonly active: readonly Pod[];
  private activeCount: number;
  private ready: number;
  private terminating: number;
  private retryMs = Infinity;

  constructor(tools: JobTools, key: ObjectKey, job: Job, pods: readonly Pod[]) {
    const { completions = 0, podFailurePolicy, backoffLimitPerIndex } = job.spec;
    const { status } = job;
    this.tools = tools;
    this.key = key;
    this.job = job;
    this.status = { ...status };
    this.pods = isIndexed(job) ? pods.toSorted((a, b) => (completionIndex(job, a) ?? -1) - (completionIndex(job, b) ?? -1)) : pods;
    this.active = pods.filter(isPodActive);
    this.activeCount = this.active.length;
    this.ready = this.active.filter(podIsReady).length;
    this.terminating = pods.filter(isTerminating).length;
    const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
    this.uncounted = { succeeded: new Set(succeeded), failed: new Set(failed) };
    const valid = pods.filter((pod) => this.isTracked(pod) && (!isIndexed(job) || completionIndex(job, pod) !== undefined));
    const newlySucceeded = valid.filter((pod) => pod.status.phase === 'Succeeded' && !this.uncounted.succeeded.has(pod.metadata.uid));
    const newlyFailed = valid.filter((pod) => isFailed(job, pod) && !this.uncounted.failed.has(pod.metadata.uid));
    this.failures = failuresAfter(tools.failures.get(key) ?? noFailures, newlySucceeded, newlyFailed);
    this.failed = (status.failed ?? 0) + failed.length + newlyFailed.filter((pod) => failureVerdict(podFailurePolicy, pod).counts).length;
    if (isIndexed(job)) {
      const tracked = pods.filter(isTracked);
      this.earlierIndexes = parseIndexes(status.completedIndexes, completions);
      this.succeededIndexes = unitedIndexes(this.earlierIndexes, this.indexesOf(tracked.filter((pod) => pod.status.phase === 'Succeeded')));
      this.succeeded = countIndexes(this.succeededIndexes);
      if (backoffLimitPerIndex !== undefined) {
        this.failedIndexes = unitedIndexes(parseIndexes(status.failedIndexes, completions), this.indexesOf(tracked.filter((pod) => this.isIndexLost(pod))));
      }
    } else {
      this.succeeded = (status.succeeded ?? 0) + succeeded.length + newlySucceeded.length;
    }
    this.replaced = this.failedIndexes ? this.lastFailures(this.failedIndexes, valid) : new Map<number, Pod>();
  }

  get nowMs(): number {
    return this.tools.context.kernel.wallMs;
  }

  /** Whether the Pod's end has yet to be counted, as far as is known here. */
  isTracked(pod: Pod): boolean {
    return isTracked(pod) && this.tools.untracking.get(this.key)?.has(pod.metadata.uid) !== true;
  }

  *run(mayAct: boolean): Process<Requeue> {
    const { job, status, nowMs } = this;
    if (status.startTime === undefined && !job.spec.suspend) status.startTime = formatTime(nowMs);
    const begun = { ...job, status };
    let verdict = verdictOf(begun, this.pods, this, nowMs);
    let failure: unknown;
    let isToggled = false;
    if (verdict) {
      const { length } = this.active;
      const deletion = yield* deleteCounted(this.tools, job, this.active);
      failure = deletion.failure;
      this.took(deletion);
      // With Pods that the cache does not show yet it is too early to call it ended.
      if (deletion.deleted.length !== length || !mayAct) verdict = undefined;
    } else {
      this.retryMs = deadlineMs(begun, nowMs) ?? Infinity;
      const isManaged = mayAct && job.metadata.deletionTimestamp === undefined;
      if (isManaged) failure = yield* this.manage();
      const { completions } = job.spec;
      const isComplete = this.activeCount === 0 && (completions === undefined ? this.succeeded > 0 : this.succeeded >= completions);
      if (isComplete) verdict = completed(this.nowMs);
      else if (isManaged) isToggled = this.tellSuspended();
    }
    const isNews = isToggled || this.activeCount !== (status.active ?? 0) || this.ready !== status.ready || this.terminating !== status.terminating;
    if (this.activeCount > 0) status.active = this.activeCount;
    else delete status.active;
    status.ready = this.ready;
    status.terminating = this.terminating;
    yield* track(this, verdict, isNews);
    if (failure !== undefined) throw failure;
    return Number.isFinite(this.retryMs) ? { afterMs: this.retryMs } : {};
  }

  /** Makes the missing Pods or deletes those that are too many, never both; gives the refusal that stopped it. */
  private *manage(): Process<unknown> {
    const { tools, key, job } = this;
    const { suspend, completions, parallelism } = job.spec;
    const left = completions === undefined ? (this.succeeded > 0 ? this.active.length : parallelism) : Math.min(parallelism, completions - this.succeeded);
    const wanted = suspend ? 0 : Math.max(0, left);
    const surplus = surplusPods(job, this.active, Math.max(0, this.active.length - wanted)).slice(0, suspend ? undefined : burstPods);
    if (surplus.length > 0 || suspend) {
      const deletion = yield* deleteUncounted(tools, key, job, surplus);
      this.took(deletion);
      return deletion.failure;
    }
    const missing = Math.min(burstPods, wanted - this.active.length - (onlyReplacesFailed(job) ? this.terminating : 0));
    const indexes = missing > 0 ? this.nextCompletions(missing) : [];
    if (indexes.length === 0) return undefined;
    const { created, failure } = yield* createFor(tools, key, job, indexes, this.replaced);
    this.activeCount += created;
    return failure;
  }

  /** What the next Pods are for (undefined: any completion), as far as no pause has to pass before. */
  private nextCompletions(count: number): readonly (number | undefined)[] {
    const { job, nowMs } = this;
    const pause = this.failedIndexes ? 0 : pauseMs(this.failures, nowMs);
    if (pause > 0) {
      this.retryMs = Math.min(this.retryMs, pause);
      return [];
    }
    if (!isIndexed(job)) return Array<undefined>(count).fill(undefined);
    const busy = this.indexesOf(onlyReplacesFailed(job) ? [...this.active, ...this.pods.filter(isTerminating)] : this.active);
    const pending = missingIndexes(unitedIndexes(this.succeededIndexes, this.failedIndexes ?? [], busy), job.spec.completions ?? 0, count);
    const pauses = new Map(pending.map((index) => [index, indexPauseMs(this.replaced.get(index), nowMs)]));
    const due = pending.filter((index) => pauses.get(index) === 0);
    if (due.length === 0) this.retryMs = Math.min(this.retryMs, ...pauses.values());
    return due;
  }

  private took({ deleted }: Deleted): void {
    this.activeCount -= deleted.length;
    this.ready -= deleted.filter(podIsReady).length;
    this.terminating += deleted.length;
  }

  /** Says whether the Job is suspended, once it ever was; a Job that is resumed begins anew. */
  private tellSuspended(): boolean {
    const { job, status, nowMs } = this;
    const { suspend } = job.spec;
    const old = findCondition(status.conditions, 'Suspended');
    if ((old?.status === 'True') === suspend) return false;
    const [reason, message] = suspend ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
    const condition: JobCondition = { ...trueCondition('Suspended', reason, message, nowMs), status: suspend ? 'True' : 'False' };
    const { conditions = [] } = status;
    status.conditions = old ? conditions.map((each) => (each === old ? condition : each)) : [...conditions, condition];
    if (suspend) delete status.startTime;
    else status.startTime = formatTime(nowMs);
    this.tools.context.recorder.record(job, { type: 'Normal', reason: suspend ? 'Suspended' : 'Resumed', message });
    return true;
  }

  private indexesOf(pods: readonly Pod[]): IndexSet {
    return indexSet(pods.map((pod) => completionIndex(this.job, pod)).filter((index) => index !== undefined));
  }

  /** Whether the Pod's failure is the last that its index may have. */
  private isIndexLost(pod: Pod): boolean {
    const { podFailurePolicy, backoffLimitPerIndex = Infinity } = this.job.spec;
    if (!isFailed(this.job, pod)) return false;
    const { action, counts } = failureVerdict(podFailurePolicy, pod);
    return action === 'FailIndex' || (counts && earlierFailures(pod) >= backoffLimitPerIndex);
  }

  private lastFailures(lost: IndexSet, pods: readonly Pod[]): ReadonlyMap<number, Pod> {
    const settled = unitedIndexes(this.succeededIndexes, lost, this.indexesOf(this.active));
    const last = new Map<number, Pod>();
    for (const pod of pods) {
      const index = completionIndex(this.job, pod);
      if (index === undefined || hasIndex(settled, index) || !isFailed(this.job, pod)) continue;
      const known = last.get(index);
      if (!known || (allEarlierFailures(known) <= allEarlierFailures(pod) && finishedMs(pod) >= finishedMs(known))) last.set(index, pod);
    }
    return last;
  }
}
