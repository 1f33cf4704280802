// From one type to another.
// Upstream: cel-go common/types (ConvertToType)

import { showDouble, utf8Bytes, utf8Text } from '../../base/index.ts';
import { fitsInt, fitsUint } from '../literals.ts';
import { CelError, CelList, isMap, Timestamp, TypeValue, typeOfValue, Uint } from '../values.ts';
import type { Value } from '../values.ts';
import { any, bytes, double, moment, span, text, truth, unsigned, whole } from './arguments.ts';
import type { Library } from './arguments.ts';
import { durationFrom, showMoment, showSeconds, timestampFrom, timestampOf } from './moments.ts';

const second = 1_000_000_000n;

function intFrom(value: bigint): bigint {
  if (!fitsInt(value)) throw new CelError('integer overflow');
  return value;
}

function uintFrom(value: bigint): Uint {
  if (!fitsUint(value)) throw new CelError('unsigned integer overflow');
  return new Uint(value);
}

function truncated(value: number, why: string): bigint {
  if (!Number.isFinite(value)) throw new CelError(why);
  return BigInt(Math.trunc(value));
}

const cannot = (from: string, to: string): CelError => new CelError(`type conversion error from '${from}' to '${to}'`);

function parseInteger(written: string, name: string): bigint {
  if (!/^[-+]?[0-9]+$/.test(written)) throw cannot('string', name);
  return BigInt(written.replace(/^\+/, ''));
}

const truths = new Map([['1', true], ['t', true], ['T', true], ['true', true], ['TRUE', true], ['True', true],
  ['0', false], ['f', false], ['F', false], ['false', false], ['FALSE', false], ['False', false]]);

function parseTruth(written: string): boolean {
  const found = truths.get(written);
  if (found === undefined) throw cannot('string', 'bool');
  return found;
}

const special = new Map([['inf', Infinity], ['+inf', Infinity], ['-inf', -Infinity], ['infinity', Infinity], ['+infinity', Infinity], ['-infinity', -Infinity], ['nan', Number.NaN]]);

function parseDouble(written: string): number {
  const known = special.get(written.toLowerCase());
  if (known !== undefined) return known;
  if (!/^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/.test(written)) throw cannot('string', 'double');
  const value = Number(written);
  if (!Number.isFinite(value)) throw cannot('string', 'double');
  return value;
}

function decodeUtf8(value: Uint8Array): string {
  const decoded = utf8Text(value);
  const back = utf8Bytes(decoded);
  if (back.length !== value.length || back.some((byte, index) => byte !== value[index])) throw new CelError('invalid UTF-8 in bytes, cannot convert to string');
  return decoded;
}

const floor = (nanos: bigint): bigint => (nanos >= 0n || nanos % second === 0n ? nanos / second : nanos / second - 1n);

function timestampFromSeconds(seconds: bigint): Timestamp {
  return timestampOf(seconds * second, 'timestamp overflow');
}

const same = ([value]: readonly Value[]): Value => any(value);

/** How many elements a value has, in characters, bytes or entries. */
export function sizeOf(value: Value): bigint {
  if (typeof value === 'string') {
    let characters = 0;
    for (const _ of value) characters++;
    return BigInt(characters);
  }
  if (value instanceof Uint8Array) return BigInt(value.length);
  if (value instanceof CelList) return BigInt(value.items.length);
  if (isMap(value)) return BigInt(value.size);
  throw new CelError('no such overload');
}

const size = ([value]: readonly Value[]): Value => sizeOf(any(value));

export const conversions: Library = {
  bool_to_bool: same, bytes_to_bytes: same, double_to_double: same, duration_to_duration: same, int64_to_int64: same,
  string_to_string: same, timestamp_to_timestamp: same, uint64_to_uint64: same, to_dyn: same,
  string_to_bool: ([value]) => parseTruth(text(value)),
  string_to_bytes: ([value]) => utf8Bytes(text(value)),
  int64_to_double: ([value]) => Number(whole(value)),
  uint64_to_double: ([value]) => Number(unsigned(value)),
  string_to_double: ([value]) => parseDouble(text(value)),
  int64_to_duration: () => {
    throw cannot('int', 'google.protobuf.Duration');
  },
  string_to_duration: ([value]) => durationFrom(text(value)),
  double_to_int64: ([value]) => intFrom(truncated(double(value), 'integer overflow')),
  duration_to_int64: ([value]) => span(value),
  string_to_int64: ([value]) => {
    const parsed = parseInteger(text(value), 'int');
    if (!fitsInt(parsed)) throw cannot('string', 'int');
    return parsed;
  },
  timestamp_to_int64: ([value]) => floor(moment(value)),
  uint64_to_int64: ([value]) => intFrom(unsigned(value)),
  double_to_uint64: ([value]) => uintFrom(truncated(double(value), 'unsigned integer overflow')),
  int64_to_uint64: ([value]) => uintFrom(whole(value)),
  string_to_uint64: ([value]) => {
    const parsed = parseInteger(text(value), 'uint');
    if (!fitsUint(parsed)) throw cannot('string', 'uint');
    return new Uint(parsed);
  },
  int64_to_timestamp: ([value]) => timestampFromSeconds(whole(value)),
  string_to_timestamp: ([value]) => timestampFrom(text(value)),
  bool_to_string: ([value]) => String(truth(value)),
  bytes_to_string: ([value]) => decodeUtf8(bytes(value)),
  double_to_string: ([value]) => showDouble(double(value)),
  duration_to_string: ([value]) => showSeconds(span(value)),
  int64_to_string: ([value]) => String(whole(value)),
  timestamp_to_string: ([value]) => showMoment(value),
  uint64_to_string: ([value]) => String(unsigned(value)),
  type: ([value]) => new TypeValue(typeOfValue(any(value))),
  size_bytes: size, bytes_size: size, size_list: size, list_size: size, size_map: size, map_size: size, size_string: size, string_size: size,
};
