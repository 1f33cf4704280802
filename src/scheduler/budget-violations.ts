// Upstream: pkg/scheduler/framework/plugins/defaultpreemption filterPodsWithPDBViolation
import { isEmptySelector, selectorMatches } from '../kinds/index.ts';
import type { PodDisruptionBudget } from '../kinds/index.ts';
import type { PodInfo } from './pod-info.ts';

/** The PodDisruptionBudgets of a namespace. */
export type Budgets = (namespace: string) => readonly PodDisruptionBudget[];

/**
 * Those of some Pods that could not be evicted if all of them were, without one of their budgets being broken. What a budget
 * still allows goes to the first of them.
 */
export function budgetViolations(pods: readonly PodInfo[], budgets: Budgets): ReadonlySet<PodInfo> {
  const left = new Map<PodDisruptionBudget, number>();
  const violating = new Set<PodInfo>();
  for (const info of pods) {
    for (const budget of budgets(info.namespace)) {
      if (!isGuarded(info, budget)) continue;
      const allowed = (left.get(budget) ?? budget.status.disruptionsAllowed ?? 0) - 1;
      left.set(budget, allowed);
      if (allowed < 0) violating.add(info);
    }
  }
  return violating;
}

/** A Pod whose eviction a budget knows of already has been counted. */
function isGuarded({ labels, pod }: PodInfo, { spec: { selector }, status }: PodDisruptionBudget): boolean {
  if (!selector || isEmptySelector(selector) || !selectorMatches(selector, labels)) return false;
  return status.disruptedPods?.[pod.metadata.name] === undefined;
}
