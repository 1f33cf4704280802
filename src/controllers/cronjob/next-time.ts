// When a schedule is due next.
// Upstream: github.com/robfig/cron/v3 SpecSchedule.Next, ConstantDelaySchedule.Next
import type { CronSchedule } from '../../kinds/every-later.ts';
import type { Zone } from './zone-time.ts';

/** Of a schedule that no moment fits, the search ends after so many years. */
const longestYears = 5;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The first moment after that one; undefined when there is none in five years. */
export function nextTime(schedule: CronSchedule, afterMs: number, zone: Zone): number | undefined {
  if (schedule.type === 'every') return Math.floor(afterMs / 1_000) * 1_000 + schedule.intervalMs;
  const { minutes, hours, months } = schedule;
  let ms = (Math.floor(afterMs / minuteMs) + 1) * minuteMs;
  const lastYear = zone.wallTime(ms).year + longestYears;
  for (;;) {
    const { year, month, day, hour, minute, weekday } = zone.wallTime(ms);
    if (year > lastYear) return undefined;
    // Each step goes to the beginning of the next month, day or hour: clocks that are put forward or back lead no way round it.
    if (!months.has(month)) ms = later(ms, zone.momentOf({ year, month: month + 1, day: 1, hour: 0, minute: 0 }));
    else if (!isDay(schedule, day, weekday)) ms = later(ms, zone.momentOf({ year, month, day: day + 1, hour: 0, minute: 0 }));
    else if (!hours.has(hour)) ms += hourMs - minute * minuteMs;
    else if (!minutes.has(minute)) ms += minuteMs;
    else return ms;
  }
}

/** Whether the fields of days are met: both where one of them says every day, else one is enough. */
function isDay({ daysOfMonth, daysOfWeek, anyDayOfMonth, anyDayOfWeek }: Extract<CronSchedule, { type: 'fields' }>, day: number, weekday: number): boolean {
  const [isDayOfMonth, isDayOfWeek] = [daysOfMonth.has(day), daysOfWeek.has(weekday)];
  return anyDayOfMonth || anyDayOfWeek ? isDayOfMonth && isDayOfWeek : isDayOfMonth || isDayOfWeek;
}

const later = (ms: number, wanted: number): number => (wanted > ms ? wanted : ms + hourMs);
