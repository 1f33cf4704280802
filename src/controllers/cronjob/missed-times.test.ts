import { describe, expect, test } from 'vitest';
import { formatTime, parseTime } from '../../base/index.ts';
import { parseCronSchedule } from '../../kinds/every-later.ts';
import type { CronJob } from '../../kinds/index.ts';
import { InvalidScheduleError, dueTime, untilNextMs } from './missed-times.ts';
import { Zone } from './zone-time.ts';

interface Case {
  readonly schedule?: string;
  readonly last?: string;
  readonly deadlineSeconds?: number;
}

const at = (clock: string): number => parseTime(`2026-01-05T${clock}Z`) ?? Number.NaN;
const timetable = (schedule: string) => ({ schedule: parseCronSchedule(schedule), zone: new Zone(undefined) });

/** Made at 10:00:30. */
function cronJob({ last, deadlineSeconds }: Case): CronJob {
  return {
    metadata: { creationTimestamp: '2026-01-05T10:00:30Z' },
    spec: deadlineSeconds === undefined ? {} : { startingDeadlineSeconds: deadlineSeconds },
    status: last === undefined ? {} : { lastScheduleTime: `2026-01-05T${last}Z` },
  } as unknown as CronJob;
}

function due(now: string, { schedule = '* * * * *', ...rest }: Case): string {
  const { ms, isTooMany } = dueTime(cronJob(rest), timetable(schedule), at(now));
  return `${ms === undefined ? 'none' : formatTime(ms).slice(11, 19)}${isTooMany ? ', too many' : ''}`;
}

describe('which time is due', () => {
  test.each<[why: string, now: string, of: Case, wanted: string]>([
    ['none before the first', '10:00:59', {}, 'none'],
    ['the first when it has come', '10:01:00', {}, '10:01:00'],
    ['the last of those that were missed', '10:07:59', {}, '10:07:00'],
    ['those before the last Job do not count', '10:07:59', { last: '10:07:00' }, 'none'],
    ['a time that is longer ago than the deadline is over', '12:00:30', { schedule: '0 12 * * *', deadlineSeconds: 20 }, 'none'],
    ['one within the deadline is not', '12:00:15', { schedule: '0 12 * * *', deadlineSeconds: 20 }, '12:00:00'],
    ['a hundred missed times are not too many', '11:40:00', {}, '11:40:00'],
    ['more than a hundred are', '11:41:00', {}, '11:41:00, too many'],
    ['unless the deadline leaves few of them', '13:00:00', { deadlineSeconds: 300 }, '13:00:00'],
    ['times that are not equally far apart are asked one by one', '14:30:00', { schedule: '0 11,12,14 * * *' }, '14:00:00'],
  ])('%s', (_, now, of, wanted) => {
    expect(due(now, of)).toBe(wanted);
  });

  test('a schedule that no day fits is refused', () => {
    expect(() => due('12:00:00', { schedule: '0 0 31 2 *' })).toThrow(InvalidScheduleError);
  });
});

test.each<[why: string, now: string, of: Case, seconds: number]>([
  ['until the first time', '10:00:40', {}, 20.1],
  ['until the next after those that were missed', '10:07:30', {}, 30.1],
  ['a deadline does not change it', '10:07:30', { deadlineSeconds: 5 }, 30.1],
  ['from the last Job on', '10:07:30', { last: '10:07:00' }, 30.1],
])('the controller looks again a little after the next time: %s', (_, now, of, seconds) => {
  expect(untilNextMs(cronJob(of), timetable('* * * * *'), at(now)) / 1000).toBeCloseTo(seconds);
});
