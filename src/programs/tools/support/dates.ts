import { civilTime, dayNames, monthNames, twoDigits } from '../../../base/index.ts';

/** `01/Jan/2026:00:00:10 +0000`, as access logs say it. */
export function logDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(wallMs);
  return `${twoDigits(day)}/${monthNames[month - 1] ?? ''}/${year}:${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)} +0000`;
}

/** `Thu, 01 Jan 2026 00:00:10 GMT`, as HTTP headers say it. */
export function httpDate(wallMs: number): string {
  const { year, month, day, hour, minute, second, weekday } = civilTime(wallMs);
  return `${dayNames[weekday] ?? ''}, ${twoDigits(day)} ${monthNames[month - 1] ?? ''} ${year} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)} GMT`;
}

/** `2026/01/01 00:00:10`, as nginx' error log says it. */
export function slashDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(wallMs);
  return `${year}/${twoDigits(month)}/${twoDigits(day)} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
}
