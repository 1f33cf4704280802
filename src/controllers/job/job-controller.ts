// Upstream: pkg/controller/job/job_controller.go
import { WorkQueue } from '../../client/index.ts';
import type { RetryPace } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { jobKind, objectKey, podKind } from '../../kinds/index.ts';
import type { ObjectKey, Pod } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { Expectations } from '../framework/expectations.ts';
import { Ownership } from '../framework/ownership.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { runWorker } from '../framework/worker.ts';
import { syncJob } from '../later.ts';
import type { JobTools } from './job-sync.ts';
import { isJobFinished, isTracked, untracked } from './job-state.ts';

/** What happens to a Job's Pods is collected for so long. */
const batchMs = 1_000; // syncJobBatchPeriod
/** How long a Job stays away whose writes were refused. DefaultJobApiBackOff, MaxJobApiBackOff */
const retryPace: RetryPace = { firstMs: 1_000, greatestMs: 60_000 };
const ownName = 'kubernetes.io/job-controller'; // batch.JobControllerName

/** Makes a Job's Pods, counts how they end, and says when the Job has. */
export const jobController = controllerFactory('job-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'job', retryPace);
  const orphans = new WorkQueue(context.kernel, 'orphaned Pods of Jobs', retryPace);
  const jobs = context.informers.of(jobKind);
  const pods = context.informers.of(podKind);
  const tools: JobTools = { context, expectations: new Expectations(context.kernel), untracking: new Map(), failures: new Map() };
  const ownership = new Ownership(jobs, pods, ({ spec }) => spec.selector);

  const forget = (key: ObjectKey): void => {
    tools.expectations.forget(key);
    tools.untracking.delete(key);
    tools.failures.delete(key);
  };
  const untrackingObserved = (key: ObjectKey, { metadata }: Pod): void => void tools.untracking.get(key)?.delete(metadata.uid);
  /** A Pod that no Job counts any more is not kept. */
  const offer = (pod: Pod): void => {
    if (isTracked(pod)) orphans.add(objectKey(pod.metadata));
    for (const { metadata } of ownership.adoptersOf(pod)) queue.addAfter(objectKey(metadata), batchMs);
  };
  const leaving = (pod: Pod, isGone: boolean): void => {
    const owner = ownership.ownerOf(pod);
    if (!owner || isJobFinished(owner)) {
      if (isTracked(pod) && !isGone) orphans.add(objectKey(pod.metadata));
      return;
    }
    const key = objectKey(owner.metadata);
    tools.expectations.deletionObserved(key, pod.metadata.uid);
    if (isGone || !isTracked(pod)) untrackingObserved(key, pod);
    queue.addAfter(key, batchMs);
  };

  jobs.onChange({
    added: ({ metadata }) => queue.add(objectKey(metadata)),
    updated(next, previous) {
      const key = objectKey(next.metadata);
      if (next.metadata.generation === previous.metadata.generation) queue.addAfter(key, batchMs);
      else queue.add(key);
    },
    deleted({ metadata }) {
      queue.add(objectKey(metadata));
      for (const pod of pods.store.byIndex('controller', metadata.uid)) if (isTracked(pod)) orphans.add(objectKey(pod.metadata));
    },
  });
  pods.onChange({
    added(pod) {
      if (pod.metadata.deletionTimestamp !== undefined) {
        leaving(pod, false);
        return;
      }
      const owner = ownership.ownerOf(pod);
      if (!owner) {
        offer(pod);
        return;
      }
      const key = objectKey(owner.metadata);
      tools.expectations.creationObserved(key);
      queue.addAfter(key, batchMs);
    },
    updated(pod, previous) {
      if (pod.metadata.deletionTimestamp !== undefined) {
        leaving(pod, false);
        return;
      }
      const owner = ownership.ownerOf(pod);
      const before = ownership.ownerOf(previous);
      for (const job of new Set([owner, before])) {
        if (!job) continue;
        const key = objectKey(job.metadata);
        if (!isTracked(pod)) untrackingObserved(key, pod);
        queue.addAfter(key, batchMs);
      }
      if (!owner) offer(pod);
    },
    deleted: (pod) => leaving(pod, true),
  });

  const release: Controller = {
    name: 'job-controller',
    workers: 1,
    queue: orphans,
    *reconcile(key): Process<Requeue> {
      const pod = pods.store.get(key);
      const owner = pod && ownership.ownerOf(pod);
      if (pod && isTracked(pod) && (!owner || isJobFinished(owner))) yield* unlessGone(context.client.of(podKind).patch(pod.metadata, 'strategic', untracked));
      return {};
    },
  };
  return {
    name: 'job-controller',
    workers: 5, // kube-controller-manager --concurrent-job-syncs
    queue,
    *reconcile(key): Process<Requeue> {
      const job = jobs.store.get(key);
      if (!job || isJobFinished(job) || (job.spec.managedBy ?? ownName) !== ownName) {
        forget(key);
        return {};
      }
      const candidates = [...pods.store.byIndex('controller', job.metadata.uid), ...pods.store.byIndex('controller', `${job.metadata.namespace}/`)];
      return yield* syncJob(tools, key, job, candidates);
    },
    background: [() => runWorker(context.kernel, release)],
  };
});
