// Upstream: k8s.io/component-helpers scheduling/corev1/nodeaffinity
import type { NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../generated/types.ts';
import { matchLabels } from '../label-selector.ts';

/** What of a node can be asked for. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whether the node has what a Pod's nodeSelector and required node affinity want. */
export function matchesRequiredNodeAffinity({ nodeSelector, affinity }: PodSpec, node: SelectableNode): boolean {
  if (!matchLabels(nodeSelector, node.labels)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/** Whether all requirements of the term hold; an empty term selects nothing. */
export function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: SelectableNode): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => matchesRequirement(requirement, node.labels[requirement.key])) &&
    matchFields.every((requirement) => matchesRequirement(requirement, requirement.key === 'metadata.name' ? node.name : undefined))
  );
}

function matchesRequirement({ operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return value !== undefined && isOrdered(operator, value, values[0] ?? '');
  }
}

function isOrdered(operator: 'Gt' | 'Lt', value: string, bound: string): boolean {
  const isInteger = /^[+-]?\d+$/;
  if (!isInteger.test(value) || !isInteger.test(bound)) return false;
  return operator === 'Gt' ? Number(value) > Number(bound) : Number(value) < Number(bound);
}
