// Which of a CronJob's times has passed without a Job, and when the next one comes.
// Upstream: pkg/controller/cronjob/utils.go mostRecentScheduleTime, nextScheduleTime
import { parseTime } from '../../base/index.ts';
import type { CronJob } from '../../kinds/index.ts';
import type { CronSchedule } from '../../kinds/every-later.ts';
import { nextTime } from './next-time.ts';
import type { Zone } from './zone-time.ts';

/** From so many missed times on somebody is warned. */
const manyMissed = 100;
/** The controller looks again a little after the next time. */
const nextScheduleDeltaMs = 100;

/** A schedule on the clocks of a time zone. */
export interface Timetable {
  readonly schedule: CronSchedule;
  readonly zone: Zone;
}

interface Missed {
  readonly sinceMs: number;
  /** The last of the times that have passed; undefined when none has. */
  readonly lastMs: number | undefined;
  readonly count: number;
}

/** No moment fits the schedule, as of the 31st of February. */
export class InvalidScheduleError extends Error {}

function missedTimes({ metadata, status }: CronJob, { schedule, zone }: Timetable, nowMs: number, deadlineSeconds: number | undefined): Missed {
  const startMs = parseTime(status.lastScheduleTime ?? metadata.creationTimestamp) ?? 0;
  const sinceMs = deadlineSeconds === undefined ? startMs : Math.max(startMs, nowMs - deadlineSeconds * 1_000);
  const first = nextTime(schedule, sinceMs, zone);
  const second = first === undefined ? undefined : nextTime(schedule, first, zone);
  if (first === undefined || second === undefined) throw new InvalidScheduleError('time difference between two schedules is less than 1 second');
  if (nowMs < first) return { sinceMs, lastMs: undefined, count: 0 };
  if (nowMs < second) return { sinceMs, lastMs: first, count: 0 };
  const count = Math.floor((nowMs - first) / (second - first)) + 1;
  let lastMs: number | undefined;
  // Near the present the times are asked one by one, as they need not be equally far apart.
  for (let ms = nextTime(schedule, first + (count - 2) * (second - first), zone); ms !== undefined && ms <= nowMs; ms = nextTime(schedule, ms, zone)) lastMs = ms;
  return { sinceMs, lastMs, count };
}

/** The last time that has passed and is not too long ago, if there is one. Throws InvalidScheduleError. */
export function dueTime(cronJob: CronJob, timetable: Timetable, nowMs: number): { readonly ms: number | undefined; readonly isTooMany: boolean } {
  const { lastMs, count } = missedTimes(cronJob, timetable, nowMs, cronJob.spec.startingDeadlineSeconds);
  return { ms: lastMs, isTooMany: lastMs !== undefined && count > manyMissed };
}

/** In how long the next time comes. */
export function untilNextMs(cronJob: CronJob, timetable: Timetable, nowMs: number): number {
  const { sinceMs, lastMs, count } = missedTimes(cronJob, timetable, nowMs, undefined);
  const next = nextTime(timetable.schedule, lastMs ?? (count === 0 ? sinceMs : nowMs), timetable.zone) ?? nowMs;
  return next + nextScheduleDeltaMs - nowMs;
}
