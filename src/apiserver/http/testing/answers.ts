// How answers over HTTP are compared with what a real server answered.

import { deepEqual, isObject, readJson } from '../../../base/index.ts';
import type { HttpResponse } from '../../../machine/index.ts';

/** What every object is given. */
const handedOut: ReadonlySet<string> = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation']);

/** The object in a body without what the server gives every object. */
export function withoutHandedOut(body: string): unknown {
  const value = readJson(body).value as { readonly metadata: object };
  return { ...value, metadata: Object.fromEntries(Object.entries(value.metadata).filter(([key]) => !handedOut.has(key))) };
}

/** The merge patch from one value to another; undefined when they are alike. */
export function difference(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return deepEqual(before, after) ? undefined : after;
  const changed: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = key in after ? difference(before[key], after[key]) : null;
    if (change !== undefined) changed.push([key, change]);
  }
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** The texts of an answer's warnings. */
export function warningsOf(headers: HttpResponse['headers']): readonly string[] {
  return [...(headers['warning'] ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => JSON.parse(`"${text}"`) as string);
}
