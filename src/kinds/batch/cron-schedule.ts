// When a CronJob is due: five fields as cron reads them, or a descriptor such as `@daily`.
// Upstream: github.com/robfig/cron/v3 ParseStandard

import { DurationError, parseDuration } from '../../base/index.ts';

/** A text that is no schedule; the message is Kubernetes'. */
export class ScheduleError extends Error {}

/** When to run: the moments that each field allows, or an interval. */
export type CronSchedule =
  | {
    readonly type: 'fields';
    readonly minutes: ReadonlySet<number>;
    readonly hours: ReadonlySet<number>;
    readonly daysOfMonth: ReadonlySet<number>;
    readonly months: ReadonlySet<number>;
    readonly daysOfWeek: ReadonlySet<number>;
    /** Whether the field of days says every day: then the other one alone decides, else either does. */
    readonly anyDayOfMonth: boolean;
    readonly anyDayOfWeek: boolean;
  }
  | { readonly type: 'every'; readonly intervalMs: number };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const monthNames = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const minutes: Bounds = { min: 0, max: 59 };
const hours: Bounds = { min: 0, max: 23 };
const daysOfMonth: Bounds = { min: 1, max: 31 };
const months: Bounds = { min: 1, max: 12, names: monthNames };
const daysOfWeek: Bounds = { min: 0, max: 6, names: dayNames };

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};

/** A number or, where the field has them, a name. */
function parseNumber(text: string, names: readonly string[] | undefined): number {
  const named = text === '' ? -1 : (names?.indexOf(text.toLowerCase()) ?? -1);
  if (named >= 0) return named;
  if (!/^[+-]?[0-9]+$/.test(text)) throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  const number = Number(text);
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`);
  return number;
}

/** One part of a field: `5`, `1-5`, or any of them, or `*`, in steps. */
function parseRange(text: string, { min, max, names }: Bounds): readonly number[] {
  const [range = '', step, ...tooManySlashes] = text.split('/');
  const [low = '', high, ...tooManyHyphens] = range.split('-');
  const isAny = low === '*' || low === '?';
  const first = isAny ? min : parseNumber(low, names);
  let last = isAny ? max : first;
  if (!isAny && high !== undefined) {
    if (tooManyHyphens.length > 0) throw new ScheduleError(`too many hyphens: ${text}`);
    last = parseNumber(high, names);
  }
  if (tooManySlashes.length > 0) throw new ScheduleError(`too many slashes: ${text}`);
  const every = step === undefined ? 1 : parseNumber(step, undefined);
  if (step !== undefined && high === undefined) last = max;
  if (first < min) throw new ScheduleError(`beginning of range (${first}) below minimum (${min}): ${text}`);
  if (last > max) throw new ScheduleError(`end of range (${last}) above maximum (${max}): ${text}`);
  if (first > last) throw new ScheduleError(`beginning of range (${first}) beyond end of range (${last}): ${text}`);
  if (every === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`);
  const moments: number[] = [];
  for (let moment = first; moment <= last; moment += every) moments.push(moment);
  return moments;
}

function parseField(text: string, bounds: Bounds): ReadonlySet<number> {
  return new Set(text.split(',').filter((part) => part !== '').flatMap((part) => parseRange(part, bounds)));
}

const isAnyDay = (text: string): boolean => text.split(',').some((part) => /^[*?](\/1)?$/.test(part));

/** The schedule that a text means. Throws ScheduleError. */
export function parseCronSchedule(text: string): CronSchedule {
  if (text === '') throw new ScheduleError('empty spec string');
  if (text.startsWith('@')) return parseDescriptor(text);
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5) throw new ScheduleError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  return {
    type: 'fields',
    minutes: parseField(minute, minutes),
    hours: parseField(hour, hours),
    daysOfMonth: parseField(day, daysOfMonth),
    months: parseField(month, months),
    daysOfWeek: parseField(weekday, daysOfWeek),
    anyDayOfMonth: isAnyDay(day),
    anyDayOfWeek: isAnyDay(weekday),
  };
}

const everyPrefix = '@every ';

function parseDescriptor(text: string): CronSchedule {
  const fields = descriptors[text];
  if (fields !== undefined) return parseCronSchedule(fields);
  if (!text.startsWith(everyPrefix)) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  try {
    return { type: 'every', intervalMs: Math.max(1_000, Math.floor(parseDuration(text.slice(everyPrefix.length)) / 1_000) * 1_000) };
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    throw new ScheduleError(`failed to parse duration ${text}: ${error.message}`);
  }
}
