// What a CustomResourceDefinition says of itself: which versions there are, and how far it has come.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/helpers.go, k8s.io/apimachinery pkg/version

import { compareText } from '../../base/index.ts';
import { findCondition, isConditionTrue, setCondition } from '../conditions.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '../generated/types.ts';

/** Keeps a definition until all its objects are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

/** Whether its names are its own and it is served. */
export function isEstablished({ status }: CustomResourceDefinition): boolean {
  return isConditionTrue(status.conditions ?? [], 'Established');
}

/** Where it stands who approved a definition in a group of the project itself. */
export const approvalAnnotation = 'api-approved.kubernetes.io';

/** Whether a group is one of the project itself. */
export function isProtectedGroup(group: string): boolean {
  return /(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group);
}

/** The definition, which says of its approval what its annotation does. Upstream: pkg/controller/apiapproval */
export function withApproval(definition: CustomResourceDefinition, now: string): CustomResourceDefinition {
  const { metadata, spec, status } = definition;
  const said = metadata.annotations?.[approvalAnnotation] ?? '';
  if (!isProtectedGroup(spec.group) || said === '') return definition;
  const isApproved = !said.startsWith('unapproved');
  const condition: CustomResourceDefinitionCondition = {
    type: 'KubernetesAPIApprovalPolicyConformant', status: isApproved ? 'True' : 'False', lastTransitionTime: now,
    reason: isApproved ? 'ApprovedAnnotation' : 'UnapprovedAnnotation', message: isApproved ? `approved in ${said}` : `not approved: ${JSON.stringify(said)}`,
  };
  const isFirst = !findCondition(status.conditions ?? [], condition.type);
  return isFirst ? { ...definition, status: { ...status, conditions: [condition, ...(status.conditions ?? [])] } } : withCondition(definition, condition);
}

/** The definition with a condition; itself when it has that already. */
export function withCondition(definition: CustomResourceDefinition, condition: CustomResourceDefinitionCondition): CustomResourceDefinition {
  const { status } = definition;
  const old = findCondition(status.conditions ?? [], condition.type);
  const isSame = old?.status === condition.status && old.reason === condition.reason && old.message === condition.message;
  return isSame ? definition : { ...definition, status: { ...status, conditions: setCondition(status.conditions ?? [], condition) } };
}

/** The definition as its deletion begins: held until the objects are gone, and saying so. */
export function markedForDeletion(definition: CustomResourceDefinition, now: string): CustomResourceDefinition {
  const { metadata } = definition;
  const { finalizers = [] } = metadata;
  const held = finalizers.includes(cleanupFinalizer) ? finalizers : [...finalizers, cleanupFinalizer];
  return withCondition({ ...definition, metadata: { ...metadata, deletionTimestamp: now, finalizers: held } }, {
    type: 'Terminating', status: 'True', lastTransitionTime: now, reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  });
}

const versionPattern = /^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$/;

/** The order in which versions are preferred: v2, v1, v2beta1, v1beta2, v1alpha1, then all others by name. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [versionPattern.exec(a), versionPattern.exec(b)];
  if (!left || !right) return left ? -1 : right ? 1 : compareText(a, b);
  const rank = ([, , stage]: RegExpExecArray): number => (stage === undefined ? 0 : stage === 'beta' ? 1 : 2);
  return rank(left) - rank(right) || Number(right[1]) - Number(left[1]) || Number(right[3] ?? 0) - Number(left[3] ?? 0);
}
