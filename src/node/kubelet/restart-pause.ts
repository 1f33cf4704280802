// Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff
import { formatDuration } from '../../base/index.ts';
import { limits } from '../limits.ts';
import type { KubeletContext } from './context.ts';
import { fieldPathOf } from './pod-worker.ts';
import type { AnyContainer, PodWorker } from './pod-worker.ts';

/**
 * How long to wait before a container that has ended is started again; 0: start it now. While it waits, its state stays
 * `terminated` for most of the time, as with a real kubelet: `CrashLoopBackOff` shows at the next look of its own accord,
 * which is shortly before the restart, or after a probe has ended the container at once.
 */
export function restartPause(context: KubeletContext, worker: PodWorker, spec: AnyContainer): number {
  const { kernel } = context;
  const exit = worker.runtime.latest(spec.name)?.exit;
  if (!exit) return 0;
  const backOff = worker.restartBackOff(spec.name);
  const remainingMs = backOff.remainingMs(exit.finishedMs, kernel.nowMs);
  if (remainingMs <= 0) {
    backOff.next(exit.finishedMs);
    worker.backOffShownAt?.delete(spec.name);
    return 0;
  }
  const showMs = shownFrom(context, worker, spec, exit.finishedMs, exit.finishedMs + backOff.pauseMs);
  if (kernel.nowMs < showMs) return showMs - kernel.nowMs;
  if (worker.waiting.get(spec.name)?.reason !== 'CrashLoopBackOff') {
    const message = `back-off ${formatDuration(backOff.pauseMs)} restarting failed container=${spec.name} pod=${worker.title}`;
    worker.waiting.set(spec.name, { reason: 'CrashLoopBackOff', message });
  }
  return remainingMs;
}

/** From when on the back-off is shown; decided, and told by an event, once for each end of the container. */
function shownFrom(context: KubeletContext, worker: PodWorker, spec: AnyContainer, finishedMs: number, restartMs: number): number {
  const known = worker.backOffShownAt?.get(spec.name);
  if (known?.finishedMs === finishedMs) return known.showMs;
  const message = `Back-off restarting failed container ${spec.name} in pod ${worker.title}`;
  worker.report(context, { type: 'Warning', reason: 'BackOff', message }, fieldPathOf(worker.pod, spec));
  const resyncMs = finishedMs + limits.resyncMs + context.random.between(0, limits.resyncJitterMs);
  const isAtOnce = worker.killedByProbe?.has(spec.name) ?? false;
  const showMs = isAtOnce ? finishedMs : Math.min(resyncMs, restartMs - limits.relistMs);
  worker.waiting.delete(spec.name);
  (worker.backOffShownAt ??= new Map()).set(spec.name, { finishedMs, showMs });
  return showMs;
}
