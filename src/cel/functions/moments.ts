// Moments and spans: their texts, their limits, and the fields of the calendar.
// Upstream: cel-go common/types/timestamp.go, duration.go

import { civilTime, formatTime, parseTime, twoDigits } from '../../base/index.ts';
import { CelError, Duration, Timestamp } from '../values.ts';
import type { Value } from '../values.ts';
import { moment, span, text } from './arguments.ts';
import type { Implementation, Library } from './arguments.ts';
import { zoneOffsetMinutes } from './zones.ts';

const second = 1_000_000_000n;
/** 0001-01-01 and the end of 9999, in seconds since 1970. */
const earliest = -62_135_596_800n * second;
const latest = 253_402_300_800n * second;

/** Whether there can be such a moment. */
export const isMoment = (nanos: bigint): boolean => nanos >= earliest && nanos < latest;

/** A moment, when it is one that there can be. */
export function timestampOf(nanos: bigint, otherwise: string, zoneMinutes = 0): Timestamp {
  if (!isMoment(nanos)) throw new CelError(otherwise);
  return new Timestamp(nanos, zoneMinutes);
}

const floorDivide = (value: bigint, by: bigint): bigint => (value >= 0n || value % by === 0n ? value / by : value / by - 1n);

/** The moment of an RFC 3339 text. */
export function readTimestamp(written: string): Timestamp | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2})$/.exec(written);
  if (!match) return undefined;
  const [, date = '', fraction = '', zone = ''] = match;
  const ms = parseTime(date + zone);
  if (ms === undefined) return undefined;
  const nanos = BigInt(ms) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return isMoment(nanos) ? new Timestamp(nanos, zone === 'Z' ? 0 : (zoneOffsetMinutes(zone, ms) ?? 0)) : undefined;
}

/** A moment as RFC 3339 in the zone in which it was written, with as many digits as it needs. */
export function showTimestamp({ nanos: utc, zoneMinutes }: Timestamp): string {
  const nanos = utc + BigInt(zoneMinutes) * 60n * second;
  const seconds = floorDivide(nanos, second);
  const rest = nanos - seconds * second;
  const fraction = rest === 0n ? '' : `.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return `${formatTime(Number(seconds) * 1000).slice(0, -1)}${fraction}${showZone(zoneMinutes)}`;
}

function showZone(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, 'µs': 1_000n, 'μs': 1_000n, ms: 1_000_000n, s: second, m: 60n * second, h: 3_600n * second,
};
const part = /([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/y;

/** The span that a text such as `1h30m` means, exactly; undefined when it is none. */
export function readDuration(written: string): Duration | undefined {
  const [, sign = '', body = ''] = /^([-+]?)(.*)$/s.exec(written) ?? [];
  if (body === '0') return new Duration(0n);
  if (body === '') return undefined;
  let total = 0n;
  let index = 0;
  while (index < body.length) {
    part.lastIndex = index;
    const match = part.exec(body);
    const [all = '', whole = '', fraction = '', unit = ''] = match ?? [];
    if (!match || whole + fraction === '') return undefined;
    const nanos = unitNanos[unit] ?? 0n;
    total += BigInt(whole || '0') * nanos + (BigInt(fraction || '0') * nanos) / 10n ** BigInt(fraction.length);
    index += all.length;
  }
  const nanos = sign === '-' ? -total : total;
  return nanos > (1n << 63n) - 1n || nanos < -(1n << 63n) ? undefined : new Duration(nanos);
}

/** A span as seconds: `90s`, `1.5s`. */
export function showSeconds(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % second).toString().padStart(9, '0').replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${size / second}${fraction === '' ? '' : `.${fraction}`}s`;
}

type Calendar = ReturnType<typeof civilTime>;

function calendar(nanos: bigint, zone: string | undefined): Calendar & { readonly dayOfYear: number } {
  const utcMs = Number(floorDivide(nanos, 1_000_000n));
  const offset = zone === undefined ? 0 : zoneOffsetMinutes(zone, utcMs);
  if (offset === undefined) throw new CelError(`unknown time zone ${zone ?? ''}`);
  const ms = utcMs + offset * 60_000;
  const fields = civilTime(ms);
  const newYear = parseTime(`${String(fields.year).padStart(4, '0')}-01-01T00:00:00Z`) ?? ms;
  return { ...fields, dayOfYear: Math.floor((ms - newYear) / 86_400_000) };
}

const field = (read: (calendar: Calendar & { readonly dayOfYear: number }) => number): Implementation => ([at, zone]) =>
  BigInt(read(calendar(moment(at), zone === undefined ? undefined : text(zone))));

function both(name: string, read: Parameters<typeof field>[0], withZone = `${name}_with_tz`): Library {
  return { [name]: field(read), [withZone]: field(read) };
}

export const moments: Library = {
  ...both('timestamp_to_year', ({ year }) => year),
  ...both('timestamp_to_month', ({ month }) => month - 1),
  ...both('timestamp_to_day_of_month_1_based', ({ day }) => day),
  ...both('timestamp_to_day_of_month', ({ day }) => day - 1),
  ...both('timestamp_to_day_of_week', ({ weekday }) => weekday),
  ...both('timestamp_to_day_of_year', ({ dayOfYear }) => dayOfYear),
  ...both('timestamp_to_hours', ({ hour }) => hour),
  ...both('timestamp_to_minutes', ({ minute }) => minute),
  ...both('timestamp_to_seconds', ({ second: seconds }) => seconds, 'timestamp_to_seconds_tz'),
  ...both('timestamp_to_milliseconds', ({ millisecond }) => millisecond),
  duration_to_hours: ([value]) => span(value) / (3_600n * second),
  duration_to_minutes: ([value]) => span(value) / (60n * second),
  duration_to_seconds: ([value]) => span(value) / second,
  duration_to_milliseconds: ([value]) => span(value) / 1_000_000n,
};

/** The moment that a text means, or the error of the real conversion. */
export function timestampFrom(written: string): Timestamp {
  const found = readTimestamp(written);
  if (found) return found;
  throw new CelError(`type conversion error from 'string' to 'google.protobuf.Timestamp'`);
}

/** The span that a text means, or the error of the real conversion. */
export function durationFrom(written: string): Duration {
  const found = readDuration(written);
  if (found) return found;
  throw new CelError(`type conversion error from 'string' to 'google.protobuf.Duration'`);
}

/** The text of an argument that is a moment. */
export function showMoment(value: Value | undefined): string {
  if (!(value instanceof Timestamp)) throw new CelError('no such overload');
  return showTimestamp(value);
}
