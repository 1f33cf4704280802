// Upstream: pkg/kubelet/types/pod_update.go IsCriticalPod, Preemptable
import type { Pod } from '../../kinds/index.ts';

const criticalPriority = 2_000_000_000; // scheduling.SystemCriticalPriority

/** Whether the cluster needs the Pod to work: a node does not evict it, and makes room for it. */
export function isCritical({ spec }: Pod): boolean {
  return (spec.priority ?? 0) >= criticalPriority;
}
