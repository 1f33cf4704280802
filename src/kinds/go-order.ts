// The fields of an object in the order of the Go type that writes them.

import { compareText, isObject, own, sortKeys } from '../base/index.ts';
import { definitionOf, referencedDefinition, schemaNamed, shapeNamed } from './facts.ts';
import type { Schema } from './facts.ts';
import { parseApiVersion } from './object.ts';

/** A value of a definition as Go writes it: fields in the order of the type, keys of maps sorted. What the type does not have comes last. */
export function inGoOrder(definition: string, value: unknown): unknown {
  return ordered({ $ref: `#/definitions/${definition}` }, value);
}

function ordered(schema: Schema | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(schema?.items, item));
  if (!isObject(value) || !schema) return value;
  const definition = referencedDefinition(schema);
  const { properties, additionalProperties } = definition === undefined ? schema : (schemaNamed(definition) ?? {});
  const known = definition === undefined ? [] : shapeNamed(definition).map(([name]) => name).filter((name) => name in value);
  const further = Object.keys(value).filter((name) => !known.includes(name)).sort(compareText);
  return Object.fromEntries([...known, ...further].map((name) => [name, ordered(own(properties, name) ?? additionalProperties, value[name])]));
}

/** A body as Go writes it: custom objects as maps, of others their fields in the order of the type, of what has none its kind first. */
export function asGoWrites(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const custom = asGoMap(body);
  if (custom) return custom;
  const { kind, apiVersion, ...rest } = body;
  const definition = typeof kind === 'string' && typeof apiVersion === 'string' ? definitionOf({ ...parseApiVersion(apiVersion), kind }) : undefined;
  const { items } = body;
  const written = definition === undefined ? undefined : inGoOrder(definition, Array.isArray(items) ? { ...body, items: items.map(withoutType) } : body);
  return isObject(written) ? written : { kind, apiVersion, ...rest };
}

/** An object as an item of a list whose type says what its items are: without saying it itself, its metadata first. */
export function withoutType(item: unknown): unknown {
  if (!isObject(item)) return item;
  const bare: Record<string, unknown> = { metadata: item['metadata'] };
  for (const name in item) if (name !== 'kind' && name !== 'apiVersion' && name !== 'metadata') bare[name] = item[name];
  return bare;
}

/** Groups of which a server answers things that are no objects. */
const ownGroups: ReadonlySet<string> = new Set(['meta.k8s.io', 'apidiscovery.k8s.io', 'admission.k8s.io']);

/**
 * A custom object or a list of them as Go writes it: a map, whose keys are sorted. A list says where its next page begins, even
 * when there is none. Undefined for what Go has a type for.
 */
export function asGoMap(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const { apiVersion, kind, metadata } = body;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !apiVersion.includes('.')) return undefined;
  const { group, version } = parseApiVersion(apiVersion);
  if (ownGroups.has(group) || definitionOf({ group, version, kind }) !== undefined) return undefined;
  const isList = Array.isArray(body['items']) && isObject(metadata);
  const sorted = sortKeys(isList ? { ...body, metadata: { continue: '', ...metadata } } : body);
  return isObject(sorted) ? sorted : body;
}
