// Values as the recordings of tests write them.

import { hex, showDouble } from '../../base/index.ts';
import { showSeconds, showTimestamp } from '../functions/moments.ts';
import { CelList, Duration, isMap, Opaque, Optional, Timestamp, TypeValue, Uint } from '../values.ts';
import type { Value } from '../values.ts';

/** A value with its type: `5u`, `double:1.5`, `optional([1, 2])`. */
export function showForTest(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint' || typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number') return `double:${Math.abs(value) >= 1e6 && Math.abs(value) < 1e21 ? String(value) : showDouble(value)}`;
  if (value instanceof Uint) return `${value.value}u`;
  if (value instanceof Uint8Array) return `b:${hex(value)}`;
  if (value instanceof Duration) return `duration:${showSeconds(value.nanos)}`;
  if (value instanceof Timestamp) return `timestamp:${showTimestamp(new Timestamp(value.nanos))}`;
  if (value instanceof TypeValue) return `type:${value.type.name}`;
  if (value instanceof Optional) return value.value === undefined ? 'none' : `optional(${showForTest(value.value)})`;
  if (value instanceof CelList) return `[${value.items.map(showForTest).join(', ')}]`;
  if (value instanceof Opaque || !isMap(value)) return 'opaque';
  const entries = value.keys().map((key) => `${showForTest(key)}: ${showForTest(value.get(key) ?? null)}`);
  return `{${entries.toSorted((a, b) => (a < b ? -1 : 1)).join(', ')}}`;
}
