// What is wrong with the schema of a custom resource.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation ValidateCustomResourceDefinitionOpenAPISchema

import { isObject } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, formatFieldError, invalid, notSupported, required } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { checkDefaults } from './default-validation.ts';
import { printSchema, saidFields } from './internal-schema.ts';
import { isConvertible, schemasIn, unsupported } from './convertible.ts';
import { elementSchema } from './pruning.ts';
import { checkRules, checkWrittenRules } from './rule-checks.ts';
import { partsOf } from './schema-parts.ts';
import { structuralErrors } from './structural-validation.ts';

/** Everything that is wrong with a schema: first what keeps it from being structural, and its defaults where nothing does. */
export function checkSchema(schema: JSONSchemaProps, at: FieldPath, hasStatus: boolean): readonly FieldError[] {
  const errors: Errors = [];
  if (hasStatus) checkRootOfStatus(errors, schema, at);
  const before = errors.length;
  if (isConvertible(schema)) errors.push(...structuralErrors(schema, at));
  if (errors.length === before && isConvertible(schema)) checkDefaults(errors, schema, at);
  const canCompile = errors.length === 0 && isConvertible(schema);
  const faulty = new Set<JSONSchemaProps>();
  check(errors, faulty, schema, at, true);
  if (canCompile) checkRules(errors, faulty, schema, at);
  if (errors.length === 0 && saysItsSchema(schema)) errors.push(invalid(at, '', "OpenAPIV3Schema 'schema' is not supported"));
  const told = new Set<string>();
  return errors.filter((error) => {
    const text = formatFieldError(error);
    if (told.has(text)) return false;
    told.add(text);
    return true;
  });
}

const besideStatus = [
  'Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum', 'ExclusiveMinimum', 'MaxLength', 'MinLength', 'Pattern', 'MaxItems',
  'MinItems', 'UniqueItems', 'MultipleOf', 'Required', 'Items', 'Properties', 'ExternalDocs', 'Example', 'XPreserveUnknownFields', 'XValidations',
];

