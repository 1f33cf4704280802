// What is refused in Deployments.
// Upstream: pkg/apis/apps/validation ValidateDeploymentSpec, ValidateDeploymentStatus

import { intOrStringValue } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkCountOrPercentage, checkNonNegative } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, path, printed } from '../field-error.ts';
import type { Deployment, DeploymentStrategy, RollingUpdateDeployment } from '../generated/types.ts';
import { checkReplicaCounts, checkSelectedTemplate, selectorErrors } from './workload-validation.ts';

const at = path('spec');

const percentage = (value: number | string): number | undefined =>
  typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;

function checkRollingUpdate(errors: Errors, where: FieldPath, { maxSurge, maxUnavailable }: RollingUpdateDeployment): void {
  checkCountOrPercentage(errors, where.child('maxUnavailable'), maxUnavailable);
  checkCountOrPercentage(errors, where.child('maxSurge'), maxSurge);
  const isZero = (value: number | string): boolean => (percentage(value) ?? intOrStringValue(value)) === 0;
  if (isZero(maxUnavailable) && isZero(maxSurge)) {
    errors.push(invalid(where.child('maxUnavailable'), maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  if ((percentage(maxUnavailable) ?? 0) > 100) {
    errors.push(invalid(where.child('maxUnavailable'), maxUnavailable, 'must not be greater than 100%'));
  }
}

function checkStrategy(errors: Errors, where: FieldPath, strategy: DeploymentStrategy): void {
  const { type, rollingUpdate } = strategy;
  if (type === 'Recreate') {
    if (rollingUpdate) errors.push(forbidden(where.child('rollingUpdate'), "may not be specified when strategy `type` is 'Recreate'"));
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate) checkRollingUpdate(errors, where.child('rollingUpdate'), rollingUpdate);
  } else {
    const rolling = rollingUpdate ? JSON.stringify({ MaxUnavailable: rollingUpdate['maxUnavailable'], MaxSurge: rollingUpdate['maxSurge'] }) : 'null';
    errors.push(notSupported(where, printed(`{"Type":${JSON.stringify(type)},"RollingUpdate":${rolling}}`), ['Recreate', 'RollingUpdate']));
  }
}

/** Errors of a new Deployment. */
export function validateDeployment({ spec }: Deployment): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkNonNegative(errors, at, 'replicas', spec.replicas);
  checkSelectedTemplate(errors, at, spec);
  checkStrategy(errors, at.child('strategy'), spec.strategy);
  checkNonNegative(errors, at, 'minReadySeconds', spec.minReadySeconds);
  checkNonNegative(errors, at, 'revisionHistoryLimit', spec.revisionHistoryLimit);
  checkNonNegative(errors, at, 'progressDeadlineSeconds', spec.progressDeadlineSeconds);
  if (spec.progressDeadlineSeconds <= (spec.minReadySeconds ?? 0)) {
    errors.push(invalid(at.child('progressDeadlineSeconds'), spec.progressDeadlineSeconds, 'must be greater than minReadySeconds'));
  }
  return errors;
}

/** Errors of a changed Deployment. */
export function validateDeploymentUpdate(next: Deployment, previous: Deployment): readonly FieldError[] {
  if (next.spec === previous.spec) return [];
  return [...validateDeployment(next), ...selectorErrors(next.spec.selector, previous.spec.selector)];
}

/** Errors of a Deployment's status: counts that cannot be. */
export function validateDeploymentStatus({ status }: Deployment, previous: Deployment): readonly FieldError[] {
  const errors: FieldError[] = [];
  const where = path('status');
  const { observedGeneration, replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  checkNonNegative(errors, where, 'observedGeneration', observedGeneration);
  checkNonNegative(errors, where, 'replicas', replicas);
  checkNonNegative(errors, where, 'updatedReplicas', updatedReplicas);
  checkNonNegative(errors, where, 'readyReplicas', readyReplicas);
  checkNonNegative(errors, where, 'availableReplicas', availableReplicas);
  checkNonNegative(errors, where, 'unavailableReplicas', status.unavailableReplicas);
  checkNonNegative(errors, where, 'collisionCount', status.collisionCount);
  checkReplicaCounts(errors, where, replicas, { updatedReplicas, readyReplicas, availableReplicas });
  const before = previous.status.collisionCount;
  if (before !== undefined && (status.collisionCount ?? -1) < before) {
    errors.push(invalid(where.child('collisionCount'), status.collisionCount ?? 0, 'cannot be decremented'));
  }
  return errors;
}
