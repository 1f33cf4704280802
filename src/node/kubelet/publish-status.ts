import { deepEqual } from '../../base/index.ts';
import type { KubeletContext } from './context.ts';
import { makePodStatus } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';

/** Makes the Pod's status anew and, when it differs from the last one or from the API's, hands it over to be written. */
export function publishStatus(context: KubeletContext, worker: PodWorker, isOver = false): void {
  const status = makePodStatus(context, worker, isOver);
  if (!deepEqual(status, worker.status)) worker.status = status;
  if (worker.stored && worker.stored.status !== worker.status) context.statuses.note(worker);
}
