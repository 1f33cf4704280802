import { isObject } from '../../../base/index.ts';
import type { CustomKind } from '../../../protocol/index.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The editor's schema of the built-in kinds, as far as something is added to it. */
export interface KindsSchema {
  readonly properties: { readonly apiVersion: { readonly enum: readonly string[] }; readonly kind: { readonly enum: readonly string[] } };
  readonly allOf: readonly Schema[];
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** The schema with the kinds that definitions add. What is called as a built-in kind is left to that. */
export function withCustomKinds(schema: KindsSchema, kinds: readonly CustomKind[]): KindsSchema {
  const { apiVersion, kind } = schema.properties;
  const added = kinds.filter((one) => !kind.enum.includes(one.kind));
  if (added.length === 0) return schema;
  const names = [...new Set(added.map((one) => one.kind))];
  const ofName = (name: string): readonly CustomKind[] => added.filter((one) => one.kind === name);
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { ...apiVersion, enum: [...new Set([...apiVersion.enum, ...added.map((one) => one.apiVersion)])] },
      kind: { ...kind, enum: [...kind.enum, ...names] },
    },
    allOf: [
      ...schema.allOf,
      ...names.map((name) => ({ if: { properties: { kind: { const: name } }, required: ['kind'] }, then: { properties: { apiVersion: { enum: [...new Set(ofName(name).map((one) => one.apiVersion))] } } } })),
      ...added.map((one) => ({ if: { properties: { kind: { const: one.kind }, apiVersion: { const: one.apiVersion } }, required: ['kind', 'apiVersion'] }, then: { $ref: `#/definitions/${definitionName(one)}` } })),
    ],
    definitions: { ...schema.definitions, ...Object.fromEntries(added.map((one) => [definitionName(one), objectSchema(one)])) },
  };
}

/** As it stands in a reference: without a slash. */
const definitionName = ({ apiVersion, kind }: CustomKind): string => `custom.${apiVersion.replace('/', '.')}.${kind}`;

/** What every object has, and what the definition says. */
function objectSchema({ schema }: CustomKind): Schema {
  const own = jsonSchema(schema as Schema);
  const properties = isObject(own['properties']) ? own['properties'] : {};
  const known = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: '#/definitions/meta.v1.ObjectMeta' } };
  return { ...own, type: 'object', properties: { ...properties, ...known } };
}

/** A structural schema as JSON Schema has it: what is pruned is not allowed, what may be null says so, bounds that are excluded are numbers. */
function jsonSchema(schema: Schema): Schema {
  const { nullable, exclusiveMaximum, exclusiveMinimum, maximum, minimum, properties, additionalProperties, items, ...rest } = schema;
  const plain = Object.entries(rest).filter(([name]) => !name.startsWith('x-kubernetes-') && name !== 'externalDocs' && name !== 'example');
  const keepsUnknown = schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-embedded-resource'] === true;
  const isClosed = isObject(properties) && additionalProperties === undefined && !keepsUnknown;
  const type = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : rest['type'];
  return {
    ...mapped(Object.fromEntries(plain)),
    ...(type === undefined ? {} : { type: nullable === true ? [type, 'null'].flat() : type }),
    ...(maximum === undefined ? {} : { [exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum']: maximum }),
    ...(minimum === undefined ? {} : { [exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(isObject(properties) ? { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, isObject(one) ? jsonSchema(one) : one])) } : {}),
    ...(isObject(items) ? { items: jsonSchema(items) } : {}),
    ...(isObject(additionalProperties) ? { additionalProperties: jsonSchema(additionalProperties) } : additionalProperties === undefined ? {} : { additionalProperties }),
    ...(isClosed ? { additionalProperties: false } : {}),
  };
}

/** Alternatives only narrow what stands beside them: they close nothing. */
function mapped(schema: Schema): Schema {
  const open = (one: unknown): unknown => {
    if (!isObject(one)) return one;
    const { additionalProperties: _, ...rest } = jsonSchema(one);
    return rest;
  };
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, ['allOf', 'anyOf', 'oneOf'].includes(name) && Array.isArray(value) ? value.map(open) : name === 'not' ? open(value) : value]));
}
