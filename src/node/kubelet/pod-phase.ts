// Upstream: pkg/kubelet/kubelet_pods.go getPhase
import type { ContainerStatus, Pod, PodStatus } from '../../kinds/index.ts';
import { shouldRestart } from './pod-worker.ts';

interface Count {
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
}

/** Where a Pod is in its life, from the statuses of its containers. `isOver`: the node has ended it, nothing starts again. */
export function phaseOf(pod: Pod, inits: readonly ContainerStatus[], statuses: readonly ContainerStatus[], isOver: boolean): PodStatus['phase'] {
  const init = initialisation(pod, inits);
  if (init === 'failed') return 'Failed';
  const count = countStates(statuses);
  if (isOver && count.running === 0) return count.stopped > 0 && count.stopped === count.succeeded ? 'Succeeded' : 'Failed';
  if (init === 'pending' && count.running === 0 && count.stopped === 0) return 'Pending';
  if (count.waiting > 0) return 'Pending';
  if (count.running > 0) return 'Running';
  if (count.stopped === 0) return 'Pending';
  const restarts = pod.spec.containers.some((container, index) => {
    const state = statuses[index]?.state.terminated ?? statuses[index]?.lastState.terminated;
    return shouldRestart(pod, container, state?.exitCode ?? 0);
  });
  if (restarts) return 'Running';
  return count.stopped === count.succeeded ? 'Succeeded' : 'Failed';
}

function initialisation(pod: Pod, inits: readonly ContainerStatus[]): 'done' | 'failed' | 'pending' {
  let result: 'done' | 'pending' = 'done';
  for (const [index, container] of (pod.spec.initContainers ?? []).entries()) {
    const status = inits[index];
    if (container.restartPolicy === 'Always') {
      if (!status?.started) result = 'pending';
      continue;
    }
    const ended = status?.state.terminated ?? (status?.state.waiting ? status.lastState.terminated : undefined);
    if (ended && ended.exitCode !== 0 && !shouldRestart(pod, container, ended.exitCode)) return 'failed';
    if (status?.state.terminated?.exitCode !== 0) result = 'pending';
  }
  return result;
}

function countStates(statuses: readonly ContainerStatus[]): Count {
  const count: Count = { running: 0, waiting: 0, stopped: 0, succeeded: 0 };
  for (const { state, lastState } of statuses) {
    const ended = state.terminated ?? (state.waiting ? lastState.terminated : undefined);
    if (state.running) count.running++;
    else if (!ended) count.waiting++;
    else count.stopped++;
    if (state.terminated?.exitCode === 0) count.succeeded++;
  }
  return count;
}
