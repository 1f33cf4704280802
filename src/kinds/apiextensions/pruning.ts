// Taking out of a custom object what its schema does not know.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/pruning, schema/objectmeta

import { compareText, goJson, isObject, jsonKind, own } from '../../base/index.ts';
import { DecodeError, decode } from '../decode.ts';
import type { JSONSchemaProps } from '../generated/types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What pruning leaves: the value itself when nothing was taken out, and the paths of what was, in the order in which they are told. */
export interface Pruned {
  readonly value: unknown;
  readonly unknownFields: readonly string[];
}

const metadataDefinition = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const typeFields: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

/** What was taken out: of the object's own metadata, of what schemas speak of, and of the metadata of embedded objects. */
interface Unknown {
  readonly own: string[];
  readonly fields: string[];
  readonly embedded: string[];
}

const nothing = (): Unknown => ({ own: [], fields: [], embedded: [] });

/**
 * Prunes a whole object, its metadata and that of objects embedded in it included. Throws DecodeError for types and metadata
 * that are none.
 */
export function prune(schema: JSONSchemaProps | undefined, object: Fields): Pruned {
  const unknown = nothing();
  const value = pruneMap({ ...schema, 'x-kubernetes-embedded-resource': true }, object, '', unknown);
  const { own, fields, embedded } = unknown;
  return { value, unknownFields: [...own, ...fields.sort(compareText), ...embedded.sort(compareText)] };
}

/** Prunes a value that stands anywhere in an object; what the metadata of embedded objects does not know is not told. */
export function pruneUnder(schema: JSONSchemaProps, value: unknown): Pruned {
  const unknown = nothing();
  return { value: pruneValue(schema, value, '', unknown, false), unknownFields: unknown.fields.sort(compareText) };
}

/** The schema of a map's value, or of a list's items, where there is one. */
export function elementSchema(schema: JSONSchemaProps | readonly JSONSchemaProps[] | boolean | undefined): JSONSchemaProps | undefined {
  return isObject(schema) ? schema : undefined;
}

function pruneValue(schema: JSONSchemaProps | undefined, value: unknown, at: string, unknown: Unknown, keeps: boolean): unknown {
  const keepsBelow = keeps || schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (Array.isArray(value)) return pruneList(schema, value, at, unknown, keepsBelow);
  return isObject(value) ? pruneMap(schema, value, at, unknown, keepsBelow) : value;
}

function pruneList(schema: JSONSchemaProps | undefined, list: readonly unknown[], at: string, unknown: Unknown, keeps: boolean): readonly unknown[] {
  const items = elementSchema(schema?.items);
  if (keeps && !items) return list;
  const next = list.map((item, index) => pruneValue(items, item, `${at}[${index}]`, unknown, keeps && !items));
  return next.every((item, index) => item === list[index]) ? list : next;
}

function pruneMap(schema: JSONSchemaProps | undefined, map: Fields, at: string, unknown: Unknown, keeps = schema?.['x-kubernetes-preserve-unknown-fields'] === true): Fields {
  const isResource = schema?.['x-kubernetes-embedded-resource'] === true;
  const additional = schema?.additionalProperties;
  const next: Record<string, unknown> = {};
  let hasChanged = false;
  for (const key of Object.keys(map)) {
    const value = map[key];
    const path = at === '' ? key : `${at}.${key}`;
    const property = own(schema?.properties, key);
    let kept = value;
    if (isResource && typeFields.has(key)) kept = typeText(value, path);
    else if (isResource && key === 'metadata') kept = metadataOf(value, path, unknown);
    else if (property) kept = pruneValue(property, value, path, unknown, false);
    else if (additional !== undefined && additional !== false) kept = pruneValue(elementSchema(additional), value, path, unknown, false);
    else if (!keeps) {
      unknown.fields.push(path);
      hasChanged = true;
      continue;
    }
    if (kept !== value) hasChanged = true;
    next[key] = kept;
  }
  return hasChanged ? next : map;
}

function typeText(value: unknown, path: string): unknown {
  if (typeof value === 'string') return value;
  throw new DecodeError(`${path}: Invalid value: ${goJson(value)}: must be a string`);
}

function metadataOf(metadata: unknown, path: string, { own, embedded }: Unknown): unknown {
  if (metadata === null) return {};
  const isOwn = path === 'metadata';
  if (!isObject(metadata)) {
    if (isOwn) return metadata;
    throw new DecodeError(`${path}: Invalid value: ${goJson(metadata)}: json: cannot unmarshal ${jsonKind(metadata)} into Go value of type v1.ObjectMeta`);
  }
  try {
    const { value, unknownFields } = decode(metadataDefinition, metadata);
    (isOwn ? own : embedded).push(...unknownFields.map((field) => `${path}.${field}`));
    return value;
  } catch (error) {
    if (isOwn || !(error instanceof DecodeError)) throw error;
    throw new DecodeError(`${path}: Invalid value: ${goJson(metadata)}: ${error.message}`);
  }
}
