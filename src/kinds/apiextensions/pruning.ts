// Taking out of a custom object what its schema does not know.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/pruning, schema/objectmeta

import { compareText, isObject } from '../../base/index.ts';
import { decode } from '../decode.ts';
import type { JSONSchemaProps } from '../generated/types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What pruning leaves: the value itself when nothing was taken out, and the paths of what was, sorted. */
export interface Pruned {
  readonly value: unknown;
  readonly unknownFields: readonly string[];
}

const metadataDefinition = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const typeFields: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

/** Prunes a whole object, its metadata and that of objects embedded in it included. Throws DecodeError for metadata of wrong types. */
export function prune(schema: JSONSchemaProps | undefined, object: Fields): Pruned {
  const unknownFields: string[] = [];
  const value = pruneMap({ ...schema, 'x-kubernetes-embedded-resource': true }, object, '', unknownFields);
  return { value, unknownFields: unknownFields.sort(compareText) };
}

/** Prunes a value that stands anywhere in an object. */
export function pruneUnder(schema: JSONSchemaProps, value: unknown): Pruned {
  const unknownFields: string[] = [];
  return { value: pruneValue(schema, value, '', unknownFields, false), unknownFields: unknownFields.sort(compareText) };
}

/** The schema of a map's value, or of a list's items, where there is one. */
export function elementSchema(schema: JSONSchemaProps | readonly JSONSchemaProps[] | boolean | undefined): JSONSchemaProps | undefined {
  return isObject(schema) ? schema : undefined;
}

function pruneValue(schema: JSONSchemaProps | undefined, value: unknown, at: string, unknown: string[], keeps: boolean): unknown {
  const keepsBelow = keeps || schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (Array.isArray(value)) return pruneList(schema, value, at, unknown, keepsBelow);
  return isObject(value) ? pruneMap(schema, value, at, unknown, keepsBelow) : value;
}

function pruneList(schema: JSONSchemaProps | undefined, list: readonly unknown[], at: string, unknown: string[], keeps: boolean): readonly unknown[] {
  const items = elementSchema(schema?.items);
  if (keeps && !items) return list;
  const next = list.map((item, index) => pruneValue(items, item, `${at}[${index}]`, unknown, keeps && !items));
  return next.every((item, index) => item === list[index]) ? list : next;
}

function pruneMap(schema: JSONSchemaProps | undefined, map: Fields, at: string, unknown: string[], keeps = schema?.['x-kubernetes-preserve-unknown-fields'] === true): Fields {
  const isResource = schema?.['x-kubernetes-embedded-resource'] === true;
  const additional = schema?.additionalProperties;
  const next: Record<string, unknown> = {};
  let hasChanged = false;
  for (const key of Object.keys(map)) {
    const value = map[key];
    const path = at === '' ? key : `${at}.${key}`;
    const property = schema?.properties?.[key];
    let kept = value;
    if (isResource && typeFields.has(key)) kept = value;
    else if (isResource && key === 'metadata') kept = metadataOf(value, path, unknown);
    else if (property) kept = pruneValue(property, value, path, unknown, false);
    else if (additional !== undefined && additional !== false) kept = pruneValue(elementSchema(additional), value, path, unknown, false);
    else if (!keeps) {
      unknown.push(path);
      hasChanged = true;
      continue;
    }
    if (kept !== value) hasChanged = true;
    next[key] = kept;
  }
  return hasChanged ? next : map;
}

function metadataOf(metadata: unknown, path: string, unknown: string[]): unknown {
  if (metadata === null) return {};
  if (!isObject(metadata)) return metadata;
  const decoded = decode(metadataDefinition, metadata);
  unknown.push(...decoded.unknownFields.map((field) => `${path}.${field}`));
  return decoded.value;
}
