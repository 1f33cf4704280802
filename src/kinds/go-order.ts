// The fields of an object in the order of the Go type that writes them.

import { compareText, isObject } from '../base/index.ts';
import { goShapes, referencedDefinition, schemas } from './facts.ts';
import type { Schema } from './facts.ts';

/** A value of a definition as Go writes it: fields in the order of the type, keys of maps sorted. What the type does not have comes last. */
export function inGoOrder(definition: string, value: unknown): unknown {
  return ordered({ $ref: `#/definitions/${definition}` }, value);
}

function ordered(schema: Schema | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(schema?.items, item));
  if (!isObject(value) || !schema) return value;
  const definition = referencedDefinition(schema);
  const { properties, additionalProperties } = definition === undefined ? schema : (schemas[definition] ?? {});
  const known = definition === undefined ? [] : (goShapes[definition] ?? []).map(([name]) => name).filter((name) => name in value);
  const further = Object.keys(value).filter((name) => !known.includes(name)).sort(compareText);
  return Object.fromEntries([...known, ...further].map((name) => [name, ordered(properties?.[name] ?? additionalProperties, value[name])]));
}
