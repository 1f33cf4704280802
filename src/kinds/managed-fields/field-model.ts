// What the account of managers has to know of a kind, in one of its versions.

import { emptyOf } from '../decode.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import type { FieldSet } from './field-set.ts';
import { setOf } from './field-set.ts';
import type { ExtendedSchema, FieldType } from './field-type.ts';
import { fieldTypeOf } from './field-type.ts';

/** The fields of a kind, and what an object has of which nobody said anything. */
export interface FieldModel {
  readonly type: FieldType;
  /** As Go writes a value that was never set: `{metadata: {}, spec: {…}}`. */
  readonly empty: Readonly<Record<string, unknown>>;
  /** Why an object of another version cannot be told in this one; undefined when it can. Absent: every object can. */
  readonly problem?: (object: Readonly<Record<string, unknown>>) => string | undefined;
}

const models = new Map<string, FieldModel>();

/** The model of a built-in kind, by its definition. */
export function fieldModelOf(definition: string): FieldModel {
  let model = models.get(definition);
  if (!model) models.set(definition, (model = { type: fieldTypeOf({ $ref: `#/definitions/${definition}` }), empty: emptyOf(definition) }));
  return model;
}

/** The model of a custom resource, by the schema that its definition gives for the whole object. */
export function customFieldModel(given: JSONSchemaProps | undefined): FieldModel {
  const schema = (given ?? {}) as ExtendedSchema; // what a definition may say is a form of OpenAPI's schemas
  const whole: ExtendedSchema = { ...schema, type: 'object', 'x-kubernetes-embedded-resource': true };
  return { type: fieldTypeOf(whole), empty: {} };
}

/** A set of fields, each given as `spec.replicas`. */
export function fieldPaths(...paths: readonly string[]): FieldSet | undefined {
  return setOf(paths.map((path) => path.split('.').map((name) => `f:${name}`)));
}
