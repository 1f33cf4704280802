// A schema is made of schemas.

import { compareText, isObject } from '../../base/index.ts';
import type { FieldPath } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';

/** The schemas that a schema is made of, each with where it stands. */
export function* partsOf(schema: JSONSchemaProps, at: FieldPath): Generator<readonly [JSONSchemaProps, FieldPath], void, undefined> {
  const additional = elementSchema(schema.additionalProperties);
  if (additional) yield [additional, at.child('additionalProperties')];
  const { properties = {} } = schema;
  for (const name of Object.keys(properties).sort(compareText)) {
    const property = properties[name];
    if (property) yield [property, at.child('properties').key(name)];
  }
  if (schema.not) yield [schema.not, at.child('not')];
  for (const junctor of ['allOf', 'oneOf', 'anyOf'] as const) {
    for (const [index, each] of (schema[junctor] ?? []).entries()) yield [each, at.child(junctor).index(index)];
  }
  const items = elementSchema(schema.items);
  if (items) yield [items, at.child('items')];
  for (const field of ['definitions', 'dependencies'] as const) {
    for (const [name, part] of Object.entries(schema[field] ?? {})) if (isObject(part)) yield [part, at.child(field).key(name)];
  }
}
