// What is refused in a Job's status: numbers that cannot be, and an end that is not one.
// Upstream: pkg/apis/batch/validation validateJobStatus, ValidateJobUpdateStatus

import { parseTime } from '../../base/index.ts';
import { checkNoneNegative } from '../checks.ts';
import { isConditionTrue } from '../conditions.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { Job } from '../generated/types.ts';

const at = path('status');

function endErrors({ status }: Job): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { conditions, startTime, completionTime, active = 0 } = status;
  const isComplete = isConditionTrue(conditions, 'Complete');
  const isFailed = isConditionTrue(conditions, 'Failed');
  const where = at.child('conditions');
  const asText = (text: string): FieldError => ({ ...invalid(where, '', text), body: `Invalid value: ${text}` });
  if ((isComplete || isFailed) && active > 0) errors.push(invalid(at.child('active'), active, 'active>0 is invalid for finished job'));
  if (isComplete && isFailed) errors.push(asText('cannot set Complete=True and Failed=true conditions'));
  if (isComplete && completionTime === undefined) errors.push(required(at.child('completionTime'), 'completionTime is required for Complete jobs'));
  if (!isComplete && completionTime !== undefined) errors.push(invalid(at.child('completionTime'), completionTime, 'completionTime can only be set for Complete jobs'));
  if (isComplete && !isConditionTrue(conditions, 'SuccessCriteriaMet')) errors.push(asText('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'));
  if (isFailed && !isConditionTrue(conditions, 'FailureTarget')) errors.push(asText('cannot set Failed=True condition without the FailureTarget=true condition'));
  if ((isComplete || isFailed) && startTime === undefined) errors.push(required(at.child('startTime'), 'startTime is required for finished job'));
  if (completionTime !== undefined && startTime !== undefined && (parseTime(completionTime) ?? 0) < (parseTime(startTime) ?? 0)) {
    errors.push(invalid(at.child('completionTime'), completionTime, 'completionTime cannot be set before startTime'));
  }
  return errors;
}

/** Errors of a Job's status. */
export function validateJobStatus(next: Job, previous: Job): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { active, succeeded = 0, failed = 0, ready, terminating } = next.status;
  checkNoneNegative(errors, at, { active, succeeded, failed, ready, terminating });
  errors.push(...endErrors(next));
  if (succeeded < (previous.status.succeeded ?? 0)) errors.push(invalid(at.child('succeeded'), succeeded, 'cannot decrease the succeeded counter'));
  if (failed < (previous.status.failed ?? 0)) errors.push(invalid(at.child('failed'), failed, 'cannot decrease the failed counter'));
  return errors;
}
