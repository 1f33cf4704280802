import { civilTime, dayNames, fromCivil, monthNames, twoDigits } from '../../base/index.ts';
import type { CivilTime } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import { UsageError } from './support/options.ts';
import type { ToolBody } from './support/tool.ts';

const longMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const unitsMs: Readonly<Record<string, number>> = { sec: 1000, second: 1000, min: 60_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000, year: 31_536_000_000 };

/** A moment as a strftime format shows it, in UTC. */
export function formatDate(format: string, wallMs: number): string {
  const parts = civilTime(wallMs);
  return format.replace(/%([-_0^]?)(\d*)([a-zA-Z%])|%:z/g, (all, flag: string | undefined, width: string | undefined, letter: string | undefined) => {
    if (letter === undefined) return '+00:00';
    const text = letter === 'N' ? String(Math.round((wallMs % 1000) * 1e6)).padStart(9, '0').slice(0, Number(width || 9)) : field(letter, parts, wallMs);
    if (text === undefined) return all;
    if (flag === '-') return text.replace(/^[0 ]+(?=\d)/, '');
    return flag === '^' ? text.toUpperCase() : text;
  });
}

function field(letter: string, parts: CivilTime, wallMs: number): string | undefined {
  const { year, month, day, hour, minute, second, weekday } = parts;
  switch (letter) {
    case 'Y': return String(year);
    case 'y': return twoDigits(year % 100);
    case 'm': return twoDigits(month);
    case 'd': return twoDigits(day);
    case 'e': return String(day).padStart(2);
    case 'H': return twoDigits(hour);
    case 'I': return twoDigits(hour % 12 || 12);
    case 'M': return twoDigits(minute);
    case 'S': return twoDigits(second);
    case 'p': return hour < 12 ? 'AM' : 'PM';
    case 'a': return dayNames[weekday];
    case 'A': return longDays[weekday];
    case 'b':
    case 'h': return monthNames[month - 1];
    case 'B': return longMonths[month - 1];
    case 'j': return String(dayOfYear(wallMs, year)).padStart(3, '0');
    case 'u': return String(weekday || 7);
    case 'w': return String(weekday);
    case 's': return String(Math.floor(wallMs / 1000));
    case 'F': return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
    case 'T': return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
    case 'R': return `${twoDigits(hour)}:${twoDigits(minute)}`;
    case 'D': return `${twoDigits(month)}/${twoDigits(day)}/${twoDigits(year % 100)}`;
    case 'c': return `${dayNames[weekday] ?? ''} ${monthNames[month - 1] ?? ''} ${String(day).padStart(2)} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)} ${year}`;
    case 'Z': return 'UTC';
    case 'z': return '+0000';
    case 'n': return '\n';
    case 't': return '\t';
    case '%': return '%';
    default: return undefined;
  }
}

/** The moment that a text of `date -d` means; undefined when it means none. */
export function readDate(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now' || trimmed === '') return nowMs;
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(trimmed);
  if (epoch) return Number(epoch[1]) * 1000;
  const named = { today: 0, yesterday: -86_400_000, tomorrow: 86_400_000 }[trimmed];
  if (named !== undefined) return nowMs + named;
  const absolute = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(?:Z|UTC|([-+])(\d\d):?(\d\d))?/.exec(trimmed);
  let base = nowMs;
  let rest = trimmed;
  if (absolute) {
    const [all, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '0', sign, zoneHour = '0', zoneMinute = '0'] = absolute;
    const zoneMs = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === '-' ? -1 : 1);
    const civil = { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) };
    base = fromCivil({ ...civil, millisecond: Math.floor(Number(`0.${fraction}`) * 1000) }) - zoneMs;
    rest = trimmed.slice(all.length).trim();
  }
  if (rest === '') return base;
  const shifts = [...rest.matchAll(/([-+]?)\s*(\d+)\s*(sec|second|min|minute|hour|day|week|month|year)s?\s*(ago)?/g)];
  if (shifts.length === 0) return undefined;
  for (const [, sign, number, unit = '', ago] of shifts) base += Number(number) * (unitsMs[unit] ?? 0) * ((sign === '-') !== (ago !== undefined) ? -1 : 1);
  return base;
}

/** 1 for the first of January. */
function dayOfYear(wallMs: number, year: number): number {
  return Math.floor((wallMs - fromCivil({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 })) / 86_400_000) + 1;
}

/** `date [-u] [-d TEXT] [-I[seconds]] [-R] [+FORMAT]` */
export const date: ToolBody = function* (tool) {
  const options = tool.options('ud:I::Rs:r:D:', { utc: 'u', universal: 'u', date: 'd', 'iso-8601': 'I', 'rfc-3339': '9', reference: 'r' });
  const { kernel } = tool.context.sandbox;
  const wanted = options.value('d');
  const wallMs = wanted === undefined ? kernel.wallMs : readDate(wanted, kernel.wallMs);
  if (wallMs === undefined) throw new UsageError(`invalid date '${wanted ?? ''}'`, { hasHint: false });
  const format = options.operands.find((operand) => operand.startsWith('+'));
  if (options.has('I')) tool.put(`${formatDate(options.value('I')?.startsWith('s') ? '%FT%T+00:00' : '%F', wallMs)}\n`);
  else if (options.has('R')) tool.put(`${formatDate('%a, %d %b %Y %T +0000', wallMs)}\n`);
  else tool.put(`${formatDate(format?.slice(1) ?? '%a %b %e %T UTC %Y', wallMs)}\n`);
  yield* sleep(0);
  return 0;
};
