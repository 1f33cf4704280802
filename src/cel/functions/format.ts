// 'text with %s'.format([…]).
// Upstream: cel-go ext/formatting.go

import { compareText, hex, quote, showDouble, utf8Bytes, utf8Text } from '../../base/index.ts';
import { CelError, CelList, Duration, isMap, Timestamp, TypeValue, typeOfValue, Uint } from '../values.ts';
import type { CelMap, Value } from '../values.ts';
import { showSeconds, showTimestamp } from './moments.ts';
import { showFixed } from './show-fixed.ts';

/** One clause of a format: `%s`, `%.3f`. */
interface Clause {
  readonly verb: string;
  readonly precision: number;
}

const clauses = /%(%|(?:\.([0-9]*))?(.))/gsu;
/** Go's default for %f and %e here. */
const defaultPrecision = 6;

/** The text with its clauses filled in; throws what the real one says about a clause or an argument that does not fit. */
export function formatText(format: string, args: readonly Value[]): string {
  let next = 0;
  const filled = format.replace(clauses, (all, _clause, precision: string | undefined, verb: string | undefined) => {
    if (all === '%%') return '%';
    if (next >= args.length) throw new CelError(`index ${next} out of range`);
    const value = args[next++] ?? null;
    return show({ verb: verb ?? '', precision: precision === undefined ? defaultPrecision : Number(precision) }, value);
  });
  if (/(^|[^%])(%%)*%$/.test(format)) throw new CelError('unexpected end of string');
  return filled;
}

function show({ verb, precision }: Clause, value: Value): string {
  switch (verb) {
    case 's': return showAny(value);
    case 'd': return showDecimal(value);
    case 'f': return fixed(value, precision);
    case 'e': return scientific(value);
    case 'b': return showBinary(value);
    case 'x': return showHex(value);
    case 'X': return showHex(value).toUpperCase();
    case 'o': return showOctal(value);
    default: throw new CelError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

const typeName = (value: Value): string => typeOfValue(value).name;
const fail = (what: string, value: Value): CelError => new CelError(`error during formatting: ${what}, was given ${typeName(value)}`);

/** Any value as text. */
export function showAny(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return showDouble(value);
  if (value instanceof Uint8Array) return utf8Text(value);
  if (value instanceof Duration) return showSeconds(value.nanos);
  if (value instanceof Timestamp) return showTimestamp(value);
  return showInside(value);
}

/** A value inside a list or a map: so that its type can be seen. */
function showInside(value: Value): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isFinite(value) ? showFixed(value, 6) : quote(showDouble(value));
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Uint8Array) return `b${quote(utf8Text(value))}`;
  if (value instanceof Duration) return `duration(${quote(showSeconds(value.nanos))})`;
  if (value instanceof Timestamp) return `timestamp(${quote(showTimestamp(value))})`;
  if (value instanceof TypeValue) return value.type.name;
  if (value instanceof CelList) return `[${value.items.map(showInside).join(', ')}]`;
  if (isMap(value)) return showMap(value);
  throw fail('string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps', value);
}

function showMap(map: CelMap): string {
  const entries = map.keys().map((key) => [showInside(key), showInside(map.get(key) ?? null)] as const);
  return `{${entries.toSorted(([a], [b]) => compareText(a, b)).map(([key, item]) => `${key}:${item}`).join(', ')}}`;
}

function showDecimal(value: Value): string {
  const digits = inBase(value, 10);
  if (digits === undefined) throw fail('decimal clause can only be used on integers', value);
  return digits;
}

const named = new Map([['NaN', Number.NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]]);

function asDouble(value: Value, clause: string): number {
  const number = typeof value === 'string' ? named.get(value) : value;
  if (typeof number !== 'number') throw fail(`${clause} clause can only be used on doubles`, value);
  return number;
}

function infinity(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
}

/** With commas between the thousands, as English has them. */
function fixed(value: Value, precision: number): string {
  const number = asDouble(value, 'fixed-point');
  const special = infinity(number);
  if (special !== undefined) return special;
  const [whole = '', fraction] = showFixed(number, Math.min(precision, 100)).split('.');
  return whole.replaceAll(/\B(?=([0-9]{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

const raised: Readonly<Record<string, string>> = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

/** As English prints it; always with six digits. */
function scientific(value: Value): string {
  const number = asDouble(value, 'scientific');
  const special = infinity(number);
  if (special !== undefined) return special.padStart(6);
  const [mantissa = '', exponent = ''] = number.toExponential(defaultPrecision).split('e');
  const power = exponent.replace('+', '').replace(/^(-?)([0-9])$/, '$10$2');
  return `${mantissa}×10${Array.from(power, (digit) => raised[digit] ?? digit).join('')}`;
}

function inBase(value: Value, base: number): string | undefined {
  if (typeof value === 'bigint') return value.toString(base);
  return value instanceof Uint ? value.value.toString(base) : undefined;
}

function showBinary(value: Value): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const digits = inBase(value, 2);
  if (digits === undefined) throw fail('only integers and bools can be formatted as binary', value);
  return digits;
}

function showHex(value: Value): string {
  if (typeof value === 'string') return hex(utf8Bytes(value));
  if (value instanceof Uint8Array) return hex(value);
  const digits = inBase(value, 16);
  if (digits === undefined) throw fail('only integers, byte buffers, and strings can be formatted as hex', value);
  return digits;
}

function showOctal(value: Value): string {
  const digits = inBase(value, 8);
  if (digits === undefined) throw fail('octal clause can only be used on integers', value);
  return digits;
}
