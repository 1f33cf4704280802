// Upstream: pkg/controller/disruption/disruption.go
import { formatTime, parseTime, scaledValue } from '../../base/index.ts';
import { podIsReady, setCondition } from '../../kinds/index.ts';
import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../kinds/index.ts';

/** How long an eviction may take before it counts as come to nothing. */
const deletionTimeoutMs = 120_000; // pkg/controller/disruption DeletionTimeout

/** How many Pods there ought to be, and how many of them healthy. */
export interface Expected {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

/** What a budget wants of so many Pods; those that were to be there come from their controllers unless the budget is a plain count. */
export function expectedOf({ spec: { minAvailable, maxUnavailable } }: PodDisruptionBudget, pods: number, wanted: number): Expected {
  if (maxUnavailable !== undefined) {
    return { expectedPods: wanted, desiredHealthy: Math.max(0, wanted - (scaledValue(maxUnavailable, wanted, true) ?? 0)) };
  }
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  if (typeof minAvailable === 'number') return { expectedPods: pods, desiredHealthy: minAvailable };
  return { expectedPods: wanted, desiredHealthy: scaledValue(minAvailable, wanted, true) ?? 0 };
}

/** Whether a budget has to know what the controllers of its Pods want. */
export function needsControllers({ spec: { minAvailable, maxUnavailable } }: PodDisruptionBudget): boolean {
  return maxUnavailable !== undefined || typeof minAvailable === 'string';
}

/** Evictions that are on their way, and those that nobody carried out in time. */
export interface Disruptions {
  readonly pending: Readonly<Record<string, string>>;
  readonly failed: readonly Pod[];
  /** When the next of them is to be looked at again, from now. */
  readonly recheckMs: number | undefined;
}

/** What has become of the evictions that a budget knows of. */
export function disruptionsOf({ status }: PodDisruptionBudget, pods: readonly Pod[], nowMs: number): Disruptions {
  const pending: Record<string, string> = {};
  const failed: Pod[] = [];
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const since = status.disruptedPods?.[name];
    if (deletionTimestamp !== undefined || since === undefined) continue;
    const leftMs = (parseTime(since) ?? 0) + deletionTimeoutMs - nowMs;
    if (leftMs <= 0) {
      failed.push(pod);
    } else {
      pending[name] = since;
      recheckMs = Math.min(recheckMs ?? leftMs, leftMs);
    }
  }
  return { pending, failed, recheckMs };
}

/** The status of a budget: how many of its Pods are healthy, and how many of those may go. */
export function budgetStatus(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  expected: Expected,
  { pending }: Disruptions,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const currentHealthy = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && pending[pod.metadata.name] === undefined && podIsReady(pod)).length;
  const disruptionsAllowed = expected.expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - expected.desiredHealthy);
  const { disruptedPods: _, ...known } = budget.status;
  return {
    ...known,
    currentHealthy,
    ...expected,
    disruptionsAllowed,
    ...(Object.keys(pending).length > 0 ? { disruptedPods: pending } : {}),
    observedGeneration: budget.metadata.generation ?? 0,
    conditions: setCondition(budget.status.conditions, {
      ...(disruptionsAllowed > 0 ? { reason: 'SufficientPods', status: 'True' as const } : { reason: 'InsufficientPods', status: 'False' as const }),
      ...conditionAt(budget.metadata.generation ?? 0, nowMs),
      message: '',
    }),
  };
}

/** The status of a budget that cannot be worked out: nothing may go. */
export function failedStatus({ status }: PodDisruptionBudget, message: string, nowMs: number): PodDisruptionBudgetStatus {
  const condition: Condition = { reason: 'SyncFailed', status: 'False', ...conditionAt(status.observedGeneration ?? 0, nowMs), message };
  return { ...status, disruptionsAllowed: 0, conditions: setCondition(status.conditions, condition) };
}

function conditionAt(observedGeneration: number, nowMs: number): Pick<Condition, 'type' | 'lastTransitionTime' | 'observedGeneration'> {
  return { type: 'DisruptionAllowed', lastTransitionTime: formatTime(nowMs), observedGeneration };
}
