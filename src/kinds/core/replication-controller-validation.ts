// What is refused in ReplicationControllers.
// Upstream: pkg/apis/core/validation ValidateReplicationControllerSpec, ValidateReplicationControllerStatus

import { checkReplicaCounts, unselected } from '../apps/workload-validation.ts';
import { checkNoneNegative } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { path, required } from '../field-error.ts';
import type { ReplicationController } from '../generated/types.ts';
import { matchLabels } from '../label-selector.ts';
import { checkRestartingTemplate } from './pod/pod-spec-validation.ts';

const at = path('spec');

/** Errors of a ReplicationController. */
export function validateReplicationController({ spec }: ReplicationController): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minReadySeconds, replicas, selector, template } = spec;
  checkNoneNegative(errors, at, { minReadySeconds });
  if (Object.keys(selector ?? {}).length === 0) errors.push(required(at.child('selector')));
  checkNoneNegative(errors, at, { replicas });
  const where = at.child('template');
  if (!template) return [...errors, required(where)];
  if (!matchLabels(selector, template.metadata.labels)) errors.push(unselected(where, template.metadata));
  checkRestartingTemplate(errors, where, template, 'ReplicationController');
  return errors;
}

/** Errors of a ReplicationController's status: counts that cannot be. */
export function validateReplicationControllerStatus({ status }: ReplicationController): readonly FieldError[] {
  const errors: FieldError[] = [];
  const where = path('status');
  const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, observedGeneration } = status;
  checkNoneNegative(errors, where, { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, observedGeneration });
  checkReplicaCounts(errors, where, replicas, { fullyLabeledReplicas, readyReplicas, availableReplicas });
  return errors;
}
