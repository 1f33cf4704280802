// Filling a custom object with what its schema says stands where nothing is said.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/defaulting

import { isObject } from '../../base/index.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** A value with its defaults, and without nulls where none may stand; the value itself when that changes nothing. */
export function withDefaults(schema: JSONSchemaProps | undefined, value: unknown): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) return defaultedList(elementSchema(schema.items), value);
  return isObject(value) ? defaultedMap(schema, value) : value;
}

/** Null where the schema allows none is as if nothing was written. */
function isNothing(schema: JSONSchemaProps | undefined, value: unknown): boolean {
  return value === undefined || (value === null && schema !== undefined && schema.nullable !== true);
}

function defaultedList(items: JSONSchemaProps | undefined, list: readonly unknown[]): readonly unknown[] {
  if (!items) return list;
  const next = list.map((item) => withDefaults(items, item === null && items.nullable !== true ? (items.default ?? null) : item));
  return next.every((item, index) => item === list[index]) ? list : next;
}

function defaultedMap(schema: JSONSchemaProps, map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { properties = {} } = schema;
  const additional = elementSchema(schema.additionalProperties);
  let next: Record<string, unknown> | undefined;
  const put = (key: string, value: unknown): void => {
    next ??= { ...map };
    if (value === undefined) delete next[key];
    else next[key] = value;
  };
  for (const key of Object.keys(map)) {
    const property = properties[key] ?? additional;
    const value = map[key];
    if (isNothing(property, value)) {
      put(key, property?.default === undefined ? undefined : withDefaults(property, property.default));
      continue;
    }
    const kept = withDefaults(property, value);
    if (kept !== value) put(key, kept);
  }
  for (const key of Object.keys(properties)) {
    const property = properties[key];
    if (property?.default !== undefined && !(key in map)) put(key, withDefaults(property, property.default));
  }
  return next ?? map;
}
