// The definitions of types as OpenAPI v3 has them: what is recorded of them, with what is said of them, and what custom
// definitions say of theirs.

import { descriptionOf, referencedDefinition, schemaNamed } from '../../kinds/index.ts';
import type { AnyKind, Schema } from '../../kinds/index.ts';

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

/** Adds what a custom definition says of its objects, with what all objects have. */
export function addCustom(components: Components, kind: AnyKind): void {
  if (!kind.custom) return;
  const { schema } = kind.custom;
  addDefinition(components, objectMeta);
  components[customComponent(kind)] = {
    ...schema,
    type: 'object',
    properties: {
      ...schema.properties,
      apiVersion: withDescription({ type: 'string' }, descriptionOf('io.k8s.api.core.v1.Pod', 'apiVersion')),
      kind: withDescription({ type: 'string' }, descriptionOf('io.k8s.api.core.v1.Pod', 'kind')),
      metadata: { ...withDescription({}, descriptionOf('io.k8s.api.core.v1.Pod', 'metadata')), allOf: [componentRef(objectMeta)] },
    },
    'x-kubernetes-group-version-kind': [{ group: kind.group, kind: kind.kind, version: kind.version }],
  };
}
