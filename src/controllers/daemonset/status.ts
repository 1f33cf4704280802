// Upstream: pkg/controller/daemon updateDaemonSetStatus
import { podIsAvailable, podIsReady } from '../../kinds/index.ts';
import type { DaemonSet, DaemonSetStatus, Node } from '../../kinds/index.ts';
import { byAge, isUpToDate } from './daemon-pods.ts';
import type { PodsByNode } from './daemon-pods.ts';
import { fitOf } from './node-fit.ts';

/** What the status says of these nodes and Pods. */
export function statusOf(daemonSet: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string, nowMs: number): DaemonSetStatus {
  const { minReadySeconds = 0 } = daemonSet.spec;
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0];
  for (const node of nodes) {
    const [oldest] = [...pods.get(node.metadata.name) ?? []].sort(byAge);
    if (!fitOf(daemonSet, node).shouldRun) {
      if (oldest) misscheduled++;
      continue;
    }
    desired++;
    if (!oldest) continue;
    current++;
    if (podIsReady(oldest)) ready++;
    if (podIsAvailable(oldest, minReadySeconds, nowMs)) available++;
    if (isUpToDate(daemonSet, hash, oldest)) updated++;
  }
  const { collisionCount, conditions } = daemonSet.status;
  return {
    currentNumberScheduled: current,
    desiredNumberScheduled: desired,
    numberMisscheduled: misscheduled,
    numberReady: ready,
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(desired > available ? { numberUnavailable: desired - available } : {}),
    ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
