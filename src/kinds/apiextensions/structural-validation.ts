// What keeps a schema from being structural: every field has one type, and conditions add nothing to the structure.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/schema/validation.go

import { compareText, deepEqual } from '../../base/index.ts';
import { readRegex } from '../../cel/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, formatFieldError, invalid, required } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { elementSchema } from './pruning.ts';
import { partsOf } from './schema-parts.ts';

type Level = 'root' | 'item' | 'field';

/** The errors of a schema: of its root, then all others in the order of their texts, last of objects in what says which object another is. */
export function structuralErrors(schema: JSONSchemaProps, at: FieldPath): readonly FieldError[] {
  const errors: Errors = [];
  check(errors, schema, at, 'root');
  checkStructureOf(errors, schema, schema, at, at);
  const byText = (a: FieldError, b: FieldError): number => compareText(formatFieldError(a), formatFieldError(b));
  errors.sort(byText);
  const embedded: Errors = [];
  checkEmbedded(embedded, schema, at, { isObject: true, isInside: false });
  errors.push(...embedded.sort(byText));
  return schema.nullable === true ? [forbidden(at.child('nullable'), 'nullable cannot be true at the root'), ...errors] : errors;
}

/** What a condition speaks of has to be there without it: `condition` stands at `where`, and the structure that it speaks of at `at`. */
function checkStructureOf(errors: Errors, condition: JSONSchemaProps, structure: JSONSchemaProps, where: FieldPath, at: FieldPath): void {
  for (const [part, place] of alternativesOf(condition, where)) checkSpokenOf(errors, part, structure, place, at);
}

function* alternativesOf(schema: JSONSchemaProps, at: FieldPath): Generator<readonly [JSONSchemaProps, FieldPath]> {
  if (schema.not) yield [schema.not, at.child('not')];
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [index, each] of (schema[junctor] ?? []).entries()) yield [each, at.child(junctor).index(index)];
  }
}

function checkSpokenOf(errors: Errors, condition: JSONSchemaProps, structure: JSONSchemaProps, where: FieldPath, at: FieldPath): void {
  checkStructureOf(errors, condition, structure, where, at);
  const look = (part: JSONSchemaProps, of: JSONSchemaProps | undefined, partAt: FieldPath, ofAt: FieldPath): void => {
    if (of) checkSpokenOf(errors, part, of, partAt, ofAt);
    else errors.push(required(ofAt, `because it is defined in ${partAt.toString()}`));
  };
  const items = elementSchema(condition.items);
  if (items) look(items, elementSchema(structure.items), where.child('items'), at.child('items'));
  for (const [name, property] of Object.entries(condition.properties ?? {})) {
    look(property, structure.properties?.[name], where.child('properties').key(name), at.child('properties').key(name));
  }
}

function check(errors: Errors, schema: JSONSchemaProps, at: FieldPath, level: Level): void {
  const items = elementSchema(schema.items);
  if (items) check(errors, items, at.child('items'), 'item');
  const { properties = {} } = schema;
  for (const name of Object.keys(properties).sort(compareText)) {
    const property = properties[name];
    if (property) check(errors, property, at.child('properties').key(name), 'field');
  }
  const additional = elementSchema(schema.additionalProperties);
  if (additional) check(errors, additional, at.child('additionalProperties'), 'field');
  if (level === 'root') checkRoot(errors, schema, at);
  checkConditions(errors, schema, at);
  checkOwnType(errors, schema, at, level);
  checkResource(errors, schema, at, level);
}

const missingType: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root', item: 'must not be empty for specified array items', field: 'must not be empty for specified object fields',
};

