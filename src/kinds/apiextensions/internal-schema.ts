// A schema as errors print it: by the names and in the order of the server's own type.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/types_jsonschema.go

import { compareText, isObject } from '../../base/index.ts';
import { shapeNamed } from '../facts.ts';
import type { GoField } from '../facts.ts';
import { printedJson } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { goFieldName, goValue } from '../go-struct.ts';

let known: readonly GoField[] | undefined;

/** The fields in the order of the server's type, in which `nullable` stands behind the type. */
function fields(): readonly GoField[] {
  if (known) return known;
  const shape = shapeNamed('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps');
  const nullable = shape.filter(([name]) => name === 'nullable');
  return (known = shape.filter(([name]) => name !== 'nullable').flatMap((field) => (field[0] === 'type' ? [field, ...nullable] : [field])));
}

/** The fields that a schema says something in, by the names and in the order of the server's type. */
export function saidFields(schema: JSONSchemaProps): readonly string[] {
  return fields().filter(([name]) => isSaid((schema as Readonly<Record<string, unknown>>)[name])).map(goFieldName);
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== '' && value !== false;

/** A schema as an error prints it. */
export function printSchema(schema: JSONSchemaProps): unknown {
  return printedJson(internal(schema));
}

function internal(schema: unknown): unknown {
  const values = schema as Readonly<Record<string, unknown>>;
  return Object.fromEntries(fields().map((field) => [goFieldName(field), part(field, values[field[0]])]));
}

/** What stands in a field: schemas in their turn, or a value as Go prints it. */
function part([, , goType]: GoField, value: unknown): unknown {
  switch (goType) {
    case '*v1.JSON': case '[]v1.JSON': return value ?? null;
    case '*v1.JSONSchemaProps': return value === undefined ? null : internal(value);
    case '[]v1.JSONSchemaProps': return Array.isArray(value) ? value.map(internal) : null;
    case '*v1.JSONSchemaPropsOrArray': return value === undefined ? null : { Schema: isObject(value) ? internal(value) : null, JSONSchemas: Array.isArray(value) ? value.map(internal) : null };
    case '*v1.JSONSchemaPropsOrBool': return value === undefined ? null : { Allows: value !== false, Schema: isObject(value) ? internal(value) : null };
    case 'v1.ValidationRules': return goValue('[]v1.ValidationRule', value);
    case 'map[string]v1.JSONSchemaProps': case 'v1.JSONSchemaDefinitions':
      return isObject(value) ? Object.fromEntries(Object.keys(value).sort(compareText).map((key) => [key, internal(value[key])])) : null;
    case 'v1.JSONSchemaDependencies': return value ?? null;
    default: return goValue(goType, value);
  }
}
