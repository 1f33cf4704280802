// Upstream: pkg/kubelet/kubelet_pods.go validateContainerLogStatus
import type { KubeletLogs } from '../../../kinds/index.ts';
import { containerStatus } from '../../../kinds/index.ts';
import { ContainerLog } from '../../runtime/container-log.ts';
import type { KubeletContext } from '../context.ts';
import { makePodStatus } from '../pod-status.ts';
import type { PodWorker } from '../pod-worker.ts';

/** The log that a request means, or why there is none. */
export function findLog(context: KubeletContext, worker: PodWorker, { container, pod, options }: KubeletLogs): ContainerLog | string {
  const status = containerStatus({ ...worker.pod, status: makePodStatus(context, worker, worker.canBeDeleted) }, container);
  if (!status) return `container "${container}" in pod "${pod}" is not available`;
  const latest = worker.runtime.latest(container);
  if (options.previous) {
    const { terminated } = status.lastState;
    const attempts = [latest, worker.runtime.previous(container)];
    const before = attempts.find((one) => one !== undefined && terminated?.containerID === `containerd://${one.id}`);
    return before?.log ?? `previous terminated container "${container}" in pod "${pod}" not found`;
  }
  if (latest && worker.canBeDeleted && worker.ended?.reason === 'Evicted') {
    return worker.ended.isForgotten ? `container "${container}" in pod "${pod}" is terminated` : removedLog(context, latest.id);
  }
  if (latest && (latest.isRunning || latest.exit)) return latest.log;
  const previous = worker.runtime.previous(container);
  if (previous) return previous.log;
  const reason = status.state.waiting?.reason;
  const why = reason === 'ErrImagePull' ? "image can't be pulled" : reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
  return `container "${container}" in pod "${pod}" is waiting to start${why === undefined ? ' - no logs yet' : `: ${why}`}`;
}

/** What stands for the log of a container that is gone: those of evicted Pods are removed at once. */
function removedLog({ kernel }: KubeletContext, id: string): ContainerLog {
  const log = new ContainerLog(() => kernel.nowMs);
  log.add('stdout', `unable to retrieve container logs for containerd://${id}`);
  log.isEnded = true;
  return log;
}
