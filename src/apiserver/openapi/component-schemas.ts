// The definitions of types as OpenAPI v3 has them: what is recorded of them, with what is said of them, and what custom
// definitions say of theirs.

import { isObject } from '../../base/index.ts';
import { descriptionOf, referencedDefinition, schemaNamed } from '../../kinds/index.ts';
import type { AnyKind, JSONSchemaProps, Schema } from '../../kinds/index.ts';

type Components = Record<string, object>;

const componentPrefix = '#/components/schemas/';
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** A reference to a component. */
export function componentRef(name: string): { readonly $ref: string } {
  return { $ref: `${componentPrefix}${name}` };
}

/** Adds a recorded definition and all that it refers to. */
export function addDefinition(components: Components, name: string): void {
  const schema = schemaNamed(name);
  if (!schema || name in components) return;
  components[name] = {};
  const description = descriptionOf(name);
  components[name] = {
    ...(description === undefined ? {} : { description }),
    ...(name === quantity ? { oneOf: [{ type: 'string' }, { type: 'number' }] } : inVersion3(schema, name, (reference) => addDefinition(components, reference))),
  };
}

/** A schema with references as v3 writes them: beside other words they stand in `allOf`. */
function inVersion3(schema: Schema, definition: string, refer: (name: string) => void): object {
  const { format, type, properties, items, additionalProperties, ...rest } = schema;
  const inside = (part: Schema): object => {
    const reference = referencedDefinition(part);
    if (reference === undefined) return inVersion3(part, definition, refer);
    refer(reference);
    const { $ref: _, ...others } = part;
    return { ...others, allOf: [componentRef(reference)] };
  };
  if (format === 'int-or-string') return { format, oneOf: [{ type: 'integer' }, { type: 'string' }] };
  return {
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, withDescription(inside(part), descriptionOf(definition, name))])) }),
    ...(items === undefined ? {} : { items: inside(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: inside(additionalProperties) }),
    ...rest,
  };
}

function withDescription(schema: object, description: string | undefined): object {
  return description === undefined ? schema : { description, ...schema };
}

/** The name of a custom kind's component: `com.example.v1.Widget`. */
export function customComponent({ group, version, kind }: AnyKind): string {
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

const conventions = 'More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
/** What an object has that is embedded in another, whatever its schema says of it. */
const embeddedFields = {
  apiVersion: { description: `apiVersion defines the versioned schema of this representation of an object. ${conventions}#resources`, type: 'string' },
  kind: { description: `kind is a string value representing the type of this object. In CamelCase. ${conventions}#types-kinds`, type: 'string' },
  metadata: { description: `Standard object's metadata. ${conventions}#metadata`, allOf: [componentRef(objectMeta)] },
};

/** A schema in which embedded objects have a type and metadata. */
function withEmbedded(schema: JSONSchemaProps): { readonly properties?: object } {
  const part = (inner: unknown): unknown => (isObject(inner) ? withEmbedded(inner) : inner);
  const properties = schema.properties && Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, part(property)]));
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  return {
    ...schema,
    ...(isEmbedded && { required: [...(schema.required ?? []), 'kind', 'apiVersion'] }),
    ...((properties || isEmbedded) && { properties: { ...properties, ...(isEmbedded && embeddedFields) } }),
    ...(schema.items !== undefined && { items: part(schema.items) }),
    ...(schema.additionalProperties !== undefined && { additionalProperties: part(schema.additionalProperties) }),
  };
}

/** Adds what a custom definition says of its objects, with what all objects have. */
export function addCustom(components: Components, kind: AnyKind): void {
  if (!kind.custom) return;
  const { schema } = kind.custom;
  addDefinition(components, objectMeta);
  components[customComponent(kind)] = {
    ...schema,
    type: 'object',
    properties: {
      ...withEmbedded(schema).properties,
      apiVersion: withDescription({ type: 'string' }, descriptionOf('io.k8s.api.core.v1.Pod', 'apiVersion')),
      kind: withDescription({ type: 'string' }, descriptionOf('io.k8s.api.core.v1.Pod', 'kind')),
      metadata: { ...withDescription({}, descriptionOf('io.k8s.api.core.v1.Pod', 'metadata')), allOf: [componentRef(objectMeta)] },
    },
    'x-kubernetes-group-version-kind': [{ group: kind.group, kind: kind.kind, version: kind.version }],
  };
}
