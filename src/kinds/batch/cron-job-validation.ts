// What is refused in CronJobs.
// Upstream: pkg/apis/batch/validation ValidateCronJobCreate, validateCronJobSpec, validateTimeZone

import type { Errors } from '../checks.ts';
import { checkNoneNegative, checkSupported, printSelector } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, notSupported, path, required } from '../field-error.ts';
import type { CronJob, JobSpec } from '../generated/types.ts';
import { ScheduleError, parseCronSchedule } from './cron-schedule.ts';
import { checkJobSpec } from './job-validation.ts';
import { isTimeZone } from './time-zone.ts';

const at = path('spec');
const maxName = 52; // the Jobs' names are 11 characters longer

/** Reads a schedule that may begin with a zone, as cron's own files do. Throws ScheduleError. */
function parseZonedSchedule(schedule: string): void {
  const [, zone = '', rest] = /^(?:CRON_)?TZ=(\S*) +(.*)$/.exec(schedule) ?? [];
  if (zone !== '' && !isTimeZone(zone)) throw new ScheduleError(`provided bad location ${zone}: unknown time zone ${zone}`);
  parseCronSchedule(rest ?? schedule);
}

function checkSchedule(errors: Errors, where: FieldPath, schedule: string): void {
  if (schedule === '') {
    errors.push(required(where));
    return;
  }
  try {
    parseZonedSchedule(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    errors.push(invalid(where, schedule, error.message));
  }
  if (schedule.includes('TZ')) errors.push(invalid(where, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
}

/** Two dots within a name are taken for a step upwards; where they are a step of their own, there is nothing of that name. */
const hidesDots = (name: string): boolean => name.includes('..') && !name.split('/').includes('..') && !/^[/\\]/.test(name);

function checkTimeZone(errors: Errors, where: FieldPath, timeZone: string): void {
  if (timeZone.toLowerCase() === 'local') errors.push(invalid(where, timeZone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'));
  if (timeZone === '') errors.push(invalid(where, timeZone, 'timeZone must be nil or non-empty string'));
  else if (hidesDots(timeZone)) errors.push(invalid(where, timeZone, 'time: invalid location name'));
  else if (timeZone !== 'Local' && !isTimeZone(timeZone)) errors.push(invalid(where, timeZone, `unknown time zone ${timeZone}`));
}

/** The Jobs' selectors are made when they are. */
function checkGenerated(errors: Errors, where: FieldPath, { selector, manualSelector }: JobSpec): void {
  if (selector) errors.push(invalid(where.child('selector'), printSelector(selector), '`selector` will be auto-generated'));
  if (manualSelector === true) errors.push(notSupported(where.child('manualSelector'), true, ['nil', 'false']));
}

function check({ spec }: CronJob): Errors {
  const errors: Errors = [];
  const { schedule, startingDeadlineSeconds, timeZone, concurrencyPolicy, successfulJobsHistoryLimit, failedJobsHistoryLimit } = spec;
  checkSchedule(errors, at.child('schedule'), schedule);
  checkNoneNegative(errors, at, { startingDeadlineSeconds });
  if (timeZone !== undefined) checkTimeZone(errors, at.child('timeZone'), timeZone);
  checkSupported(errors, at.child('concurrencyPolicy'), concurrencyPolicy, ['Allow', 'Forbid', 'Replace']);
  const template = at.child('jobTemplate', 'spec');
  checkJobSpec(errors, template, spec.jobTemplate.spec);
  checkGenerated(errors, template, spec.jobTemplate.spec);
  checkNoneNegative(errors, at, { successfulJobsHistoryLimit, failedJobsHistoryLimit });
  return errors;
}

/** Errors of a new CronJob. */
export function validateCronJob(cronJob: CronJob): readonly FieldError[] {
  const errors = check(cronJob);
  const { name } = cronJob.metadata;
  if (name.length > maxName) errors.push(invalid(path('metadata', 'name'), name, `must be no more than ${maxName} characters`));
  return errors;
}

/** Errors of a changed CronJob. */
export function validateCronJobUpdate(next: CronJob, previous: CronJob): readonly FieldError[] {
  return next.spec === previous.spec ? [] : check(next);
}
