// Lists that are sets or maps hold nothing twice, and those that are maps hold objects.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/listtype

import { goJson, isObject } from '../../base/index.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, invalid, printed } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** What stands twice in the lists of a value that may hold it once, and what cannot be told apart there. */
export function validateLists(schema: JSONSchemaProps | undefined, value: unknown, at = ''): readonly FieldError[] {
  const errors: FieldError[] = [];
  check(schema, value, at, errors);
  return errors;
}

function check(schema: JSONSchemaProps | undefined, value: unknown, at: string, errors: FieldError[]): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    checkList(schema, value, at, errors);
  } else if (isObject(value)) {
    const additional = elementSchema(schema.additionalProperties);
    for (const key of Object.keys(value)) {
      const property = schema.properties?.[key];
      if (property) check(property, value[key], at === '' ? key : `${at}.${key}`, errors);
      else if (additional) check(additional, value[key], `${at}[${key}]`, errors);
    }
  }
}

function checkList(schema: JSONSchemaProps, list: readonly unknown[], at: string, errors: FieldError[]): void {
  const type = schema['x-kubernetes-list-type'];
  const seen = new Set<string>();
  const items = elementSchema(schema.items);
  for (const [index, item] of list.entries()) {
    check(items, item, `${at}[${index}]`, errors);
    if (type !== 'set' && type !== 'map') continue;
    if (type === 'map' && !isObject(item)) {
      if (item !== null) errors.push(invalid(`${at}[${index}]`, item, 'must be an object for an array of list-type map'));
      continue;
    }
    const identity = type === 'set' ? item : keysOf(schema['x-kubernetes-list-map-keys'] ?? [], item);
    const text = goJson(identity);
    if (seen.has(text)) errors.push(duplicate(`${at}[${index}]`, typeof identity === 'string' ? identity : printed(text)));
    seen.add(text);
  }
}

function keysOf(keys: readonly string[], item: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(keys.map((key) => [key, isObject(item) ? item[key] : undefined]));
}
