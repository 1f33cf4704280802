const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A moment's parts in UTC. */
export interface DateParts {
  readonly year: number;
  /** 0 for January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  /** 1 for the first of January. */
  readonly dayOfYear: number;
}

/** Takes Unix time in milliseconds apart. */
export function dateParts(wallMs: number): DateParts {
  const dayNumber = Math.floor(wallMs / 86_400_000);
  const inDay = wallMs - dayNumber * 86_400_000;
  // Days to a civil date, with years that begin in March.
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const fromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * fromMarch + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 2 : shiftedMonth - 10;
  const year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0);
  return {
    year, month, day: fromMarch - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(inDay / 3_600_000), minute: Math.floor(inDay / 60_000) % 60, second: Math.floor(inDay / 1000) % 60, millisecond: Math.floor(inDay % 1000),
    weekday: (((dayNumber + 4) % 7) + 7) % 7,
    dayOfYear: dayNumber - daysBefore(year) + 1,
  };
}

/** Days from 1970 to the first of January of a year. */
export function daysBefore(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

export const monthNames: readonly string[] = months;
export const dayNames: readonly string[] = days;

/** `01/Jan/2026:00:00:10 +0000`, as access logs say it. */
export function logDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = dateParts(wallMs);
  return `${two(day)}/${months[month] ?? ''}/${year}:${two(hour)}:${two(minute)}:${two(second)} +0000`;
}

/** `Thu, 01 Jan 2026 00:00:10 GMT`, as HTTP headers say it. */
export function httpDate(wallMs: number): string {
  const { year, month, day, hour, minute, second, weekday } = dateParts(wallMs);
  return `${days[weekday] ?? ''}, ${two(day)} ${months[month] ?? ''} ${year} ${two(hour)}:${two(minute)}:${two(second)} GMT`;
}

/** `2026/01/01 00:00:10`, as nginx' error log says it. */
export function slashDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = dateParts(wallMs);
  return `${year}/${two(month + 1)}/${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `2026-01-01T00:00:10.123Z`. */
export function isoDate(wallMs: number): string {
  const { year, month, day, hour, minute, second, millisecond } = dateParts(wallMs);
  return `${year}-${two(month + 1)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}Z`;
}
