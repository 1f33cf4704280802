// Values that may be missing.
// Upstream: cel-go cel/library.go

import { CelError, CelList, Duration, isMap, none, Optional, Timestamp, Uint } from '../values.ts';
import type { Value } from '../values.ts';
import { any, items, optional } from './arguments.ts';
import type { Library } from './arguments.ts';

function isZero(value: Value): boolean {
  if (value === null || value === '' || value === false || value === 0 || value === 0n) return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof CelList) return value.items.length === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Duration) return value.nanos === 0n;
  if (value instanceof Timestamp) return value.nanos === -62_135_596_800_000_000_000n;
  if (value instanceof Optional) return value.value === undefined;
  return isMap(value) && value.size === 0;
}

function valueOf(value: Value | undefined): Value {
  const inside = optional(value).value;
  if (inside === undefined) throw new CelError('optional.none() dereference');
  return inside;
}

const unwrapped = ([list]: readonly Value[]): Value => new CelList(items(list).flatMap((item) => {
  const inside = optional(item).value;
  return inside === undefined ? [] : [inside];
}));

export const optionals: Library = {
  optional_none: () => none,
  optional_of: ([value]) => new Optional(any(value)),
  optional_ofNonZeroValue: ([value]) => (isZero(any(value)) ? none : new Optional(any(value))),
  optional_hasValue: ([value]) => optional(value).value !== undefined,
  optional_value: ([value]) => valueOf(value),
  optional_unwrap: unwrapped,
  optional_unwrapOpt: unwrapped,
};
