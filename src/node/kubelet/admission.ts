// Upstream: pkg/kubelet/lifecycle/predicate.go
import { keyOf, podRequests, resourceAmount, toleratesTaint } from '../../kinds/index.ts';
import type { Node, NodeSelectorTerm, Pod } from '../../kinds/index.ts';
import type { KubeletContext } from './context.ts';
import type { PodEnding, PodWorker } from './pod-worker.ts';

/** Why a node refuses a Pod that was bound to it; undefined: it takes it. */
export function admit(context: KubeletContext, pod: Pod, others: Iterable<PodWorker>): PodEnding | undefined {
  const node = context.node.store.get(keyOf(undefined, context.config.nodeName));
  if (!node) return undefined;
  return insufficient(context, node, pod, others) ?? mismatch(node, pod) ?? untolerated(node, pod);
}

function insufficient(context: KubeletContext, node: Node, pod: Pod, others: Iterable<PodWorker>): PodEnding | undefined {
  const allocatable = node.status.allocatable ?? context.config.capacity;
  const used: Record<string, number> = { pods: 0 };
  for (const other of others) {
    if (!other.isAdmitted || other.pod === pod || other.canBeDeleted) continue;
    used['pods'] = (used['pods'] ?? 0) + 1;
    for (const [name, amount] of Object.entries(podRequests(other.pod))) used[name] = (used[name] ?? 0) + amount;
  }
  const requests: Readonly<Record<string, number>> = { pods: 1, ...podRequests(pod) };
  for (const [name, requested] of Object.entries(requests)) {
    const capacity = resourceAmount(name, allocatable[name] ?? '0');
    const taken = used[name] ?? 0;
    if (requested === 0 || requested <= capacity - taken) continue;
    const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${taken}, capacity: ${capacity}`;
    return { reason: `OutOf${name}`, message };
  }
  return undefined;
}

function mismatch(node: Node, pod: Pod): PodEnding | undefined {
  const labels = node.metadata.labels ?? {};
  const wanted = pod.spec.nodeSelector ?? {};
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const isSelected = Object.keys(wanted).every((key) => labels[key] === wanted[key]);
  if (isSelected && (!terms || terms.some((term) => matchesTerm(node, term)))) return undefined;
  return { reason: 'NodeAffinity', message: 'Predicate NodeAffinity failed: node(s) didn\'t match Pod\'s node affinity/selector' };
}

function matchesTerm(node: Node, term: NodeSelectorTerm): boolean {
  const labels = node.metadata.labels ?? {};
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return expressions.every((one) => matches(labels[one.key], one.operator, one.values ?? []))
    && fields.every((one) => matches(node.metadata.name, one.operator, one.values ?? []));
}

function matches(value: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    case 'Gt': return Number(value) > Number(values[0]);
    case 'Lt': return Number(value) < Number(values[0]);
    default: return false;
  }
}

function untolerated(node: Node, pod: Pod): PodEnding | undefined {
  const taint = node.spec.taints?.find((one) => one.effect === 'NoExecute' && !toleratesTaint(pod.spec.tolerations, one));
  if (!taint) return undefined;
  return { reason: 'TaintToleration', message: `Predicate TaintToleration failed: node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}` };
}
