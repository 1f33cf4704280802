import { Uint } from './values.ts';
import type { Value } from './values.ts';

/** A key as errors tell it. */
export function showKey(key: Value): string {
  if (key instanceof Uint) return String(key.value);
  return String(key);
}
