// OpenAPI schemas as types of expressions, with how large their values can be.
// Upstream: k8s.io/apiserver pkg/cel/common/schemas.go, pkg/cel/types.go

import type { ObjectShape } from './environment.ts';
import { escapeField } from './field-names.ts';
import { boolType, bytesType, doubleType, durationType, dynType, intType, listOf, mapOf, objectNamed, stringType, timestampType } from './types.ts';
import type { CelType } from './types.ts';

/** A structural schema, as a CustomResourceDefinition has it. What a schema says beyond this means nothing to expressions. */
export interface Schema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly items?: Schema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly default?: unknown;
  readonly nullable?: boolean | undefined;
  readonly maxItems?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly 'x-kubernetes-int-or-string'?: boolean | undefined;
  readonly 'x-kubernetes-embedded-resource'?: boolean | undefined;
  readonly 'x-kubernetes-list-type'?: string | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
}

/** A schema as a type. */
export interface SchemaType {
  readonly type: CelType;
  /** The most characters, bytes, elements or entries that a value can have. */
  readonly maxElements: number;
  /** The fewest bytes that a value takes as JSON. */
  readonly minSize: number;
  /** Of a list or a map. */
  readonly element?: SchemaType;
  /** Of an object, by their names in expressions; made when somebody asks. */
  field?(name: string): SchemaType | undefined;
}

/** The shapes of objects, by the names that their types were given. */
export type Shapes = Map<string, ObjectShape>;

const maxRequestBytes = 3_145_728; // the API server's limit for a request's body
const longestText = maxRequestBytes - 2;
const longest = { duration: 32, date: 12, 'date-time': 27 }; // a text of that format with its quotes
const shortest = { duration: 4, date: 12, 'date-time': 22 };

/** Of what is no text, list or map nothing is counted. */
const scalar = (type: CelType, minSize: number, maxElements = 0): SchemaType => ({ type, minSize, maxElements });
const boolSchema = scalar(boolType, 4);
const doubleSchema = scalar(doubleType, 1);
const intSchema = scalar(intType, 1);
/** The keys of maps: how long they can be is not counted either. */
export const textKey: SchemaType = scalar(stringType, 2);

const text: Schema = { type: 'string' };
const resourceFields: Readonly<Record<string, Schema>> = {
  kind: text, apiVersion: text, metadata: { type: 'object', properties: { name: text, generateName: text } },
};

/** The fields of a schema; a whole object has its names in any case. */
export function propertiesOf(schema: Schema, isResource: boolean): Readonly<Record<string, Schema>> {
  return isResource ? { ...schema.properties, ...resourceFields } : (schema.properties ?? {});
}

export const isEmbedded = (schema: Schema): boolean => schema['x-kubernetes-embedded-resource'] === true;

/** The schema as a type whose objects are called so; undefined when expressions cannot see such values. */
export function schemaType(schema: Schema, name: string, shapes: Shapes, isResource = isEmbedded(schema)): SchemaType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return scalar(dynType, 1, longestText);
  switch (schema.type) {
    case 'array': return listType(schema, name, shapes);
    case 'object': return typeof schema.additionalProperties === 'object' ? mapType(schema, schema.additionalProperties, name, shapes) : objectType(schema, name, shapes, isResource);
    case 'string': return textType(schema);
    case 'boolean': return boolSchema;
    case 'number': return doubleSchema;
    case 'integer': return intSchema;
    default: return undefined;
  }
}

const limit = (given: number | undefined, otherwise: number): number => (given === undefined ? otherwise : Math.max(0, given));

function listType(schema: Schema, name: string, shapes: Shapes): SchemaType | undefined {
  const element = schema.items && schemaType(schema.items, `${name}.@idx`, shapes);
  if (!element) return undefined;
  return { type: listOf(element.type), element, minSize: 2, maxElements: limit(schema.maxItems, Math.floor(longestText / (element.minSize + 1))) };
}

function mapType(schema: Schema, values: Schema, name: string, shapes: Shapes): SchemaType | undefined {
  const element = schemaType(values, `${name}.@elem`, shapes);
  if (!element) return undefined;
  return { type: mapOf(stringType, element.type), element, minSize: 2, maxElements: limit(schema.maxProperties, Math.floor(longestText / (element.minSize + 6))) };
}

function objectType(schema: Schema, name: string, shapes: Shapes, isResource: boolean): SchemaType {
  const known = new Map<string, SchemaType | undefined>();
  const properties = propertiesOf(schema, isResource);
  const byEscapedName = new Map(Object.keys(properties).map((key) => [escapeField(key) ?? '', key]));
  const field = (escaped: string): SchemaType | undefined => {
    if (!known.has(escaped)) {
      const property = properties[byEscapedName.get(escaped) ?? ''];
      known.set(escaped, property && schemaType(property, `${name}.${escaped}`, shapes));
    }
    return known.get(escaped);
  };
  shapes.set(name, { field: (escaped) => field(escaped)?.type });
  return {
    type: objectNamed(name), maxElements: 0, field,
    get minSize() {
      let size = 2;
      for (const key of schema.required ?? []) {
        const property = properties[key];
        const type = property && property.default === undefined ? field(escapeField(key) ?? '') : undefined;
        if (type) size += key.length + type.minSize + 4;
      }
      return size;
    },
  };
}

function textType(schema: Schema): SchemaType {
  switch (schema.format) {
    case 'byte': return scalar(bytesType, 2, limit(schema.maxLength, longestText));
    case 'duration': return scalar(durationType, shortest.duration, longest.duration);
    case 'date': return scalar(timestampType, shortest.date, longest.date);
    case 'date-time': return scalar(timestampType, shortest['date-time'], longest['date-time']);
    default: return scalar(stringType, 2, textLimit(schema));
  }
}

function textLimit({ maxLength, enum: choices = [] }: Schema): number {
  // A character takes four bytes at most.
  if (maxLength !== undefined) return limit(maxLength, 0) * 4;
  if (choices.length === 0) return longestText;
  return Math.max(...choices.map((choice) => (typeof choice === 'string' ? choice.length : 0)));
}
