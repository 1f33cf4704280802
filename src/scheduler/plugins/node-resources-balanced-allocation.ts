// Upstream: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go
import type { NodeInfo } from '../node-info.ts';
import { greatestScore } from '../plugin.ts';
import type { SchedulerPlugin } from '../plugin.ts';

const balanced = ['cpu', 'memory'] as const;

/** Prefers the node whose CPU and memory are used more evenly with the Pod than without it. */
export const nodeResourcesBalancedAllocation: SchedulerPlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  scoring: ({ requests }) => {
    if (balanced.every((name) => !requests[name])) return undefined;
    return {
      score: (node) => {
        const change = balance(node, requests) - balance(node, {});
        return greatestScore / 2 + Math.trunc((greatestScore / 2 + change) / 2);
      },
    };
  },
};

/** 100 when both are used to the same part, less the more they differ. */
function balance(node: NodeInfo, more: Readonly<Record<string, number>>): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const name of balanced) {
    const allocatable = node.allocatable[name];
    if (!allocatable) continue;
    const part = Math.min(1, ((node.requested[name] ?? 0) + (more[name] ?? 0)) / allocatable);
    low = Math.min(low, part);
    high = Math.max(high, part);
  }
  // The standard deviation of two numbers is half of what they differ by.
  const deviation = high > low ? (high - low) / 2 : 0;
  return Math.trunc((1 - deviation) * greatestScore);
}
