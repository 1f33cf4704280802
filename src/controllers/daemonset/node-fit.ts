// Upstream: pkg/controller/daemon NodeShouldRunDaemonPod; pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations
import { matchesRequiredNodeAffinity, toleratesTaint } from '../../kinds/index.ts';
import type { DaemonSet, Node, PodSpec, Taint, Toleration } from '../../kinds/index.ts';

/** Whether a node is to have the DaemonSet's Pod, and whether one that is there may stay. */
export interface Fit {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

const everywhere: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const withoutNetwork: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

/** What the Pod tolerates: all that its template says, and a node that is in trouble. */
export function daemonTolerations({ tolerations = [], hostNetwork }: PodSpec): readonly Toleration[] {
  const added = hostNetwork === true ? [...everywhere, withoutNetwork] : everywhere;
  const isSame = (a: Toleration, b: Toleration): boolean => a.key === b.key && a.operator === b.operator && a.effect === b.effect && (a.value ?? '') === (b.value ?? '');
  const own = tolerations.map((one) => added.find((other) => isSame(one, other)) ?? one);
  return [...own, ...added.filter((one) => !own.includes(one))];
}

/** How the DaemonSet's Pods fit the node. */
export function fitOf({ spec: { template: { spec } } }: DaemonSet, { metadata: { name, labels = {} }, spec: { taints = [] } }: Node): Fit {
  if (spec.nodeName && spec.nodeName !== name) return { shouldRun: false, mayStay: false };
  if (!matchesRequiredNodeAffinity(spec, { name, labels })) return { shouldRun: false, mayStay: false };
  const tolerations = daemonTolerations(spec);
  const repelling = taints.filter((taint) => !toleratesTaint(tolerations, taint));
  const repels = (effect: Taint['effect']): boolean => repelling.some((taint) => taint.effect === effect);
  const mayStay = !repels('NoExecute');
  return { shouldRun: mayStay && !repels('NoSchedule'), mayStay };
}
