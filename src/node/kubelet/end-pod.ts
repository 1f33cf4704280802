// Upstream: pkg/kubelet/kubelet.go SyncTerminatingPod and SyncTerminatedPod
import { join } from '../../kernel/index.ts';
import type { Process, RunningProcess } from '../../kernel/index.ts';
import { isSidecar } from '../../kinds/index.ts';
import { killContainer } from './container/kill-container.ts';
import type { Killing } from './container/kill-container.ts';
import type { KubeletContext } from './context.ts';
import { allContainers } from './pod-worker.ts';
import type { AnyContainer, PodWorker } from './pod-worker.ts';
import { publishStatus } from './publish-status.ts';

/** Ends all containers of a Pod, its sidecars after the others, then takes its sandbox and volumes away. */
export function* endPod(context: KubeletContext, worker: PodWorker): Process {
  publishStatus(context, worker);
  const beganMs = context.kernel.nowMs;
  const untilMs = (): number => (worker.graceUntilMs = beganMs + graceMsOf(worker));
  yield* killAll(context, worker, untilMs);
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

/** All hear at once that the end has come, and their hooks run; a sidecar is stopped when those have ended that it was there for. */
function* killAll(context: KubeletContext, worker: PodWorker, untilMs: () => number): Process {
  const { pod } = worker;
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  const others = allContainers(pod).filter((container) => !sidecars.some(({ name }) => name === container.name));
  let earlier: readonly RunningProcess[] = [];
  for (const specs of [others, ...sidecars.toReversed().map((sidecar) => [sidecar])]) {
    const before = earlier;
    const kills = specs.flatMap((spec) => kill(context, worker, spec, { untilMs, turn: () => joinAll(before) }));
    earlier = earlier.concat(kills);
  }
  yield* joinAll(earlier);
}

function kill(context: KubeletContext, worker: PodWorker, spec: AnyContainer, how: Omit<Killing, 'message'>): readonly RunningProcess[] {
  const container = worker.runtime.latest(spec.name);
  if (!container?.isRunning) return [];
  const killing = killContainer(context, worker, spec, container, { message: `Stopping container ${spec.name}`, ...how });
  return [context.kernel.spawn(`stop ${worker.title} ${spec.name}`, killing, context.group)];
}

function* joinAll(processes: readonly RunningProcess[]): Process {
  for (const process of processes) yield* join(process);
}

function cleanUp(context: KubeletContext, worker: PodWorker): void {
  context.objects.release(worker.uid);
  context.inUse.release(worker.uid);
  worker.volumes = undefined;
  worker.canBeDeleted = true;
}
