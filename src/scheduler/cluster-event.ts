import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Something that happened in the cluster and that might let a waiting Pod in. */
export type ClusterEvent =
  | { readonly type: 'node-added'; readonly node: NodeInfo }
  | { readonly type: 'node-removed'; readonly node: NodeInfo }
  | { readonly type: 'node-changed'; readonly node: NodeInfo; readonly what: ReadonlySet<NodeAspect> }
  /** A Pod came to a node, or its labels changed there; `previous` is what was known of it. */
  | { readonly type: 'pod-placed'; readonly pod: PodInfo; readonly previous: PodInfo | undefined }
  | { readonly type: 'pod-gone'; readonly pod: PodInfo }
  /** A claim, a volume or a class came or is another one. */
  | { readonly type: 'storage-changed' }
  /** A claim for devices, a slice of devices or a class of them came or changed. */
  | { readonly type: 'devices-changed' };

/** The parts of a node that filters look at. */
export type NodeAspect = 'labels' | 'taints' | 'unschedulable' | 'allocatable';

/** The node that is new or changed in one of these respects; undefined when the event is about something else. */
export function changedNode(event: ClusterEvent, ...aspects: readonly NodeAspect[]): NodeInfo | undefined {
  if (event.type === 'node-added') return event.node;
  if (event.type === 'node-changed' && aspects.some((aspect) => event.what.has(aspect))) return event.node;
  return undefined;
}
