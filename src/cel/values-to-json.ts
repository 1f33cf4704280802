// Values of expressions as JSON.

import { base64Encode } from '../base/index.ts';
import { showSeconds, showTimestamp } from './functions/moments.ts';
import { CelError, CelList, Duration, isMap, Opaque, Optional, Timestamp, TypeValue, Uint } from './values.ts';
import type { Value } from './values.ts';

/** A value as JSON; throws for what has no such form. */
export function jsonOfValue(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint) return Number(value.value);
  if (value instanceof CelList) return value.items.map(jsonOfValue);
  if (value instanceof Uint8Array) return base64Encode(value);
  if (value instanceof Duration) return showSeconds(value.nanos);
  if (value instanceof Timestamp) return showTimestamp(value);
  if (value instanceof TypeValue || value instanceof Opaque || value instanceof Optional || !isMap(value)) throw new CelError('unsupported type conversion to JSON');
  const json: Record<string, unknown> = {};
  for (const key of value.keys()) json[String(key instanceof Uint ? key.value : key)] = jsonOfValue(value.get(key) ?? null);
  return json;
}
