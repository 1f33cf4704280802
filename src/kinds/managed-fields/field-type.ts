// What server-side apply wants to know of a type: which parts can have owners of their own, and by what items of lists are known.
// Upstream: sigs.k8s.io/structured-merge-diff schema, k8s.io/kube-openapi pkg/schemaconv

import type { Schema } from '../facts.ts';
import { referencedDefinition, schemaNamed } from '../facts.ts';

/** A plain value: owned as a whole. */
export interface ScalarType {
  readonly form: 'scalar';
  readonly of: 'boolean' | 'numeric' | 'string' | 'untyped';
}

/** A list: one value as a whole, a set of values, or items that are known by their keys. */
export interface ListType {
  readonly form: 'list';
  readonly relation: 'atomic' | 'map' | 'set';
  readonly item: FieldType;
  readonly keys: readonly ListKey[];
}

/** A field by which items of a list are known, and what counts where an item leaves it out; undefined: nothing does. */
export interface ListKey {
  readonly name: string;
  readonly fallback: number | string | boolean | undefined;
}

/** An object: named fields, and perhaps entries of any name. */
export interface FieldsType {
  readonly form: 'fields';
  readonly relation: 'atomic' | 'granular';
  /** The type of a named field. */
  named(name: string): FieldType | undefined;
  /** The type of entries with other names; undefined when there can be none. */
  readonly others: FieldType | undefined;
}

/** What has no schema: its type shows in the value. */
export interface DeducedType {
  readonly form: 'deduced';
}

export type FieldType = DeducedType | FieldsType | ListType | ScalarType;
/** A type that is known, of a value that is there. */
export type Atom = FieldsType | ListType | ScalarType;

const untyped: ScalarType = { form: 'scalar', of: 'untyped' };
const deduced: DeducedType = { form: 'deduced' };
const deducedList: ListType = { form: 'list', relation: 'atomic', item: deduced, keys: [] };
const deducedFields: FieldsType = { form: 'fields', relation: 'granular', named: () => undefined, others: deduced };

/** The type that a value is held to. */
export function atomOf(type: FieldType, value: unknown): Atom {
  if (type.form !== 'deduced') return type;
  if (Array.isArray(value)) return deducedList;
  return typeof value === 'object' && value !== null ? deducedFields : untyped;
}

/** The type of a field or entry of that name. */
export function memberType(type: FieldsType, name: string): FieldType | undefined {
  return type.named(name) ?? type.others;
}

/** Types that OpenAPI describes as text or as free objects, and that are more or less than that. */
const special: Readonly<Record<string, FieldType>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': untyped,
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': untyped,
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': untyped,
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': deduced,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { ...deducedFields, relation: 'atomic' },
};

/** What stands for a key that an item leaves out, where the type does not require it. */
const keyFallbacks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'io.k8s.api.core.v1.ContainerPort': { protocol: 'TCP' },
  'io.k8s.api.core.v1.ServicePort': { protocol: 'TCP' },
  'io.k8s.api.core.v1.LocalObjectReference': { name: '' },
};

/** Makes types of schemas, each definition once. */
class Compiler {
  readonly #known = new Map<string, FieldType>();

  compile(schema: Schema): FieldType {
    const definition = referencedDefinition(schema);
    if (definition === undefined) return this.#inline(schema);
    const relation = schema['x-kubernetes-map-type'];
    // A reference may say for itself how what it refers to is owned.
    if (relation !== undefined) return this.#inline({ ...schemaNamed(definition), 'x-kubernetes-map-type': relation });
    const known = this.#known.get(definition) ?? special[definition];
    if (known) return known;
    const type = this.#inline(schemaNamed(definition) ?? {});
    this.#known.set(definition, type);
    return type;
  }

  #inline(schema: Schema): FieldType {
    const { type, format }: Schema = schema;
    const extended: ExtendedSchema = schema;
    if (extended['x-kubernetes-int-or-string'] === true || format === 'int-or-string') return untyped;
    if (type === undefined) return schema.properties ? this.#fields(schema) : deduced;
    switch (type) {
      case 'array': return this.#list(schema);
      case 'boolean': return { form: 'scalar', of: 'boolean' };
      case 'integer':
      case 'number': return { form: 'scalar', of: 'numeric' };
      case 'string': return { form: 'scalar', of: 'string' };
      case 'object': return this.#fields(schema);
    }
  }

  #list(schema: Schema): ListType {
    const { items = {}, 'x-kubernetes-list-type': relation = 'atomic' } = schema;
    const keys = relation === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
    return { form: 'list', relation, item: this.compile(items), keys: keys.map((name) => ({ name, fallback: this.#fallback(items, name) })) };
  }

  #fallback(items: Schema, name: string): ListKey['fallback'] {
    const definition = referencedDefinition(items);
    const item = definition === undefined ? items : (schemaNamed(definition) ?? items);
    const property = item.properties?.[name];
    const said = property?.default ?? keyFallbacks[definition ?? '']?.[name];
    if (typeof said === 'string' || typeof said === 'number' || typeof said === 'boolean') return said;
    // What Go always writes is its zero value where nobody said anything; custom resources have no such fields.
    if (definition === undefined || item.required?.includes(name) !== true) return undefined;
    return property?.type === 'integer' || property?.type === 'number' ? 0 : '';
  }

  #fields(schema: Schema): FieldsType {
    const { additionalProperties, 'x-kubernetes-map-type': relation = 'granular' } = schema;
    const extended: ExtendedSchema = schema;
    const properties = extended['x-kubernetes-embedded-resource'] === true ? { ...schema.properties, ...resourceFields } : schema.properties;
    const isFree = extended['x-kubernetes-preserve-unknown-fields'] === true || (!properties && !additionalProperties);
    const others = additionalProperties ? this.compile(additionalProperties) : isFree ? deduced : undefined;
    const compiled = new Map<string, FieldType>();
    const named = (name: string): FieldType | undefined => {
      const known = compiled.get(name);
      if (known || !properties || !Object.hasOwn(properties, name)) return known;
      // Made when first needed, because types contain each other.
      const type = this.compile(properties[name] ?? {});
      compiled.set(name, type);
      return type;
    };
    return { form: 'fields', relation, named, others };
  }
}

/** The fields that every object has. */
const resourceFields: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
};

/** What custom resources may say besides. */
export type ExtendedSchema = Schema & {
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
};

const compiler = new Compiler();

/** The type that a schema describes; its references lead to built-in definitions. */
export function fieldTypeOf(schema: Schema): FieldType {
  return compiler.compile(schema);
}
