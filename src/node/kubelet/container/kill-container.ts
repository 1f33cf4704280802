// Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
import type { Process } from '../../../kernel/index.ts';
import type { Container } from '../../runtime/container.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';
import { fieldPathOf } from '../pod-worker.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';
import { runHook } from './hooks.ts';

/** Ends a container: preStop hook, stop signal, and after the grace period the end by force. */
export function* killContainer(
  context: KubeletContext, worker: PodWorker, spec: AnyContainer, container: Container, how: { readonly message: string; readonly graceMs: number },
): Process {
  if (!container.isRunning) return;
  const { kernel } = context;
  const report = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    worker.report(context, { type, reason, message }, fieldPathOf(worker.pod, spec));
  report('Normal', 'Killing', how.message);
  const beganMs = kernel.nowMs;
  const hook = spec.lifecycle?.preStop;
  if (hook && how.graceMs > 0 && !(yield* runHook(context, spec, container, hook, how.graceMs))) report('Warning', 'FailedPreStopHook', 'PreStopHook failed');
  const leftMs = how.graceMs - (kernel.nowMs - beganMs);
  yield* container.stop(how.graceMs === 0 ? 0 : Math.max(leftMs, limits.leastGraceMs));
}
