// Upstream: pkg/kubelet/pod_workers.go
import type { Process } from '../../kernel/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { makeRoom } from '../later.ts';
import type { KubeletContext } from './context.ts';
import { isCritical } from './critical.ts';
import { endPod } from './end-pod.ts';
import { overuseOf } from './overuse.ts';
import type { PodEnding, PodWorker } from './pod-worker.ts';
import { publishStatus } from './publish-status.ts';
import { syncPod } from './sync-pod.ts';

/** The life of a Pod on a node, from its arrival until the API has it no more. */
export function* runWorker(context: KubeletContext, worker: PodWorker): Process {
  if (!worker.isEnding && !isOverAlready(worker)) yield* takeUp(context, worker);
  while (!worker.isEnding && !isOverAlready(worker)) {
    const againMs = yield* syncPod(context, worker);
    if (worker.isFinished) break;
    if (worker.isEnding) continue;
    yield* waitForWork(context, worker, againMs);
    endWhenDue(context, worker);
  }
  yield* endPod(context, worker);
  context.pressure.noteGone(worker);
  while (!worker.isRemoved) {
    yield* worker.wakeUps.take();
    publishStatus(context, worker, true);
  }
  context.objects.release(worker.uid);
  context.runtime.remove(worker.runtime);
}

/** A Pod that had ended before this kubelet saw it. */
function isOverAlready(worker: PodWorker): boolean {
  const phase = worker.status?.phase ?? worker.stored?.status.phase;
  return phase === 'Failed' || phase === 'Succeeded';
}

function* takeUp(context: KubeletContext, worker: PodWorker): Process {
  const { admitted } = context;
  const isKnown = worker.runtime.sandbox !== undefined;
  if (isKnown) admitted.adopt(worker.pod);
  const refusal = isKnown || worker.isStatic ? undefined : (context.pressure.refuse(worker.pod) ?? (yield* admit(context, worker.pod)));
  if (!refusal) return;
  worker.report(context, { type: 'Warning', reason: refusal.reason, message: refusal.message });
  worker.isRejected = true;
  worker.end({ reason: refusal.reason, message: `Pod was rejected: ${refusal.message}` });
}

/** Lets a Pod in; for a critical one that the node has no room for others have to go. */
function* admit(context: KubeletContext, pod: Pod): Process<PodEnding | undefined> {
  const { admitted } = context;
  const refusal = admitted.admit(context, pod);
  if (!refusal?.reason.startsWith('OutOf') || !isCritical(pod)) return refusal;
  return (yield* makeRoom(context, pod, admitted.lacksFor(context, pod))) ?? admitted.admit(context, pod);
}

function* waitForWork(context: KubeletContext, worker: PodWorker, againMs: number | undefined): Process {
  const deadlineMs = deadlineOf(worker);
  const untilDeadlineMs = deadlineMs === undefined ? undefined : deadlineMs - context.kernel.nowMs;
  if (againMs === undefined && untilDeadlineMs === undefined) yield* worker.wakeUps.take();
  else yield* worker.wakeUps.takeWithin(Math.max(0, Math.min(againMs ?? Number.POSITIVE_INFINITY, untilDeadlineMs ?? Number.POSITIVE_INFINITY)));
}

function deadlineOf(worker: PodWorker): number | undefined {
  const { activeDeadlineSeconds } = worker.pod.spec;
  return activeDeadlineSeconds === undefined ? undefined : worker.startedMs + activeDeadlineSeconds * 1000;
}

/** A Pod that has used up its time or its share of the disk is ended by its node. */
function endWhenDue(context: KubeletContext, worker: PodWorker): void {
  const deadlineMs = deadlineOf(worker);
  if (deadlineMs !== undefined && context.kernel.nowMs >= deadlineMs) {
    const message = 'Pod was active on the node longer than the specified deadline';
    worker.report(context, { type: 'Normal', reason: 'DeadlineExceeded', message });
    worker.end({ reason: 'DeadlineExceeded', message });
  }
  const message = overuseOf(worker);
  if (message === undefined) return;
  worker.report(context, { type: 'Warning', reason: 'Evicted', message });
  worker.end({ reason: 'Evicted', message, isForgotten: true }, 0);
}
