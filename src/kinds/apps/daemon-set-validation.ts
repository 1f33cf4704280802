// What is refused in DaemonSets.
// Upstream: pkg/apis/apps/validation ValidateDaemonSetSpec, ValidateRollingUpdateDaemonSet, ValidateDaemonSetStatus

import { intOrStringValue } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkCountOrPercentage, checkLabelSelector, checkNoneNegative } from '../checks.ts';
import { checkRestartingTemplate } from '../core/pod/pod-spec-validation.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, notSupported, path, printed, required } from '../field-error.ts';
import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../generated/types.ts';
import { isEmptySelector } from '../label-selector.ts';
import { checkSelected, selectorErrors } from './workload-validation.ts';

const at = path('spec');

const percentage = (value: number | string): number | undefined =>
  typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
const amount = (value: number | string): number => percentage(value) ?? intOrStringValue(value);

function checkRollingUpdate(errors: Errors, where: FieldPath, { maxSurge, maxUnavailable }: RollingUpdateDaemonSet): void {
  checkCountOrPercentage(errors, where.child('maxUnavailable'), maxUnavailable);
  checkCountOrPercentage(errors, where.child('maxSurge'), maxSurge);
  for (const [name, value] of [['maxUnavailable', maxUnavailable], ['maxSurge', maxSurge]] as const) {
    if ((percentage(value) ?? 0) > 100) errors.push(invalid(where.child(name), value, 'must not be greater than 100%'));
  }
  const isUnavailable = amount(maxUnavailable) !== 0;
  const isSurging = amount(maxSurge) !== 0;
  if (isUnavailable && isSurging) errors.push(invalid(where.child('maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (!isUnavailable && !isSurging) errors.push(required(where.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0'));
}

function checkStrategy(errors: Errors, where: FieldPath, { type, rollingUpdate }: DaemonSetUpdateStrategy): void {
  if (type === 'OnDelete') return;
  if (type === 'RollingUpdate') {
    if (rollingUpdate) checkRollingUpdate(errors, where.child('rollingUpdate'), rollingUpdate);
    return;
  }
  const rolling = rollingUpdate ? JSON.stringify({ MaxUnavailable: rollingUpdate['maxUnavailable'], MaxSurge: rollingUpdate['maxSurge'] }) : 'null';
  errors.push(notSupported(where, printed(`{"Type":${JSON.stringify(type)},"RollingUpdate":${rolling}}`), ['RollingUpdate', 'OnDelete']));
}

/** Errors of a new DaemonSet. */
export function validateDaemonSet({ spec }: DaemonSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { selector, template, minReadySeconds, revisionHistoryLimit } = spec;
  checkLabelSelector(errors, at.child('selector'), selector);
  if (errors.length === 0) checkSelected(errors, at.child('template'), selector, template);
  if (selector && isEmptySelector(selector)) errors.push(invalid(at.child('selector'), {}, 'empty selector is invalid for daemonset'));
  checkRestartingTemplate(errors, at.child('template'), template, 'DaemonSet');
  checkNoneNegative(errors, at, { minReadySeconds });
  checkStrategy(errors, at.child('updateStrategy'), spec.updateStrategy);
  checkNoneNegative(errors, at, { revisionHistoryLimit });
  return errors;
}

/** Errors of a changed DaemonSet. */
export function validateDaemonSetUpdate(next: DaemonSet, previous: DaemonSet): readonly FieldError[] {
  if (next.spec === previous.spec) return [];
  return [...selectorErrors(next.spec.selector, previous.spec.selector), ...validateDaemonSet(next)];
}

/** Errors of a DaemonSet's status: counts that cannot be. */
export function validateDaemonSetStatus({ status }: DaemonSet, previous: DaemonSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const where = path('status');
  const { currentNumberScheduled, numberMisscheduled, desiredNumberScheduled, numberReady, observedGeneration, collisionCount } = status;
  const { updatedNumberScheduled, numberAvailable, numberUnavailable } = status;
  checkNoneNegative(errors, where, {
    currentNumberScheduled, numberMisscheduled, desiredNumberScheduled, numberReady, observedGeneration,
    updatedNumberScheduled, numberAvailable, numberUnavailable, collisionCount,
  });
  const before = previous.status.collisionCount;
  if (before !== undefined && (collisionCount ?? -1) < before) errors.push(invalid(where.child('collisionCount'), collisionCount ?? 0, 'cannot be decremented'));
  return errors;
}
