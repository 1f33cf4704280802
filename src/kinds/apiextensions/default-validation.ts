// Defaults have to be what the schema wants.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/defaulting/validation.go

import type { Errors } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { embeddedErrors } from './embedded-validation.ts';
import { pruneUnder } from './pruning.ts';
import { partsOf } from './schema-parts.ts';
import { validateRules } from './rule-validation.ts';
import { validateValueAt } from './value-validation.ts';

/** An error inside a default as one of the schema. */
function within(where: string, error: FieldError): FieldError {
  return { ...error, field: error.field === '' || error.field === '<nil>' ? where : `${where}.${error.field}` };
}

/** The rules are asked only of what they can be asked of. */
function valueErrors(schema: JSONSchemaProps, value: unknown): readonly FieldError[] {
  const errors = validateValueAt(schema, value);
  return errors.length > 0 ? errors : validateRules(schema, value, undefined, false);
}

/** Looks at every default in a schema; that of the root is a whole object. */
export function checkDefaults(errors: Errors, schema: JSONSchemaProps, at: FieldPath, isRoot = true): void {
  const { default: value } = schema;
  if (value !== undefined && value !== null) {
    const where = String(at.child('default'));
    if (pruneUnder(schema, value).unknownFields.length > 0) errors.push(invalid(where, value, 'must not have unknown fields'));
    const ofObjects = embeddedErrors(isRoot ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema, value, at.child('default'));
    if (ofObjects.length > 0) errors.push(...ofObjects);
    else errors.push(...valueErrors(schema, value).map((error) => within(where, error)));
  }
  for (const [part, where] of partsOf(schema, at)) checkDefaults(errors, part, where, false);
}
