// Upstream: pkg/controller/nodelifecycle, tryUpdateNodeHealth
import { formatTime } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { Node, NodeCondition } from '../../kinds/index.ts';

/** What a kubelet reports; all become Unknown when it no longer does. */
const reported = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** The conditions of a node whose kubelet has fallen silent. */
export function silentConditions(node: Node, wallMs: number): readonly NodeCondition[] {
  const now = formatTime(wallMs);
  const old = node.status.conditions ?? [];
  const kept = old.map((condition) => (reported.some((type) => type === condition.type) ? unknown(condition, now) : condition));
  const missing = reported.filter((type) => !findCondition(old, type));
  return [...kept, ...missing.map((type) => neverPosted(type, node.metadata.creationTimestamp, now))];
}

function unknown(condition: NodeCondition, now: string): NodeCondition {
  if (condition.status === 'Unknown') return condition;
  return {
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: now,
  };
}

function neverPosted(type: string, createdAt: string, now: string): NodeCondition {
  return {
    type,
    status: 'Unknown',
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: createdAt,
    lastTransitionTime: now,
  };
}
