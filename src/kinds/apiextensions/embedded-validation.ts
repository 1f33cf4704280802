// What is wrong with the objects that are embedded in a custom object: their types and their metadata.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/objectmeta

import { compareText, isObject, own } from '../../base/index.ts';
import type { FieldError } from '../field-error.ts';
import { FieldPath, invalid, required } from '../field-error.ts';
import type { JSONSchemaProps, ObjectMetaInput } from '../generated/types.ts';
import { validateMetadata } from '../metadata-validation.ts';
import { isDns1035Label, validatePathSegmentName } from '../names.ts';
import { elementSchema } from './pruning.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Everything that is wrong with the objects embedded in a custom object, found where its schema says that there are such. */
export function validateEmbedded(schema: JSONSchemaProps, object: Fields): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!hasEmbedded(schema)) return errors;
  for (const name of Object.keys(object).sort(compareText)) visit(errors, propertyOf(schema, name), object[name], FieldPath.root(name));
  return errors;
}

/** The same for a value that stands anywhere. */
export function embeddedErrors(schema: JSONSchemaProps, value: unknown, at: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  visit(errors, schema, value, at);
  return errors;
}

const known = new WeakMap<JSONSchemaProps, boolean>();

function hasEmbedded(schema: JSONSchemaProps): boolean {
  let has = known.get(schema);
  if (has === undefined) {
    const parts = [...Object.values(schema.properties ?? {}), elementSchema(schema.additionalProperties), elementSchema(schema.items)];
    has = parts.some((part) => part !== undefined && (part['x-kubernetes-embedded-resource'] === true || hasEmbedded(part)));
    known.set(schema, has);
  }
  return has;
}

function propertyOf(schema: JSONSchemaProps, name: string): JSONSchemaProps | undefined {
  return own(schema.properties, name) ?? elementSchema(schema.additionalProperties);
}

function visit(errors: FieldError[], schema: JSONSchemaProps | undefined, value: unknown, at: FieldPath): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    const items = elementSchema(schema.items);
    for (const [index, item] of value.entries()) visit(errors, items, item, at.index(index));
  } else if (isObject(value)) {
    if (schema['x-kubernetes-embedded-resource'] === true) checkResource(errors, schema, value, at);
    for (const name of Object.keys(value).sort(compareText)) {
      visit(errors, propertyOf(schema, name), value[name], own(schema.properties, name) ? at.child(name) : at.key(name));
    }
  }
}

function checkResource(errors: FieldError[], { required: demanded = [] }: JSONSchemaProps, { apiVersion, kind, metadata }: Fields, at: FieldPath): void {
  for (const [field, text] of [['apiVersion', apiVersion], ['kind', kind]] as const) {
    const where = at.child(field);
    if (text === undefined) {
      if (!demanded.includes(field)) errors.push(required(where));
    } else if (text === '') errors.push(invalid(where, text, 'must not be empty'));
    else errors.push(...(field === 'kind' ? kindProblems : versionProblems)(String(text)).map((why) => invalid(where, text, why)));
  }
  if (isObject(metadata)) errors.push(...metadataErrors(metadata, at.child('metadata')));
}

const versionProblems = (text: string): readonly string[] => (text.split('/').length > 2 ? [`unexpected GroupVersion string: ${text}`] : []);
const kindProblems = (text: string): readonly string[] => isDns1035Label(text.toLowerCase()).map((why) => `may have mixed case, but should otherwise match: ${why}`);

/** It may be without a name, and in no namespace; names are as narrow as paths. */
function metadataErrors(metadata: ObjectMetaInput, at: FieldPath): readonly FieldError[] {
  const named = metadata.name ? metadata : { ...metadata, name: 'unnamed' };
  return validateMetadata(named, { namespaced: (metadata.namespace ?? '') !== '', validateName: validatePathSegmentName }, at);
}