function checkOwnType(errors: Errors, schema: JSONSchemaProps, at: FieldPath, level: Level): void {
  const { type = '' } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isPreserving = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const hasProperties = Object.keys(schema.properties ?? {}).length > 0;
  if (type === 'array' && schema.items === undefined) errors.push(required(at.child('items'), 'must be specified'));
  if (schema['x-kubernetes-int-or-string'] === true) {
    for (const [field, is] of [['x-kubernetes-preserve-unknown-fields', isPreserving], ['x-kubernetes-embedded-resource', isEmbedded]] as const) {
      if (is) errors.push(invalid(at.child(field), true, 'must be false if x-kubernetes-int-or-string is true'));
    }
  }
  if (isEmbedded && !isPreserving && !hasProperties) {
    errors.push(required(at.child('properties'), 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields'));
  }
  if (isEmbedded && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(type === '' ? required(at.child('type'), why) : invalid(at.child('type'), type, why));
  } else if (type === '' && schema['x-kubernetes-int-or-string'] !== true && !isPreserving) {
    errors.push(required(at.child('type'), missingType[level]));
  } else if (level === 'root' && type !== '' && type !== 'object') {
    errors.push(invalid(at.child('type'), type, 'must be object at the root'));
  }
}

const identity = ['apiVersion', 'kind', 'metadata'];

/** No object is whole inside of what says which object another is. */
function checkEmbedded(errors: Errors, schema: JSONSchemaProps, at: FieldPath, { isObject, isInside }: { readonly isObject: boolean; readonly isInside: boolean }): void {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  if (isInside && isEmbedded) errors.push(forbidden(at.child('x-kubernetes-embedded-resource'), 'must not be used inside of resource meta'));
  for (const [part, where] of partsOf(schema, at)) {
    const says = (isObject || isEmbedded) && identity.some((field) => schema.properties?.[field] === part);
    checkEmbedded(errors, part, where, { isObject: false, isInside: isInside || says });
  }
}

function checkRoot(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  if (schema.additionalProperties !== undefined) errors.push(forbidden(at.child('additionalProperties'), 'must not be used at the root'));
}

/** An object says its type by text, and of its name no more than its form can be said. */
function checkResource(errors: Errors, { properties = {}, ...schema }: JSONSchemaProps, at: FieldPath, level: Level): void {
  if (level !== 'root' && schema['x-kubernetes-embedded-resource'] !== true) return;
  const below = at.child('properties');
  for (const [field, wanted] of [['kind', 'string'], ['apiVersion', 'string'], ['metadata', 'object']] as const) {
    const { [field]: said } = properties;
    if (!said) continue;
    if (said.type !== wanted) errors.push(invalid(below.key(field).child('type'), said.type ?? '', `must be ${wanted}`));
  }
  const { metadata } = properties;
  if (!metadata || level !== 'root') return;
  const { name: _1, generateName: _2, ...others } = metadata.properties ?? {};
  const { type: _3, description: _4, properties: _5, default: _6, ...rest } = metadata;
  if (Object.keys(others).length > 0 || !deepEqual(rest, {})) {
    errors.push(forbidden(below.key('metadata'), 'must not specify anything other than name and generateName, but metadata is implicitly specified'));
  }
}

// Conditions.

function checkConditions(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  if (schema.pattern) checkPattern(errors, schema.pattern, at);
  for (const [index, each] of (schema.allOf ?? []).entries()) {
    if (index === 0 && isIntOrString(each.anyOf) && deepEqual({ ...each, anyOf: undefined }, { anyOf: undefined })) continue;
    checkCondition(errors, each, at.child('allOf').index(index));
  }
  if (!isIntOrString(schema.anyOf)) {
    for (const [index, each] of (schema.anyOf ?? []).entries()) checkCondition(errors, each, at.child('anyOf').index(index));
  }
  for (const [index, each] of (schema.oneOf ?? []).entries()) checkCondition(errors, each, at.child('oneOf').index(index));
  if (schema.not) checkCondition(errors, schema.not, at.child('not'));
}

function checkPattern(errors: Errors, pattern: string, at: FieldPath): void {
  const problem = readRegex(pattern);
  if (typeof problem === 'string') errors.push(invalid(at.child('pattern'), pattern, `must be a valid regular expression, but isn't: ${problem}`));
}

/** The one pattern by which types stand in a condition. */
function isIntOrString(alternatives: readonly JSONSchemaProps[] | undefined): boolean {
  return deepEqual(alternatives, [{ type: 'integer' }, { type: 'string' }]);
}

/** What must not stand in a condition, with what it would have to be. */
const structural = [
  ['additionalProperties', 'undefined'], ['default', 'undefined'], ['description', 'empty'], ['nullable', 'false'], ['title', 'empty'], ['type', 'empty'],
  ['x-kubernetes-embedded-resource', 'false'], ['x-kubernetes-int-or-string', 'false'], ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'], ['x-kubernetes-map-type', 'undefined'], ['x-kubernetes-preserve-unknown-fields', 'false'],
  ['x-kubernetes-validations', 'empty'],
] as const;

function checkCondition(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  checkConditions(errors, schema, at);
  const items = elementSchema(schema.items);
  if (items) checkCondition(errors, items, at.child('items'));
  const { properties = {} } = schema;
  for (const name of Object.keys(properties).sort(compareText)) {
    const property = properties[name];
    if (property) checkCondition(errors, property, at.child('properties').key(name));
  }
  for (const [field, wanted] of structural) {
    if (isSaid(schema[field])) errors.push(forbidden(at.child(field), `must be ${wanted} to be structural`));
  }
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
