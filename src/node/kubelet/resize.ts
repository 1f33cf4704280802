// What containers that run are given when their Pod asks for other amounts: at once, later, or by a restart.
// Upstream: pkg/kubelet/allocation/allocation_manager.go, pkg/kubelet/kuberuntime/kuberuntime_manager.go doPodResizeAction
import type { Container as ContainerSpec, Pod } from '../../kinds/index.ts';
import type { Container } from '../runtime/container.ts';
import { containerLists, resizeWay } from './amounts.ts';
import { memoryLimitOf } from './container/container-config.ts';
import type { KubeletContext } from './context.ts';
import type { AnyContainer, PodEnding, PodWorker } from './pod-worker.ts';

/** Grants what the Pod asks for now if the node has room for it; else it keeps what it has, and its status says so. */
export function settleResize(context: KubeletContext, worker: PodWorker, wished: Pod): void {
  if (worker.isEnding) return;
  const refusal = context.admitted.resize(context, worker, wished);
  if (refusal) return defer(context, worker, wished, refusal);
  worker.wished = undefined;
  worker.deferral = undefined;
  worker.pod = wished;
  worker.resize = { generation: wished.metadata.generation, hasFailed: false };
  worker.report(context, { type: 'Normal', reason: 'ResizeStarted', message: `Pod resize started: ${told(wished)}` });
}

function defer(context: KubeletContext, worker: PodWorker, wished: Pod, { reason, message }: PodEnding): void {
  const { generation } = wished.metadata;
  const isKnown = worker.deferral?.generation === generation && worker.deferral?.message === message;
  worker.deferral = { generation, message };
  if (!isKnown) worker.report(context, { type: 'Warning', reason: 'ResizeDeferred', message: `Pod resize ${reason}: ${told(wished, message)}` });
}

/** Gives a container that runs what it is granted, unless it uses more already. */
export function resizeInPlace(context: KubeletContext, worker: PodWorker, spec: AnyContainer, container: Container): void {
  const limit = memoryLimitOf(spec);
  if (limit > 0 && limit < container.use.memoryLimit && container.use.memoryBytes > limit) {
    if (!worker.resize || worker.resize.hasFailed) return;
    worker.resize.hasFailed = true;
    // The kubelet means what the container uses, but says 0 whatever it is.
    const why = `cannot decrease memory limits: attempting to set container ${JSON.stringify(spec.name)} memory limit (${limit}) below current usage (0)`;
    worker.report(context, { type: 'Warning', reason: 'ResizeError', message: `Pod resize error: ${told(worker.pod, why)}` });
    return;
  }
  container.resources = spec.resources;
  container.use.memoryLimit = limit;
}

/** Says that a resize is done once all containers that run have what they are granted. */
export function noteResized(context: KubeletContext, worker: PodWorker): void {
  const isDone = containerLists(worker.pod).flat().every((spec) => {
    const container = worker.runtime.latest(spec.name);
    return !container?.isRunning || resizeWay(spec, container) === 'none';
  });
  if (!isDone) return;
  worker.resize = undefined;
  worker.report(context, { type: 'Normal', reason: 'ResizeCompleted', message: `Pod resize completed: ${told(worker.pod)}` });
}

/** What events tell of a resize: of all containers, and which version of the Pod asks for it. */
function told({ spec, metadata: { generation } }: Pod, error?: string): string {
  const tell = (list: readonly ContainerSpec[]): object[] => list.map(({ name, resources: { limits, requests } }) => ({ name, resources: { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) } }));
  const inits = tell(spec.initContainers ?? []);
  return JSON.stringify({ ...(inits.length > 0 ? { initContainers: inits } : {}), containers: tell(spec.containers), generation, ...(error === undefined ? {} : { error }) });
}
