// Filling a custom object with what its schema says stands where nothing is said.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/defaulting

import { isObject, own } from '../../base/index.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** A value with its defaults, also for nulls where none may stand; the value itself when that changes nothing. */
export function withDefaults(schema: JSONSchemaProps | undefined, value: unknown): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) return defaultedList(elementSchema(schema.items), value);
  return isObject(value) ? defaultedMap(schema, value) : value;
}

/** Null where the schema allows none. */
function isMisplacedNull(schema: JSONSchemaProps | undefined, value: unknown): boolean {
  return value === null && schema !== undefined && schema.nullable !== true;
}

/** A value without its fields that are null where the schema allows none, and has no default; the value itself when there are none. */
export function withoutMisplacedNulls(schema: JSONSchemaProps | undefined, value: unknown): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) {
    const items = elementSchema(schema.items);
    const next = items ? value.map((item) => withoutMisplacedNulls(items, item)) : value;
    return next.every((item, index) => item === value[index]) ? value : next;
  }
  if (!isObject(value)) return value;
  const { properties = {} } = schema;
  const additional = elementSchema(schema.additionalProperties);
  let next: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const property = own(properties, key) ?? additional;
    const given = value[key];
    const isGone = isMisplacedNull(property, given) && property?.default === undefined;
    const kept = isGone ? undefined : withoutMisplacedNulls(property, given);
    if (kept === given) continue;
    next ??= { ...value };
    if (isGone) delete next[key];
    else next[key] = kept;
  }
  return next ?? value;
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
    (next ??= { ...map })[key] = value;
  };
  for (const key of Object.keys(map)) {
    const property = own(properties, key) ?? additional;
    const value = map[key];
    const kept = withDefaults(property, isMisplacedNull(property, value) ? (property?.default ?? null) : value);
    if (kept !== value) put(key, kept);
  }
  for (const key of Object.keys(properties)) {
    const property = properties[key];
    if (property?.default !== undefined && !Object.hasOwn(map, key)) put(key, withDefaults(property, property.default));
  }
  return next ?? map;
}
