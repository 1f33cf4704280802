// What is refused in ReplicaSets.
// Upstream: pkg/apis/apps/validation ValidateReplicaSetSpec, ValidateReplicaSetStatus

import { checkNonNegative } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { path } from '../field-error.ts';
import type { ReplicaSet } from '../generated/types.ts';
import { checkReplicaCounts, checkSelectedTemplate, selectorErrors } from './workload-validation.ts';

const at = path('spec');

/** Errors of a new ReplicaSet. */
export function validateReplicaSet({ spec }: ReplicaSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkNonNegative(errors, at, 'replicas', spec.replicas);
  checkNonNegative(errors, at, 'minReadySeconds', spec.minReadySeconds);
  checkSelectedTemplate(errors, at, spec);
  return errors;
}

/** Errors of a changed ReplicaSet. */
export function validateReplicaSetUpdate(next: ReplicaSet, previous: ReplicaSet): readonly FieldError[] {
  if (next.spec === previous.spec) return [];
  return [...validateReplicaSet(next), ...selectorErrors(next.spec.selector, previous.spec.selector)];
}

/** Errors of a ReplicaSet's status: counts that cannot be. */
export function validateReplicaSetStatus({ status }: ReplicaSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const where = path('status');
  const { replicas, fullyLabeledReplicas = 0, readyReplicas = 0, availableReplicas = 0, observedGeneration } = status;
  checkNonNegative(errors, where, 'replicas', replicas);
  checkNonNegative(errors, where, 'fullyLabeledReplicas', fullyLabeledReplicas);
  checkNonNegative(errors, where, 'readyReplicas', readyReplicas);
  checkNonNegative(errors, where, 'availableReplicas', availableReplicas);
  checkNonNegative(errors, where, 'observedGeneration', observedGeneration);
  checkReplicaCounts(errors, where, replicas, { fullyLabeledReplicas, readyReplicas, availableReplicas });
  return errors;
}
