// Upstream: pkg/kubelet/kubelet.go SyncTerminatingPod and SyncTerminatedPod
import { join } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { isSidecar } from '../../kinds/index.ts';
import { killContainer } from './container/kill-container.ts';
import type { KubeletContext } from './context.ts';
import { allContainers } from './pod-worker.ts';
import type { AnyContainer, PodWorker } from './pod-worker.ts';
import { publishStatus } from './publish-status.ts';

/** Ends all containers of a Pod, its sidecars after the others, then takes its sandbox and volumes away. */
export function* endPod(context: KubeletContext, worker: PodWorker): Process {
  publishStatus(context, worker);
  const beganMs = context.kernel.nowMs;
  const untilMs = (): number => (worker.graceUntilMs = beganMs + graceMsOf(worker));
  const { pod } = worker;
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  const others = allContainers(pod).filter((container) => !sidecars.some(({ name }) => name === container.name));
  yield* killAll(context, worker, others, untilMs);
  for (const sidecar of sidecars.toReversed()) yield* killAll(context, worker, [sidecar], untilMs);
  // Before the end is told: the scheduler may send the next Pod at once.
  context.admitted.release(worker.uid);
  publishStatus(context, worker, true);
  yield* context.runtime.stopSandbox(worker.runtime);
  cleanUp(context, worker);
  publishStatus(context, worker, true);
}

function graceMsOf(worker: PodWorker): number {
  const { deletionGracePeriodSeconds } = worker.pod.metadata;
  const seconds = worker.graceSeconds ?? deletionGracePeriodSeconds ?? worker.pod.spec.terminationGracePeriodSeconds;
  return Math.max(seconds, 1) * 1000;
}

function* killAll(context: KubeletContext, worker: PodWorker, specs: readonly AnyContainer[], untilMs: () => number): Process {
  const { kernel } = context;
  const kills = specs.flatMap((spec) => {
    const container = worker.runtime.latest(spec.name);
    if (!container?.isRunning) return [];
    const how = { message: `Stopping container ${spec.name}`, untilMs };
    return [kernel.spawn(`stop ${worker.title} ${spec.name}`, killContainer(context, worker, spec, container, how), context.group)];
  });
  for (const kill of kills) yield* join(kill);
}

function cleanUp(context: KubeletContext, worker: PodWorker): void {
  context.objects.release(worker.uid);
  worker.volumes = undefined;
  worker.canBeDeleted = true;
}
