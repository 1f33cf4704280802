// Making and deleting the Pods of a Job, and telling of it.
// Upstream: pkg/controller/job manageJob, deleteJobPods, deleteActivePods
import type { Process } from '../../kernel/index.ts';
import { ApiError, podKind } from '../../kinds/index.ts';
import type { Job, ObjectKey, Pod } from '../../kinds/index.ts';
import { isSetback } from '../framework/setback.ts';
import { slowStart } from '../framework/slow-start.ts';
import { jobPod } from './job-pods.ts';
import { isTracked, untracked } from './job-state.ts';
import type { JobTools } from './job-sync.ts';

/** How far it came before something was refused. */
export interface Created {
  readonly created: number;
  readonly failure: unknown;
}

/** A Pod for each of these completions (undefined: for any); `replaced` are the failed Pods in whose places they come. */
export function* createPods(tools: JobTools, key: ObjectKey, job: Job, completions: readonly (number | undefined)[], replaced: ReadonlyMap<number, Pod>): Process<Created> {
  const { context: { kernel, client, recorder }, expectations } = tools;
  const left = [...completions];
  const createOne = function* (): Process {
    const index = left.shift();
    try {
      const pod = yield* client.of(podKind).create(jobPod(job, index, index === undefined ? undefined : replaced.get(index)));
      recorder.record(job, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
    } catch (error) {
      expectations.creationObserved(key);
      if (error instanceof ApiError) recorder.record(job, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` });
      throw error;
    }
  };
  expectations.expectCreations(key, completions.length);
  const { succeeded, error } = yield* slowStart(kernel, completions.length, createOne, isSetback);
  for (const _ of left) expectations.creationObserved(key);
  return { created: succeeded, failure: error };
}

/** Those that are being deleted now, and the first refusal. */
export interface Deleted {
  readonly deleted: readonly Pod[];
  readonly failure: unknown;
}

/** Deletes Pods whose ends are to be counted: they stay until they are. */
export function deleteCounted(tools: JobTools, job: Job, pods: readonly Pod[]): Process<Deleted> {
  return deleteEach(tools, job, pods, undefined);
}

/** Deletes Pods that are not wanted any more: how they end does not count. */
export function deleteUncounted(tools: JobTools, key: ObjectKey, job: Job, pods: readonly Pod[]): Process<Deleted> {
  tools.expectations.expectDeletions(key, pods.map(({ metadata }) => metadata.uid));
  return deleteEach(tools, job, pods, key);
}

function* deleteEach({ context: { client, recorder }, expectations }: JobTools, job: Job, pods: readonly Pod[], expecting: ObjectKey | undefined): Process<Deleted> {
  const deleted: Pod[] = [];
  let failure: unknown;
  for (const pod of pods) {
    try {
      if (expecting !== undefined && isTracked(pod)) yield* client.of(podKind).patch(pod.metadata, 'strategic', untracked);
      yield* client.of(podKind).delete(pod.metadata);
      recorder.record(job, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
      deleted.push(pod);
    } catch (error) {
      if (!isSetback(error)) throw error;
      if (expecting !== undefined) expectations.deletionObserved(expecting, pod.metadata.uid);
      if (error instanceof ApiError && error.reason === 'NotFound') deleted.push(pod);
      else failure ??= error;
    }
  }
  return { deleted, failure };
}
