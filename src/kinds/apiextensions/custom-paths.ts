// The simple paths by which a definition names fields of its objects: `.spec.replicas`.
// Upstream: k8s.io/apiextensions-apiserver pkg/registry/customresource/etcd.go

import { isObject, withFields } from '../../base/index.ts';

/** The steps of a path. */
export function stepsOf(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}

/** What stands at a path; undefined when nothing does. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  let found = value;
  for (const step of steps) found = isObject(found) ? found[step] : undefined;
  return found;
}

/** A value with another at a path; maps on the way are made where they are missing. */
export function withValueAt<Value extends object>(value: Value, [step = '', ...rest]: readonly string[], put: unknown): Value {
  const below = (value as Readonly<Record<string, unknown>>)[step];
  const next = rest.length === 0 ? put : withValueAt(isObject(below) ? below : {}, rest, put);
  return withFields(value, { [step]: next }) as unknown as Value; // the same with one field more
}
