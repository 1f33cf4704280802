// The recorded facts about the API, read once: OpenAPI definitions, Go's layout of the types, discovery.

import { Late } from '../base/index.ts';
import { bootstrapText } from './generated/bootstrap.ts';
import { definitionsText } from './generated/definitions.ts';
import { discoveryText } from './generated/discovery.ts';
import { schemasText } from './generated/schemas.ts';
import { shapesText } from './generated/shapes.ts';
import type { KubeInput } from './object.ts';

/** One OpenAPI schema, with Kubernetes' extensions. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';
  readonly format?: 'byte' | 'date-time' | 'double' | 'int-or-string' | 'int32' | 'int64';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

/** A field as Go lays it out: JSON name, flags (p pointer, o omitempty, z omitzero, s struct, n null when empty), Go type, Go name, embedding. */
export type GoField = readonly [json: string, flags: string, type: string, go?: string, via?: string];

/** One resource as a discovery document lists it. */
export interface DiscoveredResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** One group as `/apis` lists it. */
export interface DiscoveredGroup {
  readonly name: string;
  readonly versions: readonly { readonly groupVersion: string; readonly version: string }[];
  readonly preferredVersion: { readonly groupVersion: string; readonly version: string };
}

/** A discovery document. */
export interface DiscoveryDocument {
  readonly kind?: string;
  readonly groupVersion?: string;
  readonly resources?: readonly DiscoveredResource[];
  readonly groups?: readonly DiscoveredGroup[];
}

type Schemas = Readonly<Record<string, Schema>>;
type Shapes = Readonly<Record<string, readonly GoField[]>>;

/** Facts about types as JSON. */
export interface TypeFacts {
  readonly schemas: string;
  readonly shapes: string;
}

/** The facts about types that a new cluster has no objects of. */
export const furtherFacts = new Late<TypeFacts>('the schemas of kinds that a new cluster has no objects of');

const schemas = JSON.parse(schemasText) as Schemas;
const shapes = JSON.parse(shapesText) as Shapes;
let furtherSchemas: Schemas | undefined;
let furtherShapes: Shapes | undefined;

/** An OpenAPI definition by its full name; undefined when nothing of that name is recorded. */
export function schemaNamed(definition: string): Schema | undefined {
  return schemas[definition] ?? (furtherSchemas ??= JSON.parse(furtherFacts.get().schemas) as Schemas)[definition];
}

/** Go's fields of a type in their order, by its definition's full name; none of a type that is no struct. */
export function shapeNamed(definition: string): readonly GoField[] {
  return shapes[definition] ?? (furtherShapes ??= JSON.parse(furtherFacts.get().shapes) as Shapes)[definition] ?? [];
}

/** The full names of all definitions, in the order of their letters. */
export function definitionNames(): readonly string[] {
  return [schemas, JSON.parse(furtherFacts.get().schemas) as Schemas].flatMap((part) => Object.keys(part)).sort();
}

/** The discovery documents of a v1.36 server by path. */
export const discovery = JSON.parse(discoveryText) as Readonly<Record<string, DiscoveryDocument>>;

/** What a new cluster holds before anybody wrote anything. */
export function bootstrapObjects(): readonly KubeInput[] {
  return JSON.parse(bootstrapText) as readonly KubeInput[];
}

const refPrefix = '#/definitions/';

/** The full name of the definition that a schema refers to. */
export function referencedDefinition(schema: Schema): string | undefined {
  return schema.$ref?.slice(refPrefix.length);
}

/** The schema itself, with a reference followed. */
export function resolveSchema(schema: Schema): Schema {
  const definition = referencedDefinition(schema);
  return definition === undefined ? schema : (schemaNamed(definition) ?? schema);
}

const definitions = new Map(Object.entries(JSON.parse(definitionsText) as Readonly<Record<string, string>>));

/** The full name of the definition of a kind, if it is a kind of the recorded API. */
export function definitionOf(gvk: { readonly group: string; readonly version: string; readonly kind: string }): string | undefined {
  return definitions.get(`${gvk.group}/${gvk.version}/${gvk.kind}`);
}

/** The path of the discovery document of a group and version. */
export function discoveryPath(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** The resources of a group and version as discovery lists them, subresources included. */
export function discoveredResources(group: string, version: string): readonly DiscoveredResource[] {
  return discovery[discoveryPath(group, version)]?.resources ?? [];
}
