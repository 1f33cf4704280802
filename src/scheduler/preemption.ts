// Who must go so that a Pod of higher priority finds room: as few and as unimportant as possible, and whose budgets allow it.
// Upstream: pkg/scheduler/framework/preemption, plugins/defaultpreemption
import { filtersFor, refusalOf } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { budgetViolations } from './budget-violations.ts';
import type { Budgets } from './budget-violations.ts';
import type { NodeInfo } from './node-info.ts';
import type { SchedulerPlugin } from './plugin.ts';
import type { PodInfo } from './pod-info.ts';
import { WithNode } from './preemption-outlook.ts';
import type { Snapshot } from './snapshot.ts';

/** A node that would do without some of its Pods, the most important of them first. */
export interface Eviction {
  readonly nodeName: string;
  readonly victims: readonly PodInfo[];
  /** How many of them a PodDisruptionBudget would have kept. */
  readonly violations: number;
}

/** Where a Pod may look for room. */
export interface EvictionOptions {
  readonly plugins: readonly SchedulerPlugin[];
  readonly budgets: Budgets;
}

/** The best node to make room on; undefined when that helps nowhere or the Pod may not ask for it. */
export function findEviction(pod: PodInfo, snapshot: Snapshot, attempt: Attempt, options: EvictionOptions): Eviction | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never') return undefined;
  const evictions = snapshot.nodes.flatMap((node) => {
    if (!attempt.refused.get(node.name)?.rejection.isResolvable) return [];
    return evictionOn(node, pod, snapshot, options) ?? [];
  });
  return evictions.reduce<Eviction | undefined>((best, next) => (best && compareEvictions(best, next) <= 0 ? best : next), undefined);
}

/**
 * Everything of lower priority goes at first; then whatever may stay is let stay: what budgets guard before the rest, and of
 * each the most important first.
 */
function evictionOn(node: NodeInfo, pod: PodInfo, snapshot: Snapshot, { plugins, budgets }: EvictionOptions): Eviction | undefined {
  const lesser = [...node.pods.values()].filter((other) => other.priority < pod.priority).sort(byImportance);
  if (lesser.length === 0) return undefined;
  const fitsWithout = (gone: readonly PodInfo[]): boolean => {
    const rest = node.without(gone);
    return refusalOf(rest, filtersFor(pod, new WithNode(snapshot, node, rest), plugins)) === undefined;
  };
  if (!fitsWithout(lesser)) return undefined;
  const violating = budgetViolations(lesser, budgets);
  let victims: readonly PodInfo[] = lesser;
  for (const candidate of [...violating, ...lesser.filter((other) => !violating.has(other))]) {
    const others = victims.filter((other) => other !== candidate);
    if (fitsWithout(others)) victims = others;
  }
  return { nodeName: node.name, victims, violations: victims.filter((victim) => violating.has(victim)).length };
}

const startOf = ({ pod }: PodInfo): string => pod.status.startTime ?? '';

/** Higher priority first; among equals whoever has run longer. */
function byImportance(a: PodInfo, b: PodInfo): number {
  return b.priority - a.priority || (startOf(a) < startOf(b) ? -1 : 1);
}

/** Added to each priority, so that many unimportant Pods do not weigh less than one. */
const priorityOffset = 2 ** 31;

/** Less than nothing when the first is the lesser evil: fewer broken budgets, lower highest priority, lower sum, fewer, later started. */
function compareEvictions(a: Eviction, b: Eviction): number {
  const highest = ({ victims }: Eviction): number => victims[0]?.priority ?? -priorityOffset;
  const sum = ({ victims }: Eviction): number => victims.reduce((total, { priority }) => total + priority + priorityOffset, 0);
  const byStart = firstStartOf(a) === firstStartOf(b) ? 0 : firstStartOf(a) > firstStartOf(b) ? -1 : 1;
  return a.violations - b.violations || highest(a) - highest(b) || sum(a) - sum(b) || a.victims.length - b.victims.length || byStart;
}

/** When the first of the most important victims was started. */
function firstStartOf({ victims }: Eviction): string {
  const starts = victims.filter(({ priority }) => priority === victims[0]?.priority).map(startOf);
  return starts.reduce((first, next) => (next < first ? next : first), starts[0] ?? '');
}
