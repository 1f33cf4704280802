import { toleratesTaint } from '../../kinds/index.ts';
import type { Taint } from '../../kinds/index.ts';
import { changedNode } from '../cluster-event.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { lowestIsBest } from '../plugin.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, unresolvable } from '../verdict.ts';

/** Taints keep Pods away that do not tolerate them; a PreferNoSchedule taint only makes a node less wanted. */
export const taintToleration: SchedulerPlugin = {
  name: 'TaintToleration',
  weight: 3,
  // An eviction cannot remove a taint.
  filter: (pod) => (node) => (hasUntoleratedTaint(pod, node) ? unresolvable('node(s) had untolerated taint(s)') : fits),
  scoring: ({ pod }) => ({
    score: (node) => {
      let count = 0;
      for (const taint of node.taints) if (!repels(taint) && !toleratesTaint(pod.spec.tolerations, taint)) count++;
      return count;
    },
    normalize: lowestIsBest,
  }),
  mayHelp: (event, pod) => {
    const node = changedNode(event, 'taints');
    return node !== undefined && !hasUntoleratedTaint(pod, node);
  },
};

/** Whether a taint of the node keeps the Pod away. */
export function hasUntoleratedTaint({ pod }: PodInfo, node: NodeInfo): boolean {
  for (const taint of node.taints) if (repels(taint) && !toleratesTaint(pod.spec.tolerations, taint)) return true;
  return false;
}

function repels(taint: Taint): boolean {
  return taint.effect !== 'PreferNoSchedule';
}
