// Defaults have to be what the schema wants.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/defaulting/validation.go

import type { Errors } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
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

/** Looks at every default in a schema. */
export function checkDefaults(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  const { default: value } = schema;
  if (value !== undefined && value !== null) {
    const where = String(at.child('default'));
    if (pruneUnder(schema, value).unknownFields.length > 0) errors.push(invalid(where, value, 'must not have unknown fields'));
    errors.push(...valueErrors(schema, value).map((error) => within(where, error)));
  }
  for (const [part, where] of partsOf(schema, at)) checkDefaults(errors, part, where);
}
