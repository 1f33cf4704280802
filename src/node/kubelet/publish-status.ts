// Upstream: pkg/kubelet/kubelet_pods.go
import { deepEqual } from '../../base/index.ts';
import type { KubeletContext } from './context.ts';
import { makePodStatus } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';
import { statusPatch } from './status-patch.ts';

/** Makes the Pod's status anew and, when it differs from the last one, hands it over to be written; later when only the API's differs. */
export function publishStatus(context: KubeletContext, worker: PodWorker, isOver = false): void {
  worker.probes?.askUnready();
  const status = makePodStatus(context, worker, isOver);
  const isNew = !deepEqual(status, worker.status);
  if (isNew) worker.status = status;
  if (!worker.stored || worker.stored.status === worker.status) return;
  if (isNew || worker.isStatic || worker.canBeDeleted) context.statuses.note(worker);
  else if (statusPatch(worker.stored.status, status)) context.statuses.noteOverwritten(worker);
}
