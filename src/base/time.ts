// Moments as milliseconds since 1970 and as text, by calendar arithmetic alone.

/** A moment's calendar fields in UTC. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const dayMs = 86_400_000;
/** `Jan` first; a month's number less one is its place. */
export const monthNames: readonly string[] = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `Sun` first. */
export const dayNames: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Days since 1970-01-01 of a date. Years are counted from March, so that the leap day comes last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** The calendar fields of a moment in UTC. */
export function civilTime(ms: number): CivilTime {
  const whole = Math.floor(ms);
  const days = Math.floor(whole / dayMs);
  const inDay = whole - days * dayMs;
  const { year, month, day } = civilFromDays(days);
  return {
    year,
    month,
    day,
    hour: Math.floor(inDay / 3_600_000),
    minute: Math.floor(inDay / 60_000) % 60,
    second: Math.floor(inDay / 1000) % 60,
    millisecond: inDay % 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** The moment of calendar fields in UTC. */
export function fromCivil(t: Omit<CivilTime, 'weekday'>): number {
  return daysFromCivil(t.year, t.month, t.day) * dayMs + t.hour * 3_600_000 + t.minute * 60_000 + t.second * 1000 + t.millisecond;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** A number of a date or a time as it is written: `05`. */
export const twoDigits = (value: number): string => pad(value);

const sixtieths = Array.from({ length: 60 }, (_, value) => pad(value));

// Nearly all moments that are written in a row fall into the same second, and the others into the same day.
let lastSecond = Number.NaN;
let lastText = '';
let lastDay = Number.NaN;
let lastDayText = '';
let lastMicroText = '';

/** `2006-01-02T15:04:05Z`, cut to the second. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second === lastSecond) return lastText;
  const day = Math.floor(second / 86_400);
  if (day !== lastDay) {
    const t = civilTime(second * 1000);
    lastDay = day;
    lastDayText = `${pad(t.year, 4)}-${pad(t.month)}-${pad(t.day)}T`;
  }
  const inDay = second - day * 86_400;
  const hour = Math.floor(inDay / 3600);
  const minute = Math.floor(inDay / 60) % 60;
  lastSecond = second;
  lastText = `${lastDayText}${sixtieths[hour]}:${sixtieths[minute]}:${sixtieths[inDay % 60]}Z`;
  return lastText;
}

/** Whether the text is what a moment was just written as, and so need not be read to know its form. */
export function isJustWritten(text: string): boolean {
  return text !== '' && (text === lastText || text === lastMicroText);
}

/** `2006-01-02T15:04:05.000000Z`. */
export function formatMicroTime(ms: number): string {
  const micros = Math.floor((ms - Math.floor(ms / 1000) * 1000) * 1000);
  lastMicroText = `${formatTime(ms).slice(0, -1)}.${pad(micros, 6)}Z`;
  return lastMicroText;
}

/** `2006-01-02T15:04:05.000Z`. */
export function formatMilliTime(ms: number): string {
  return `${formatMicroTime(ms).slice(0, -4)}Z`;
}

/** `Mon, 02 Jan 2006 15:04:05 +0000`: how kubectl describe shows a moment. */
export function formatRfc1123(ms: number): string {
  const t = civilTime(ms);
  return `${dayNames[t.weekday]}, ${pad(t.day)} ${monthNames[t.month - 1]} ${pad(t.year, 4)} ${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)} +0000`;
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?([Zz]|[-+]\d{2}:\d{2})$/;

/** Milliseconds of an RFC 3339 text; undefined when it is none. */
export function parseTime(text: string): number | undefined {
  const match = rfc3339.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = 'Z'] = match;
  const civil = {
    year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second),
    millisecond: 0,
  };
  if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.hour > 23 || civil.minute > 59 || civil.second > 59) return undefined;
  const ms = fromCivil(civil);
  if (civilTime(ms).day !== civil.day) return undefined;
  const offset = zone.length === 1 ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  return ms + (fraction === '' ? 0 : Number(`0.${fraction}`) * 1000) - offset * 60_000;
}

/** `Thu, 01 Jan 2026 00:00:10 GMT`, as HTTP headers say it; in some of them Go says UTC. */
export function httpDate(wallMs: number, zone: 'GMT' | 'UTC' = 'GMT'): string {
  const { year, month, day, hour, minute, second, weekday } = civilTime(wallMs);
  return `${dayNames[weekday] ?? ''}, ${twoDigits(day)} ${monthNames[month - 1] ?? ''} ${year} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)} ${zone}`;
}
