// Upstream: pkg/controller/nodelifecycle, nodeConditionToTaintKeyStatusMap
import { formatTime } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { Node, Taint } from '../../kinds/index.ts';

const prefix = 'node.kubernetes.io/';
const conditionTaints: readonly (readonly [type: string, status: string, key: string])[] = [
  ['Ready', 'False', 'not-ready'],
  ['Ready', 'Unknown', 'unreachable'],
  ['MemoryPressure', 'True', 'memory-pressure'],
  ['DiskPressure', 'True', 'disk-pressure'],
  ['NetworkUnavailable', 'True', 'network-unavailable'],
  ['PIDPressure', 'True', 'pid-pressure'],
];
const ours: ReadonlySet<string> = new Set([...conditionTaints.map(([, , key]) => key), 'unschedulable'].map((key) => prefix + key));

/**
 * The node's taints as its conditions want them: NoSchedule for each trouble, and NoExecute for a node that is not ready
 * when Pods may be evicted. The same list when nothing changes.
 */
export function taintsOf(node: Node, mayEvict: boolean, wallMs: number): readonly Taint[] {
  const old = node.spec.taints ?? [];
  const wanted = wantedTaints(node, mayEvict);
  const isWanted = (taint: Taint): boolean => wanted.some((other) => other.key === taint.key && other.effect === taint.effect);
  const isManaged = (taint: Taint): boolean =>
    ours.has(taint.key) && (taint.effect === 'NoSchedule' || taint.key === `${prefix}not-ready` || taint.key === `${prefix}unreachable`);
  const kept = old.filter((taint) => !isManaged(taint) || isWanted(taint));
  const added = wanted.filter((taint) => !old.some((other) => other.key === taint.key && other.effect === taint.effect));
  if (added.length === 0 && kept.length === old.length) return old;
  const now = formatTime(wallMs);
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: now }))];
}

function wantedTaints(node: Node, mayEvict: boolean): readonly Taint[] {
  const conditions = node.status.conditions ?? [];
  const keys = conditionTaints.filter(([type, status]) => findCondition(conditions, type)?.status === status).map(([, , key]) => prefix + key);
  if (node.spec.unschedulable) keys.push(`${prefix}unschedulable`);
  const taints: Taint[] = keys.map((key) => ({ key, effect: 'NoSchedule' }));
  const lost = keys.find((key) => key === `${prefix}not-ready` || key === `${prefix}unreachable`);
  if (lost !== undefined && mayEvict) taints.push({ key: lost, effect: 'NoExecute' });
  return taints;
}
