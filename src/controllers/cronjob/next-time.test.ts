import { expect, test } from 'vitest';
import { formatTime, parseTime } from '../../base/index.ts';
import { parseCronSchedule } from '../../kinds/every-later.ts';
import { nextTime } from './next-time.ts';
import { Zone } from './zone-time.ts';

const cases: readonly { readonly schedule: string; readonly zone?: string; readonly after: string; readonly times: readonly string[] }[] = [
  { schedule: '* * * * *', after: '2026-01-01T00:00:12Z', times: ['2026-01-01T00:01:00Z', '2026-01-01T00:02:00Z'] },
  { schedule: '*/20 3 * * *', after: '2026-01-31T03:30:00Z', times: ['2026-01-31T03:40:00Z', '2026-02-01T03:00:00Z'] },
  { schedule: '0 9 * * mon-fri', after: '2026-01-02T10:00:00Z', times: ['2026-01-05T09:00:00Z'] },
  { schedule: '30 12 13 * 5', after: '2026-02-10T00:00:00Z', times: ['2026-02-13T12:30:00Z', '2026-02-20T12:30:00Z'] },
  { schedule: '0 0 29 feb *', after: '2026-01-01T00:00:00Z', times: ['2028-02-29T00:00:00Z'] },
  { schedule: '@monthly', after: '2026-12-15T00:00:00Z', times: ['2027-01-01T00:00:00Z'] },
  { schedule: '@every 90s', after: '2026-01-01T00:00:12Z', times: ['2026-01-01T00:01:42Z', '2026-01-01T00:03:12Z'] },
  { schedule: '0 8 * * *', zone: 'Asia/Kolkata', after: '2026-01-01T00:00:00Z', times: ['2026-01-01T02:30:00Z', '2026-01-02T02:30:00Z'] },
  { schedule: '0 0 * * *', zone: 'America/New_York', after: '2026-03-08T00:00:00Z', times: ['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'] },
  // A quarter past two is left out when clocks go from two to three, and comes twice when they go back from three to two.
  { schedule: '15 2 * * *', zone: 'Europe/Berlin', after: '2026-03-28T12:00:00Z', times: ['2026-03-30T00:15:00Z'] },
  { schedule: '15 2 * * *', zone: 'Europe/Berlin', after: '2026-10-24T12:00:00Z', times: ['2026-10-25T00:15:00Z', '2026-10-25T01:15:00Z', '2026-10-26T01:15:00Z'] },
];

test.each(cases)('$schedule ($zone) after $after', ({ schedule, zone, after, times }) => {
  let ms = parseTime(after) ?? 0;
  const found = times.map(() => formatTime(ms = nextTime(parseCronSchedule(schedule), ms, new Zone(zone)) ?? Number.NaN));
  expect(found).toEqual(times);
});

test('a day that never comes is looked for in vain', () => {
  expect(nextTime(parseCronSchedule('59 23 31 2 *'), 0, new Zone(undefined))).toBeUndefined();
});
