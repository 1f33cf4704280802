// Upstream: pkg/scheduler/framework/plugins/helper/spread.go (DefaultSelector)
import { matchLabels } from '../kinds/index.ts';
import type { LabelSelector, Pod } from '../kinds/index.ts';

/** What makes Pods belong together. */
export interface Groups {
  /** Selectors of the namespace's Services. */
  services(namespace: string): Iterable<Readonly<Record<string, string>> | undefined>;
  /** The selector of a ReplicaSet, StatefulSet or ReplicationController. */
  controller(kind: string, namespace: string, name: string): LabelSelector | undefined;
}

/** The selectors of the Pod's Services and of its controller, together; undefined when there are none. */
export function siblingSelectorOf(pod: Pod, groups: Groups): LabelSelector | undefined {
  const { namespace, labels, ownerReferences } = pod.metadata;
  let services: Record<string, string> | undefined;
  for (const selector of groups.services(namespace)) {
    if (selector && Object.keys(selector).length > 0 && matchLabels(selector, labels)) services = { ...services, ...selector };
  }
  const owner = ownerReferences?.find(({ controller }) => controller);
  const own = owner && groups.controller(owner.kind, namespace, owner.name);
  if (!services) return own;
  // Contradictory selectors select nothing, as they should: both sets of requirements are kept.
  const wanted = Object.entries(services).map(([key, value]) => ({ key, operator: 'In' as const, values: [value] }));
  return { ...own, matchExpressions: [...(own?.matchExpressions ?? []), ...wanted] };
}
