// Counting how Pods ended, each once whatever happens in between: first their UIDs are written into the status, then their
// finalizers are taken away, then the UIDs become numbers.
// Upstream: pkg/controller/job trackJobStatusAndRemoveFinalizers
import { withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { jobKind, podKind } from '../../kinds/index.ts';
import type { JobCondition, Pod } from '../../kinds/index.ts';
import { isSetback } from '../framework/setback.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { failureVerdict } from './failure-policy.ts';
import { countIndexes, hasIndex, indexSet, indexesText, unitedIndexes } from './indexes.ts';
import { completionIndex, isFailed, isIndexed } from './job-pods.ts';
import { untracked } from './job-state.ts';
import type { JobPass } from './job-sync.ts';
import { finalCondition } from './verdict.ts';

/** Most Pods whose ends are in the status one by one. */
const maxUncounted = 500; // MaxUncountedPods

/** Writes what the pass found into the status, as far as it is news; `verdict` ends the Job once all its Pods have. */
export function* track(pass: JobPass, verdict: JobCondition | undefined, isNews: boolean): Process {
  const { status, tools: { context, failures }, key, nowMs } = pass;
  const tracked = new Set(pass.pods.filter((pod) => pass.isTracked(pod)).map(({ metadata }) => metadata.uid));
  const succeeded = new Set(pass.uncounted.succeeded);
  const failed = new Set(pass.uncounted.failed);
  let isPending = settle(pass, { succeeded, failed }, tracked) || isNews;
  const counted = countEnded(pass, verdict, succeeded, failed);
  isPending = counted.isNews || isPending;
  if (isIndexed(pass.job)) isPending = tellIndexes(pass, counted.indexes) || isPending;
  const isKnown = status.conditions?.some((condition) => condition.type === verdict?.type && condition.status === 'True') === true;
  if (verdict && !isKnown) {
    status.conditions = [...status.conditions ?? [], verdict];
    isPending = true;
  }
  if (isPending) {
    yield* write(pass, { succeeded, failed });
    if (pass.failures.count > 0) failures.set(key, pass.failures);
    else failures.delete(key);
  }
  const failure = yield* untrack(pass, counted.pods, tracked);
  isPending = settle(pass, { succeeded, failed }, tracked);
  const isEnded = verdict !== undefined && failure === undefined && !counted.isFull && succeeded.size + failed.size === 0 && (status.terminating ?? 0) === 0;
  const last = isEnded ? finalCondition(verdict, nowMs) : undefined;
  if (last) {
    status.conditions = [...status.conditions ?? [], last];
    if (last.type === 'Complete' && last.lastTransitionTime !== undefined) status.completionTime = last.lastTransitionTime;
  }
  if (isPending || last) yield* write(pass, { succeeded, failed });
  if (failure !== undefined) throw failure;
  if (!last) return;
  const { job, job: { spec: { completions = Infinity } } } = pass;
  const { reason = '', message = '' } = last;
  if (last.type === 'Complete') {
    if ((status.succeeded ?? 0) > completions) {
      context.recorder.record(job, { type: 'Warning', reason: 'TooManySucceededPods', message: 'Too many succeeded pods running after completion count reached' });
    }
    context.recorder.record(job, { type: 'Normal', reason: 'Completed', message: 'Job completed' });
  } else {
    context.recorder.record(job, { type: 'Warning', reason, message });
  }
}

/** UIDs of Pods that have ended and are not in the numbers yet. */
interface Uncounted {
  readonly succeeded: Set<string>;
  readonly failed: Set<string>;
}

/** The ended ones that are tracked no more become numbers; says whether there were any. */
function settle({ status }: JobPass, uncounted: Uncounted, tracked: ReadonlySet<string>): boolean {
  let isNews = false;
  for (const how of ['succeeded', 'failed'] as const) {
    const gone = [...uncounted[how]].filter((uid) => !tracked.has(uid));
    for (const uid of gone) uncounted[how].delete(uid);
    if (gone.length === 0) continue;
    status[how] = (status[how] ?? 0) + gone.length;
    isNews = true;
  }
  return isNews;
}

/** Which Pods need not be tracked any more, with what of them is new. */
function countEnded(pass: JobPass, verdict: JobCondition | undefined, succeeded: Set<string>, failed: Set<string>) {
  const { job } = pass;
  const isOver = verdict !== undefined || job.metadata.deletionTimestamp !== undefined;
  const hasFailed = verdict !== undefined && (verdict.type === 'FailureTarget');
  const pods: Pod[] = [];
  const indexes: number[] = [];
  let isNews = false;
  for (const pod of pass.pods) {
    if (!pass.isTracked(pod)) continue;
    const { uid } = pod.metadata;
    const isFailure = isFailed(job, pod);
    const isSuccess = pod.status.phase === 'Succeeded';
    const index = completionIndex(job, pod);
    const isKept = index !== undefined && pass.replaced.get(index) === pod;
    if (!isOver && !isSuccess && (!isFailure || isKept)) continue;
    pods.push(pod);
    if (isSuccess && !pass.uncounted.failed.has(uid)) {
      if (isIndexed(job)) {
        if (index !== undefined && !hasIndex(pass.earlierIndexes, index)) indexes.push(index);
      } else if (!succeeded.has(uid)) {
        succeeded.add(uid);
        isNews = true;
      }
    } else if ((isFailure || hasFailed) && !failed.has(uid) && (!isIndexed(job) || index !== undefined)) {
      // Of a Job that failed every Pod did that has not succeeded.
      if (failureVerdict(job.spec.podFailurePolicy, pod).counts) {
        failed.add(uid);
        isNews = true;
      }
    }
    if (indexes.length + succeeded.size + failed.size >= maxUncounted) return { pods, indexes, isNews, isFull: true };
  }
  return { pods, indexes, isNews, isFull: false };
}

function tellIndexes({ status, earlierIndexes, failedIndexes }: JobPass, newIndexes: readonly number[]): boolean {
  const done = unitedIndexes(earlierIndexes, indexSet(newIndexes));
  const text = indexesText(done);
  const isNews = text !== (status.completedIndexes ?? '');
  if (text === '') delete status.completedIndexes;
  else status.completedIndexes = text;
  const count = countIndexes(done);
  if (count > 0) status.succeeded = count;
  else delete status.succeeded;
  if (!failedIndexes) return isNews;
  const lost = indexesText(failedIndexes);
  if (lost === status.failedIndexes) return isNews;
  status.failedIndexes = lost;
  return true;
}

function* write(pass: JobPass, { succeeded, failed }: Uncounted): Process {
  const { status, tools: { context: { client } } } = pass;
  status.uncountedTerminatedPods = { ...(succeeded.size > 0 ? { succeeded: [...succeeded] } : {}), ...(failed.size > 0 ? { failed: [...failed] } : {}) };
  pass.job = yield* client.of(jobKind).updateStatus(withFields(pass.job, { status: { ...status } }));
}

/** Takes their finalizers away; gives the first refusal. */
function* untrack({ tools: { context: { client }, untracking }, key }: JobPass, pods: readonly Pod[], tracked: Set<string>): Process<unknown> {
  if (pods.length === 0) return undefined;
  const expected = untracking.get(key) ?? new Set<string>();
  untracking.set(key, expected);
  for (const { metadata } of pods) expected.add(metadata.uid);
  let failure: unknown;
  for (const { metadata } of pods) {
    try {
      if (!(yield* unlessGone(client.of(podKind).patch(metadata, 'strategic', untracked)))) expected.delete(metadata.uid);
      tracked.delete(metadata.uid);
    } catch (error) {
      if (!isSetback(error)) throw error;
      expected.delete(metadata.uid);
      failure ??= error;
    }
  }
  return failure;
}
