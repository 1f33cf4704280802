// Spans of time: Go's text form (`1h2m3.5s`) and the short one in kubectl's AGE columns.
// Upstream: Go time.Duration, k8s.io/apimachinery util/duration

import { quote } from './go-quote.ts';

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000,
};

/** Thrown for text that is no span; the message is Go's. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

/** Milliseconds of a text such as `1h30m`, `300ms`, `-1.5h`, `0`. */
export function parseDuration(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = /^[-+]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') throw new DurationError(`time: invalid duration ${quote(text)}`);
  let total = 0;
  while (rest !== '') {
    const [number = ''] = /^[0-9]*(\.[0-9]*)?/.exec(rest) ?? [];
    if (number === '' || number === '.') throw new DurationError(`time: invalid duration ${quote(text)}`);
    rest = rest.slice(number.length);
    const [unit = ''] = /^[^0-9.]*/.exec(rest) ?? [];
    if (unit === '') throw new DurationError(`time: missing unit in duration ${quote(text)}`);
    const ms = unitMs[unit];
    if (ms === undefined) throw new DurationError(`time: unknown unit ${quote(unit)} in duration ${quote(text)}`);
    total += Number(number) * ms;
    rest = rest.slice(unit.length);
  }
  return sign * total;
}

const trimmed = (value: number, digits: number): string => value.toFixed(digits).replace(/\.?0+$/, '');

/** Go's text of a span: `1m30s`, `250ms`, `0s`. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const nanos = Math.round(Math.abs(ms) * 1e6);
  if (nanos === 0) return '0s';
  if (nanos < 1e3) return `${sign}${nanos}ns`;
  if (nanos < 1e6) return `${sign}${trimNumber(nanos / 1e3)}µs`;
  if (nanos < 1e9) return `${sign}${trimNumber(nanos / 1e6)}ms`;
  const wholeSeconds = Math.floor(nanos / 1e9);
  const fraction = nanos - wholeSeconds * 1e9;
  const hours = Math.floor(wholeSeconds / 3600);
  const minutes = Math.floor(wholeSeconds / 60) % 60;
  const seconds = `${wholeSeconds % 60}${fraction === 0 ? '' : trimmed(fraction / 1e9, 9).slice(1)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

function trimNumber(value: number): string {
  const text = value.toFixed(6);
  return text.replace(/\.?0+$/, '');
}

/** A span as kubectl shows ages: two units at most, coarser as it grows. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.trunc(days / 365);
  return days < 2920 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
