// Reading a Pod's state: is it ready, available, finished, still counted?
// Upstream: k8s.io/kubernetes pkg/api/v1/pod, pkg/controller IsPodActive

import { parseTime } from '../../../base/index.ts';
import { findCondition } from '../../conditions.ts';
import type { Container, ContainerStatus, Pod, PodCondition } from '../../generated/types.ts';

/** A condition of the Pod by its type. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return findCondition(pod.status.conditions, type);
}

/** The Ready condition, if the kubelet has written one. */
export function podReadyCondition(pod: Pod): PodCondition | undefined {
  return podCondition(pod, 'Ready');
}

/** Whether the Pod's Ready condition is True. */
export function podIsReady(pod: Pod): boolean {
  return podReadyCondition(pod)?.status === 'True';
}

/** Whether the Pod has been ready for so long that it counts as available. */
export function podIsAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  const ready = podReadyCondition(pod);
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  const since = parseTime(ready.lastTransitionTime ?? '');
  return since !== undefined && since + minReadySeconds * 1000 <= nowMs;
}

/** Whether the Pod has ended, with or without success: its containers never run again. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded';
}

/** Whether the Pod still counts for its controller: neither ended nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Whether an init container is a sidecar: it goes on running beside the others. */
export function isSidecar(container: Pick<Container, 'restartPolicy'>): boolean {
  return container.restartPolicy === 'Always';
}

/** The status of a container, init container or ephemeral container by name. */
export function containerStatus(pod: Pod, name: string): ContainerStatus | undefined {
  const byName = (status: ContainerStatus): boolean => status.name === name;
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = pod.status;
  return containerStatuses?.find(byName) ?? initContainerStatuses?.find(byName) ?? ephemeralContainerStatuses?.find(byName);
}
