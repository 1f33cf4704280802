// Upstream: pkg/controller/nodelifecycle, zone states and eviction limiters
import { isConditionTrue } from '../../kinds/index.ts';
import type { Node } from '../../kinds/index.ts';
import { limits } from './limits.ts';

/** How fast nodes of a zone may get the taint that evicts their Pods, in nodes a second. */
export type ZonePace = number;

/** The zone a node stands in. */
export function zoneOf(node: Node): string {
  const labels = node.metadata.labels ?? {};
  return `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

/**
 * When every node of the cluster is lost, it is the controller that is cut off, and nothing is evicted. When more than
 * half of a zone is lost, it goes slowly, or not at all in a small one.
 */
export function paceOf(zone: string, nodes: readonly Node[]): ZonePace {
  if (nodes.every((node) => !isReady(node))) return 0;
  const inZone = nodes.filter((node) => zoneOf(node) === zone);
  const lost = inZone.filter((node) => !isReady(node)).length;
  const isPartial = lost < inZone.length && lost > 2 && lost / inZone.length >= limits.unhealthyShare;
  if (!isPartial) return limits.evictionsPerSecond;
  return inZone.length > limits.largeCluster ? limits.secondaryEvictionsPerSecond : 0;
}

function isReady(node: Node): boolean {
  return isConditionTrue(node.status.conditions, 'Ready');
}
