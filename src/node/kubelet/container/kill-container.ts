// Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
import type { Process } from '../../../kernel/index.ts';
import type { Container } from '../../runtime/container.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';
import { fieldPathOf } from '../pod-worker.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';
import { runHook } from '../../later.ts';

/** How a container is to be ended. */
export interface Killing {
  readonly message: string;
  /** When it is ended by force; asked again when the Pod is to end sooner. */
  readonly untilMs: () => number;
  /** Waits until it is this container's turn to be told, after its hook. */
  readonly turn?: () => Process;
}

/** Ends a container: preStop hook, stop signal when it is its turn, and after the grace period the end by force. */
export function* killContainer(context: KubeletContext, worker: PodWorker, spec: AnyContainer, container: Container, how: Killing): Process {
  if (!container.isRunning) return;
  const { kernel } = context;
  const report = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    worker.report(context, { type, reason, message }, fieldPathOf(worker.pod, spec));
  report('Normal', 'Killing', how.message);
  const hook = spec.lifecycle?.preStop;
  const graceMs = how.untilMs() - kernel.nowMs;
  if (hook && graceMs > 0 && !(yield* runHook(context, spec, container, hook, graceMs))) report('Warning', 'FailedPreStopHook', 'PreStopHook failed');
  const leastMs = graceMs > 0 && hook ? kernel.nowMs + limits.leastGraceMs : 0;
  if (how.turn) yield* how.turn();
  yield* container.stop(() => Math.max(how.untilMs(), leastMs), worker.hurried);
}
