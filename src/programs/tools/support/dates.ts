import { civilTime, dayNames, monthNames } from '../../../base/index.ts';

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `01/Jan/2026:00:00:10 +0000`, as access logs say it. */
export function logDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(wallMs);
  return `${two(day)}/${monthNames[month - 1] ?? ''}/${year}:${two(hour)}:${two(minute)}:${two(second)} +0000`;
}

/** `Thu, 01 Jan 2026 00:00:10 GMT`, as HTTP headers say it. */
export function httpDate(wallMs: number): string {
  const { year, month, day, hour, minute, second, weekday } = civilTime(wallMs);
  return `${dayNames[weekday] ?? ''}, ${two(day)} ${monthNames[month - 1] ?? ''} ${year} ${two(hour)}:${two(minute)}:${two(second)} GMT`;
}

/** `2026/01/01 00:00:10`, as nginx' error log says it. */
export function slashDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(wallMs);
  return `${year}/${two(month)}/${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}
