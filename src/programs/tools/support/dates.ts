import { civilTime, monthNames, twoDigits } from '../../../base/index.ts';

/** `01/Jan/2026:00:00:10 +0000`, as access logs say it. */
export function logDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(wallMs);
  return `${twoDigits(day)}/${monthNames[month - 1] ?? ''}/${year}:${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)} +0000`;
}

/** `2026/01/01 00:00:10`, as nginx' error log says it. */
export function slashDate(wallMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(wallMs);
  return `${year}/${twoDigits(month)}/${twoDigits(day)} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
}
