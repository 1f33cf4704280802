// Which objects a quota is about.
// Upstream: pkg/quota/v1/evaluator/core podMatchesScopeFunc, pvcMatchesScopeFunc

import { isObject } from '../../base/index.ts';
import { qosClassOf } from '../core/pod/pod-resources.ts';
import type { AnyKind } from '../define-kind.ts';
import type { Pod, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../generated/types.ts';
import type { KubeObject } from '../object.ts';

type Requirement = ScopedResourceSelectorRequirement;

/** Whether an object is in all scopes of a quota. Scopes are of Pods and claims: nothing else is in any. */
export function isInScopes({ scopes = [], scopeSelector }: ResourceQuotaSpec, kind: AnyKind, object: KubeObject): boolean {
  const requirements: readonly Requirement[] = [
    ...scopes.map((scopeName): Requirement => ({ scopeName, operator: 'Exists' })),
    ...(scopeSelector?.matchExpressions ?? []),
  ];
  if (requirements.length === 0) return true;
  if (kind.group !== '') return false;
  if (kind.kind === 'Pod') return requirements.every((requirement) => holdsForPod(requirement, object as Pod));
  if (kind.kind === 'PersistentVolumeClaim') return requirements.every((requirement) => holdsForClaim(requirement, object));
  return false;
}

function holdsForPod(requirement: Requirement, { spec }: Pod): boolean {
  switch (requirement.scopeName) {
    case 'Terminating': return isTerminating(spec);
    case 'NotTerminating': return !isTerminating(spec);
    case 'BestEffort': return qosClassOf(spec) === 'BestEffort';
    case 'NotBestEffort': return qosClassOf(spec) !== 'BestEffort';
    case 'PriorityClass': return isSelected(requirement, spec.priorityClassName);
    case 'CrossNamespacePodAffinity': return looksElsewhere(spec);
    case 'VolumeAttributesClass': return false;
  }
}

function holdsForClaim(requirement: Requirement, { spec }: KubeObject): boolean {
  if (requirement.scopeName !== 'VolumeAttributesClass') return false;
  const className = isObject(spec) ? spec['volumeAttributesClassName'] : undefined;
  return isSelected(requirement, typeof className === 'string' ? className : undefined);
}

function isTerminating({ activeDeadlineSeconds }: Pod['spec']): boolean {
  return activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
}

function isSelected({ operator, values = [] }: Requirement, name: string | undefined): boolean {
  const isThere = name !== undefined && name !== '';
  switch (operator) {
    case 'Exists': return isThere;
    case 'DoesNotExist': return !isThere;
    case 'In': return isThere && values.includes(name);
    case 'NotIn': return !isThere || !values.includes(name);
  }
}

/** Whether a Pod's affinity names other namespaces. */
function looksElsewhere({ affinity }: Pod['spec']): boolean {
  const terms = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((rules) => [
    ...(rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
  return terms.some(({ namespaces, namespaceSelector }) => (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined);
}
