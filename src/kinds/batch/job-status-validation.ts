// What is refused in a Job's status: numbers that cannot be, indexes that it does not have, and an end that is not one.
// Upstream: pkg/apis/batch/validation validateJobStatus, ValidateJobUpdateStatus

import { parseTime } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkNoneNegative } from '../checks.ts';
import { isConditionTrue } from '../conditions.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, invalid, path, printedJson, required } from '../field-error.ts';
import type { Job, JobStatus } from '../generated/types.ts';
import { indexesOf, parseIndexes } from './job-policies-validation.ts';

const at = path('status');

/** Pods that have ended and are not counted yet: each of them once. */
function checkUncounted(errors: Errors, { succeeded = [], failed = [] }: NonNullable<JobStatus['uncountedTerminatedPods']>): void {
  const seen = new Set<string>();
  for (const [name, uids] of [['succeeded', succeeded], ['failed', failed]] as const) {
    for (const [index, uid] of uids.entries()) {
      const where = at.child('uncountedTerminatedPods', name).index(index);
      if (uid === '') errors.push(invalid(where, uid, 'must not be empty'));
      else if (seen.has(uid)) errors.push(duplicate(where, uid));
      seen.add(uid);
    }
  }
}

/** A contradiction between conditions; the error shows no value. */
const contradiction = (text: string): FieldError => ({ ...invalid(at.child('conditions'), '', text), body: `Invalid value: ${text}` });

function checkEnd(errors: Errors, { conditions, startTime, completionTime, active = 0, terminating = 0, uncountedTerminatedPods }: JobStatus): void {
  const [isComplete, isFailed, isFailing, hasSucceeded] = ['Complete', 'Failed', 'FailureTarget', 'SuccessCriteriaMet'].map((type) => isConditionTrue(conditions, type));
  const completed = at.child('completionTime');
  if (isComplete && isFailed) errors.push(contradiction('cannot set Complete=True and Failed=true conditions'));
  if (isComplete && isFailing) errors.push(contradiction('cannot set Complete=True and FailureTarget=true conditions'));
  if (completionTime !== undefined && !isComplete) errors.push(invalid(completed, completionTime, 'cannot set completionTime when there is no Complete=True condition'));
  if (completionTime === undefined && isComplete) errors.push(required(completed, 'completionTime is required for Complete jobs'));
  if (completionTime !== undefined && startTime !== undefined && (parseTime(completionTime) ?? 0) < (parseTime(startTime) ?? 0)) {
    errors.push(invalid(completed, completionTime, 'must be equal to or after `startTime`'));
  }
  if (isFailed && !isFailing) errors.push(contradiction('cannot set Failed=True condition without the FailureTarget=true condition'));
  if (isComplete && !hasSucceeded) errors.push(contradiction('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'));
  if (isComplete || isFailed) checkFinished(errors, { active, startTime, uncountedTerminatedPods, terminating });
  if (hasSucceeded && isFailed) errors.push(contradiction('cannot set SuccessCriteriaMet=True and Failed=true conditions'));
  if (hasSucceeded && isFailing) errors.push(contradiction('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'));
}

type Finished = { readonly [Name in 'active' | 'startTime' | 'uncountedTerminatedPods' | 'terminating']: JobStatus[Name] | undefined };

/** Of what has finished nothing is left. */
function checkFinished(errors: Errors, { active = 0, startTime, uncountedTerminatedPods, terminating = 0 }: Finished): void {
  if (active > 0) errors.push(invalid(at.child('active'), active, 'active>0 is invalid for finished job'));
  if (startTime === undefined) errors.push(required(at.child('startTime'), 'startTime is required for finished job'));
  const { succeeded = [], failed = [] } = uncountedTerminatedPods ?? {};
  if (succeeded.length + failed.length > 0) {
    errors.push(invalid(at.child('uncountedTerminatedPods'), printedJson({ Succeeded: succeeded, Failed: failed }), 'must be empty for finished job'));
  }
  if (terminating > 0) errors.push(invalid(at.child('terminating'), terminating, 'terminating>0 is invalid for finished job'));
}

/** Indexes as texts such as `0-3,5`: of a Job that has indexes, each in one text only. */
function checkIndexes(errors: Errors, { spec, status }: Job): void {
  const { completedIndexes, failedIndexes } = status;
  const { completions = 0, completionMode, backoffLimitPerIndex } = spec;
  const wrong = ['completedIndexes', 'failedIndexes'] as const;
  let areSound = true;
  for (const name of wrong) {
    const text = status[name];
    if (name === 'failedIndexes' && text !== undefined && backoffLimitPerIndex === undefined) {
      errors.push(invalid(at.child(name), text, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
      continue;
    }
    const problem = text === undefined ? 0 : parseIndexes(text, completions);
    if (typeof problem === 'string') {
      errors.push(invalid(at.child(name), text, `error parsing ${name}: ${problem}`));
      areSound = false;
    }
    if (name === 'completedIndexes' && text && completionMode !== 'Indexed') {
      errors.push(invalid(at.child(name), text, 'cannot set non-empty completedIndexes when non-indexed completion mode'));
    }
  }
  if (!areSound || !completedIndexes || !failedIndexes) return;
  const done = new Set(indexesOf(completedIndexes));
  const both = indexesOf(failedIndexes).find((index) => done.has(index));
  if (both !== undefined) errors.push(invalid(at.child('failedIndexes'), failedIndexes, `failedIndexes and completedIndexes overlap at index: ${both}`));
}

/** Errors of a Job's status. */
export function validateJobStatus(next: Job, previous: Job): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { active = 0, succeeded = 0, failed = 0, ready, terminating, startTime, uncountedTerminatedPods } = next.status;
  checkNoneNegative(errors, at, { active, succeeded, failed, ready, terminating });
  if (uncountedTerminatedPods) checkUncounted(errors, uncountedTerminatedPods);
  checkEnd(errors, next.status);
  checkIndexes(errors, next);
  if (ready !== undefined && ready > active) errors.push(invalid(at.child('ready'), ready, 'cannot set more ready pods than active'));
  if (failed < (previous.status.failed ?? 0)) errors.push(invalid(at.child('failed'), failed, 'cannot decrease the failed counter'));
  // A suspended Job with indexes may have fewer of them from now on.
  const mayShrink = next.spec.completionMode === 'Indexed' && next.spec.suspend === true;
  if (!mayShrink && succeeded < (previous.status.succeeded ?? 0)) errors.push(invalid(at.child('succeeded'), succeeded, 'cannot decrease the succeeded counter'));
  const before = previous.status.startTime;
  if (before !== undefined && startTime !== before && next.spec.suspend !== true) {
    errors.push(invalid(at.child('startTime'), startTime, 'field is immutable for unsuspended job once set'));
  }
  return errors;
}
