// Making and deleting a workload's Pods, and telling of it.
// Upstream: pkg/controller RealPodControl; slowStartBatch and deletion in each workload's controller
import type { Process } from '../../kernel/index.ts';
import { ApiError, podKind } from '../../kinds/index.ts';
import type { KubeObject, ObjectKey, Pod, PodInput } from '../../kinds/index.ts';
import type { ControllerContext } from './context.ts';
import type { Expectations } from './expectations.ts';
import { isSetback } from './setback.ts';
import { slowStart } from './slow-start.ts';

/** For whom Pods are made: their creations are expected under the key. */
export interface PodMaker {
  readonly context: ControllerContext;
  readonly expectations: Expectations;
  readonly key: ObjectKey;
  readonly owner: KubeObject;
}

/** How far it came before something was refused. */
export interface Created {
  readonly created: number;
  readonly failure: unknown;
}

/** Makes a Pod for each item, ever more at once; those that are not tried after a refusal are expected no more. */
export function* createPods<Item>({ context: { kernel, client, recorder }, expectations, key, owner }: PodMaker, items: readonly Item[], podFor: (item: Item) => PodInput): Process<Created> {
  let next = 0;
  const createOne = function* (): Process {
    const item = items[next++] as Item;
    try {
      const pod = yield* client.of(podKind).create(podFor(item));
      recorder.record(owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
    } catch (error) {
      expectations.creationObserved(key);
      if (error instanceof ApiError) recorder.record(owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` });
      throw error;
    }
  };
  const { succeeded, error } = yield* slowStart(kernel, items.length, createOne, isSetback);
  for (; next < items.length; next++) expectations.creationObserved(key);
  return { created: succeeded, failure: error };
}

/** Those that are being deleted now, and the first refusal. */
export interface Deleted {
  readonly deleted: readonly Pod[];
  readonly failure: unknown;
}

/** What else belongs to a deletion. */
export interface DeletionSteps {
  /** Done before each Pod is deleted. */
  readonly before?: (pod: Pod) => Process<unknown>;
  /** Told of each Pod whose deletion will not be seen. */
  readonly notDeleted?: (pod: Pod) => void;
}

/** Deletes Pods one after the other; one that has gone by itself is as good. */
export function* deletePods({ client, recorder }: ControllerContext, owner: KubeObject, pods: readonly Pod[], { before, notDeleted }: DeletionSteps): Process<Deleted> {
  const deleted: Pod[] = [];
  let failure: unknown;
  for (const pod of pods) {
    try {
      if (before) yield* before(pod);
      yield* client.of(podKind).delete(pod.metadata);
      recorder.record(owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
      deleted.push(pod);
    } catch (error) {
      if (!isSetback(error)) throw error;
      notDeleted?.(pod);
      if (error instanceof ApiError && error.reason === 'NotFound') deleted.push(pod);
      else failure ??= error;
    }
  }
  return { deleted, failure };
}
