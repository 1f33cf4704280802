// Secrets in a comparison: that a value changes is shown, the value is not.
// Upstream: k8s.io/kubectl pkg/cmd/diff/diff.go Masker

import type { AnyObject } from '../../core/object.ts';
import { mapAt, withField } from '../../core/object.ts';

const hidden = '***';

/** Both without their values; what is not there yet is null, which is how a masked nothing is written. */
export function maskedPair(before: AnyObject | undefined, after: AnyObject | undefined): readonly [AnyObject | null, AnyObject | null] {
  const [from, to] = [mapAt(before, 'data'), mapAt(after, 'data')];
  const isChanged = (key: string): boolean => from[key] !== undefined && to[key] !== undefined && from[key] !== to[key];
  return [masked(before, (key) => (isChanged(key) ? `${hidden} (before)` : hidden)), masked(after, (key) => (isChanged(key) ? `${hidden} (after)` : hidden))];
}

function masked(object: AnyObject | undefined, maskOf: (key: string) => string): AnyObject | null {
  if (!object) return null;
  const keys = Object.keys(mapAt(object, 'data'));
  return keys.length === 0 ? object : withField(object, ['data'], Object.fromEntries(keys.map((key) => [key, maskOf(key)])));
}
