// Which Pods go when there are too many.
// Upstream: pkg/controller/job activePodsForRemoval; pkg/controller ActivePods
import { parseTime } from '../../base/index.ts';
import { podIsReady, podReadyCondition } from '../../kinds/index.ts';
import type { Job, Pod } from '../../kinds/index.ts';
import { completionIndex, isIndexed } from './job-pods.ts';

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** At least so many of the active Pods, those that have done the least first; of an indexed Job all that are for no completion or for the same one. */
export function surplusPods(job: Job, active: readonly Pod[], atLeast: number): readonly Pod[] {
  const surplus: Pod[] = [];
  let kept = active.toSorted(byLoss);
  if (isIndexed(job)) {
    const best = new Map<number, Pod>();
    for (const pod of kept) {
      const index = completionIndex(job, pod);
      if (index !== undefined) best.set(index, pod);
    }
    const isBest = new Set(best.values());
    surplus.push(...kept.filter((pod) => !isBest.has(pod)));
    kept = kept.filter((pod) => isBest.has(pod));
  }
  return [...surplus, ...kept.slice(0, Math.max(0, atLeast - surplus.length))];
}

function byLoss(a: Pod, b: Pod): number {
  return Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName))
    || phase(a) - phase(b)
    || Number(podIsReady(a)) - Number(podIsReady(b))
    || (podIsReady(a) ? readyMs(b) - readyMs(a) : 0)
    || restarts(b) - restarts(a)
    || (parseTime(b.metadata.creationTimestamp) ?? 0) - (parseTime(a.metadata.creationTimestamp) ?? 0);
}

const phase = ({ status }: Pod): number => phaseOrder[status.phase ?? 'Pending'] ?? 0;
const readyMs = (pod: Pod): number => parseTime(podReadyCondition(pod)?.lastTransitionTime ?? '') ?? 0;
const restarts = ({ status }: Pod): number => Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
