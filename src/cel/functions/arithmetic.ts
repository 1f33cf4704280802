// + - * / % and the sign, with the limits of 64 bits.
// Upstream: cel-go common/types/overflow.go

import { fitsInt, fitsUint } from '../literals.ts';
import { CelError, CelList, Duration, Timestamp, Uint } from '../values.ts';
import type { Value } from '../values.ts';
import { bytes, double, items, moment, span, text, unsigned, whole } from './arguments.ts';
import type { Implementation, Library } from './arguments.ts';
import { timestampOf } from './moments.ts';
import { unite } from './unite.ts';

export function int(value: bigint): bigint {
  if (!fitsInt(value)) throw new CelError('integer overflow');
  return value;
}

function uint(value: bigint): Uint {
  if (!fitsUint(value)) throw new CelError('unsigned integer overflow');
  return new Uint(value);
}

function duration(nanos: bigint): Duration {
  if (!fitsInt(nanos)) throw new CelError('duration overflow');
  return new Duration(nanos);
}

const moved = (from: Value | undefined, by: bigint): Timestamp => timestampOf(moment(from) + by, 'timestamp overflow', from instanceof Timestamp ? from.zoneMinutes : 0);

function divisor(value: bigint, why: string): bigint {
  if (value === 0n) throw new CelError(why);
  return value;
}

const ints = (apply: (a: bigint, b: bigint) => bigint): Implementation => ([a, b]) => int(apply(whole(a), whole(b)));
const uints = (apply: (a: bigint, b: bigint) => bigint): Implementation => ([a, b]) => uint(apply(unsigned(a), unsigned(b)));
const doubles = (apply: (a: number, b: number) => number): Implementation => ([a, b]) => apply(double(a), double(b));

const add = (a: bigint, b: bigint): bigint => a + b;
const subtract = (a: bigint, b: bigint): bigint => a - b;
const multiply = (a: bigint, b: bigint): bigint => a * b;
const divide = (a: bigint, b: bigint): bigint => a / divisor(b, 'division by zero');
const modulo = (a: bigint, b: bigint): bigint => a % divisor(b, 'modulus by zero');

function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

export const arithmetic: Library = {
  add_int64: ints(add), subtract_int64: ints(subtract), multiply_int64: ints(multiply), divide_int64: ints(divide), modulo_int64: ints(modulo),
  add_uint64: uints(add), subtract_uint64: uints(subtract), multiply_uint64: uints(multiply), divide_uint64: uints(divide), modulo_uint64: uints(modulo),
  add_double: doubles((a, b) => a + b), subtract_double: doubles((a, b) => a - b), multiply_double: doubles((a, b) => a * b), divide_double: doubles((a, b) => a / b),
  negate_int64: ([a]) => int(-whole(a)),
  negate_double: ([a]) => -double(a),
  logical_not: ([a]) => a !== true,
  add_string: ([a, b]) => text(a) + text(b),
  add_bytes: ([a, b]) => joinBytes(bytes(a), bytes(b)),
  add_list: ([a, b]) => concatenate(a instanceof CelList ? a : undefined, b instanceof CelList ? b : undefined),
  add_duration_duration: ([a, b]) => duration(span(a) + span(b)),
  add_duration_timestamp: ([a, b]) => moved(b, span(a)),
  add_timestamp_duration: ([a, b]) => moved(a, span(b)),
  subtract_duration_duration: ([a, b]) => duration(span(a) - span(b)),
  subtract_timestamp_duration: ([a, b]) => moved(a, -span(b)),
  subtract_timestamp_timestamp: ([a, b]) => duration(moment(a) - moment(b)),
};

/** Lists one after the other. What is told apart not by its place is united: of two that are the same the second's value counts. */
function concatenate(a: CelList | undefined, b: CelList | undefined): CelList {
  const [left, right] = [items(a), items(b)];
  const identity = a?.identity;
  if (identity === undefined) return new CelList([...left, ...right]);
  return new CelList(unite(left, right, identity), identity);
}