/** Where the status is written by itself, the root says no more than what can be said of a part; the first that is too much is told. */
function checkRootOfStatus(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  const { type = '' } = schema;
  for (const field of saidFields(schema)) {
    if (field === 'Type' && type !== 'object') {
      errors.push(invalid(at.child('type'), type, 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'));
    } else if (!besideStatus.includes(field)) {
      errors.push(invalid(at, printSchema(schema), `only [${besideStatus.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`));
    } else continue;
    return;
  }
}

/** Whether somewhere in it stands what its own schema is. */
function saysItsSchema(schema: JSONSchemaProps): boolean {
  return Boolean(schema.$schema) || schemasIn(schema).some(saysItsSchema);
}

/** Whether it knows the names of its fields, and others too. */
function isContradiction({ properties = {}, additionalProperties }: JSONSchemaProps): boolean {
  return Object.keys(properties).length > 0 && additionalProperties !== undefined && additionalProperties !== true;
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Notes in `faulty` the schemas in which, or in a part of which, something is wrong: their rules are not compiled. */
function check(errors: Errors, faulty: Set<JSONSchemaProps>, schema: JSONSchemaProps, at: FieldPath, isRoot: boolean): void {
  const before = errors.length;
  const { type } = schema;
  for (const field of unsupported) if (schema[field] !== undefined) errors.push(forbidden(at.child(field), `${field} is not supported`));
  if (type && !types.includes(type)) errors.push(notSupported(at.child('type'), type, types));
  if (type === 'null') errors.push(forbidden(at.child('type'), 'type cannot be set to null, use nullable as an alternative'));
  if (schema.uniqueItems === true) errors.push(forbidden(at.child('uniqueItems'), 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  if (isContradiction(schema)) errors.push(forbidden(at.child('additionalProperties'), 'additionalProperties and properties are mutual exclusive'));
  for (const [part, where] of partsOf(schema, at)) check(errors, faulty, part, where, false);
  if (Array.isArray(schema.items)) errors.push(forbidden(at.child('items'), 'items must be a schema object and not an array'));
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) errors.push(invalid(at.child('x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined'));
  checkMapType(errors, schema, at);
  checkListType(errors, schema, at);
  if (isRoot) checkRootFields(errors, schema, at);
  checkWrittenRules(errors, schema, at);
  if (errors.length > before) faulty.add(schema);
}

/** The type and the name of an object are the server's to default. */
function checkRootFields(errors: Errors, { properties = {} }: JSONSchemaProps, at: FieldPath): void {
  for (const field of ['metadata', 'apiVersion', 'kind']) {
    if (properties[field]?.default !== undefined) errors.push(forbidden(at.child('properties').key(field).child('default'), `must not be set in top-level ${field}`));
  }
  if (properties['metadata']) checkNoDefaults(errors, properties['metadata'], at.child('properties').key('metadata'));
}

/** Nor is anything in an object's metadata. */
function checkNoDefaults(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  for (const [part, where] of partsOf(schema, at)) {
    if (part.default !== undefined) errors.push(forbidden(where.child('default'), 'must not be set in top-level metadata'));
    checkNoDefaults(errors, part, where);
  }
}

// Lists and maps.

/** What is about one type stands only where that is the type. */
function checkType(errors: Errors, { type }: JSONSchemaProps, at: FieldPath, wanted: string, because: string): void {
  if (type === wanted) return;
  const why = `must be ${wanted} if ${because}`;
  errors.push(type ? invalid(at.child('type'), type, why) : required(at.child('type'), why));
}

function checkMapType(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return;
  checkType(errors, schema, at, 'object', 'x-kubernetes-map-type is specified');
  if (mapType !== 'atomic' && mapType !== 'granular') errors.push(notSupported(at.child('x-kubernetes-map-type'), mapType, ['atomic', 'granular']));
}

function checkListType(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const where = at.child('x-kubernetes-list-type');
  if (listType !== undefined) {
    checkType(errors, schema, at, 'array', 'x-kubernetes-list-type is specified');
    if (!['atomic', 'set', 'map'].includes(listType)) errors.push(notSupported(where, listType, ['atomic', 'set', 'map']));
  }
  if (keys.length > 0 && listType === undefined) errors.push(required(where, 'must be map if x-kubernetes-list-map-keys is non-empty'));
  else if (keys.length > 0 && listType !== 'map') errors.push(invalid(where, listType, 'must be map if x-kubernetes-list-map-keys is non-empty'));
  if (listType === 'map') checkMapKeys(errors, schema, keys, at);
  if (listType === 'set') checkSetItems(errors, schema, at);
}

function checkMapKeys(errors: Errors, schema: JSONSchemaProps, keys: readonly string[], at: FieldPath): void {
  const where = at.child('x-kubernetes-list-map-keys');
  const items = elementSchema(schema.items);
  if (keys.length === 0) errors.push(required(where, 'must not be empty if x-kubernetes-list-type is map'));
  if (schema.items === undefined) errors.push(required(at.child('items'), 'must have a schema if x-kubernetes-list-type is map'));
  if (!items) return;
  if (items.type !== 'object') {
    errors.push(invalid(at.child('items', 'type'), items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"));
    return;
  }
  const { properties = {} } = items;
  const below = at.child('items', 'properties');
  const known = [...new Set(keys)].filter((key) => properties[key]);
  for (const key of known) {
    const { type } = properties[key] ?? {};
    if (type !== 'array' && type !== 'object') continue;
    errors.push(invalid(below.key(key).child('type'), type, "must be a scalar type if parent array's x-kubernetes-list-type is map"));
  }
  const unique = new Set(keys).size;
  if (unique < keys.length) errors.push(invalid(where, keys, 'must not contain duplicate entries'));
  for (let missing = known.length; missing < unique; missing++) errors.push(invalid(where, keys, 'entries must all be names of item properties'));
  if (items.nullable === true) errors.push(forbidden(at.child('items', 'nullable'), 'cannot be nullable when x-kubernetes-list-type is map'));
  for (const key of known) {
    const property = properties[key];
    if (items.required?.includes(key) !== true && property?.default === undefined) {
      errors.push(required(below.key(key).child('default'), 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property'));
    }
    if (property?.nullable === true) errors.push(forbidden(below.key(key).child('nullable'), 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable'));
  }
}

function checkSetItems(errors: Errors, schema: JSONSchemaProps, at: FieldPath): void {
  const items = elementSchema(schema.items);
  if (!isObject(items)) return;
  const where = at.child('items');
  if (items.nullable === true) errors.push(forbidden(where.child('nullable'), 'cannot be nullable when x-kubernetes-list-type is set'));
  const mapType = items['x-kubernetes-map-type'];
  if (items.type === 'object' && mapType !== 'atomic') {
    errors.push(invalid(where.child('x-kubernetes-map-type'), mapType, 'must be atomic as item of a list with x-kubernetes-list-type=set'));
  }
  const listType = items['x-kubernetes-list-type'];
  if (items.type === 'array' && listType !== undefined && listType !== 'atomic') {
    errors.push(invalid(where.child('x-kubernetes-list-type'), listType, 'must be atomic as item of a list with x-kubernetes-list-type=set'));
  }
}
