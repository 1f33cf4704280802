// Making and deleting the Pods of a Job, and telling of it.
// Upstream: pkg/controller/job manageJob, deleteJobPods, deleteActivePods
import type { Process } from '../../kernel/index.ts';
import { podKind } from '../../kinds/index.ts';
import type { Job, ObjectKey, Pod } from '../../kinds/index.ts';
import { createPods, deletePods } from '../framework/pod-work.ts';
import type { Created, Deleted } from '../framework/pod-work.ts';
import { jobPod } from './job-pods.ts';
import { isTracked, untracked } from './job-state.ts';
import type { JobTools } from './job-sync.ts';

/** A Pod for each of these completions (undefined: for any); `replaced` are the failed Pods in whose places they come. */
export function createFor(tools: JobTools, key: ObjectKey, job: Job, completions: readonly (number | undefined)[], replaced: ReadonlyMap<number, Pod>): Process<Created> {
  const { context, expectations } = tools;
  expectations.expectCreations(key, completions.length);
  return createPods({ context, expectations, key, owner: job }, completions, (index) => jobPod(job, index, index === undefined ? undefined : replaced.get(index)));
}

/** Deletes Pods whose ends are to be counted: they stay until they are. */
export function deleteCounted({ context }: JobTools, job: Job, pods: readonly Pod[]): Process<Deleted> {
  return deletePods(context, job, pods, {});
}

/** Deletes Pods that are not wanted any more: how they end does not count. */
export function deleteUncounted({ context, expectations }: JobTools, key: ObjectKey, job: Job, pods: readonly Pod[]): Process<Deleted> {
  expectations.expectDeletions(key, pods.map(({ metadata }) => metadata.uid));
  return deletePods(context, job, pods, {
    *before(pod) {
      if (isTracked(pod)) yield* context.client.of(podKind).patch(pod.metadata, 'strategic', untracked);
    },
    notDeleted: ({ metadata }) => expectations.deletionObserved(key, metadata.uid),
  });
}
