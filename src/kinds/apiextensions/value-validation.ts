// What is wrong with a custom object by its schema.
// Upstream: k8s.io/kube-openapi pkg/validation/validate, k8s.io/apiextensions-apiserver pkg/apiserver/validation

import { deepEqual, goJson, isObject, own } from '../../base/index.ts';
import { readRegex } from '../../cel/index.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, notSupported, printed, required, tooLong, tooMany, typeInvalid } from '../field-error.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { correlatedItem } from './correlation.ts';
import { hasFormat } from './formats.ts';
import { elementSchema } from './pruning.ts';
import type { Before } from './rule-validation.ts';

/**
 * Everything that is wrong with a whole object. What stands in it as it stood `before` is not looked at again: it was good
 * enough under the rules of its time. Patterns that are none match nothing: the definition is held to have none.
 */
export function validateValue(schema: JSONSchemaProps, object: unknown, before?: Before): readonly FieldError[] {
  const errors: FieldError[] = [];
  check(schema, object, '', errors, before);
  return errors;
}

/** Everything that is wrong with a value that stands anywhere; paths begin there. */
export function validateValueAt(schema: JSONSchemaProps, value: unknown): readonly FieldError[] {
  return errorsOf(schema, value, '');
}

function check(schema: JSONSchemaProps, value: unknown, at: string, errors: FieldError[], before?: Before): void {
  if (before && deepEqual(before.value, value)) return;
  if (value === null && schema.nullable === true) return;
  const error = typeError(schema, value, at);
  if (error) errors.push(error);
  checkAlternatives(schema, value, at, errors);
  if (typeof value === 'string') checkText(schema, value, at, errors);
  else if (typeof value === 'number') checkNumber(schema, value, at, errors);
  else if (Array.isArray(value)) checkList(schema, value, at, errors, before);
  if (schema.enum && !schema.enum.some((each) => deepEqual(each, value))) {
    errors.push(notSupported(at, isObject(value) || Array.isArray(value) ? printed(goJson(value)) : value, schema.enum.map(enumText)));
  }
  if (isObject(value)) checkMap(schema, value, at, errors, before);
}

const enumText = (value: unknown): string => (typeof value === 'string' ? value : goJson(value));

// Types.

/** The types that a schema allows. */
function typesOf(schema: JSONSchemaProps): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return schema.type ? [schema.type] : [];
}

const int64 = 2 ** 63;
const isWhole = (value: number): boolean => Number.isInteger(value) && value < int64 && value >= -int64;

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return isWhole(value) ? 'integer' : 'number';
  return typeof value;
}

/** A value of a type that the schema does not allow; of numbers with a format, the format is told. */
function typeError(schema: JSONSchemaProps, value: unknown, at: string): FieldError | undefined {
  const types = typesOf(schema);
  const name = typeName(value);
  if (types.length === 0 || types.includes(name) || (name === 'integer' && types.includes('number'))) return undefined;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (schema.format && isPlain && !types.includes(name)) {
    return wrongType(at, schema.format, typeof value === 'boolean' ? 'boolean' : isWhole(value) ? 'int64' : 'float64');
  }
  return wrongType(at, types.join(','), name);
}

function wrongType(at: string, wanted: string, found: string): FieldError {
  return typeInvalid(at, found, `${at} in body must be of type ${wanted}: "${found}"`);
}

// Alternatives. What they say of the whole is told of nothing in particular.

const nowhere = '<nil>';
const ofWhole = (at: string, why: string): FieldError => invalid(nowhere, '', `"${at}" ${why}`);

function errorsOf(schema: JSONSchemaProps, value: unknown, at: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  check(schema, value, at, errors);
  return errors;
}

function checkAlternatives(schema: JSONSchemaProps, value: unknown, at: string, errors: FieldError[]): void {
  const { anyOf, oneOf, allOf, not } = schema;
  if (anyOf && anyOf.length > 0) {
    const tried = anyOf.map((each) => errorsOf(each, value, at));
    if (tried.every((each) => each.length > 0)) errors.push(ofWhole(at, 'must validate at least one schema (anyOf)'), ...nearest(tried));
  }
  if (oneOf && oneOf.length > 0) {
    const tried = oneOf.map((each) => errorsOf(each, value, at));
    const valid = tried.filter((each) => each.length === 0).length;
    if (valid === 0) errors.push(ofWhole(at, 'must validate one and only one schema (oneOf). Found none valid'), ...nearest(tried));
    else if (valid > 1) errors.push(ofWhole(at, `must validate one and only one schema (oneOf). Found ${valid} valid alternatives`));
  }
  if (allOf && allOf.length > 0) {
    const tried = allOf.map((each) => errorsOf(each, value, at));
    const valid = tried.filter((each) => each.length === 0).length;
    errors.push(...tried.flat());
    if (valid < allOf.length) errors.push(ofWhole(at, `must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`));
  }
  if (not && errorsOf(not, value, at).length === 0) errors.push(ofWhole(at, 'must not validate the schema (not)'));
}

/** What is said of none that fits: the words of the first. */
function nearest(tried: readonly (readonly FieldError[])[]): readonly FieldError[] {
  return tried[0] ?? [];
}

// Plain values.

/** Length before pattern, and of both only the first that is wrong; then the format. */
function checkText(schema: JSONSchemaProps, value: string, at: string, errors: FieldError[]): void {
  const { maxLength, minLength, pattern, format } = schema;
  const types = typesOf(schema);
  const length = maxLength === undefined && minLength === undefined ? 0 : [...value].length;
  if (maxLength !== undefined && length > maxLength) errors.push(tooLong(at, maxLength));
  else if (minLength !== undefined && length < minLength) errors.push(invalid(at, value, `${at} in body should be at least ${minLength} chars long`));
  else if (pattern && !isMatch(pattern, value)) errors.push(invalid(at, value, `${at} in body should match '${pattern}'`));
  if (format && (types.length === 0 || types.includes('string')) && !hasFormat(format, value)) {
    errors.push(typeInvalid(at, value, `${at} in body must be of type ${format}: ${JSON.stringify(value)}`));
  }
}

function isMatch(pattern: string, text: string): boolean {
  const regex = readRegex(pattern);
  return typeof regex !== 'string' && regex.test(text);
}

const int32 = 2 ** 31;

function checkNumber(schema: JSONSchemaProps, value: number, at: string, errors: FieldError[]): void {
  const { format, maximum, minimum, multipleOf, exclusiveMaximum, exclusiveMinimum } = schema;
  if (schema.type === 'integer') {
    const isInRange = isWhole(value) && (format !== 'int32' || (value < int32 && value >= -int32));
    if (!isInRange) errors.push(invalid(nowhere, '', `Checked value must be of type integer ${format ? `with format ${format}` : '(default format)'} in ${at}`));
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) errors.push(invalid(at, value, `${at} in body should be a multiple of ${multipleOf}`));
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    errors.push(invalid(at, value, `${at} in body should be less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`));
  }
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    errors.push(invalid(at, value, `${at} in body should be greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`));
  }
}

// Lists and maps.

function checkList(schema: JSONSchemaProps, list: readonly unknown[], at: string, errors: FieldError[], before: Before): void {
  const { minItems, maxItems } = schema;
  const items = elementSchema(schema.items);
  if (items) for (const [index, item] of list.entries()) check(items, item, `${at}[${index}]`, errors, correlatedItem(schema, before, item));
  if (minItems !== undefined && list.length < minItems) errors.push(invalid(at, list.length, `${at} in body should have at least ${minItems} items`));
  if (maxItems !== undefined && list.length > maxItems) errors.push(tooMany(at, list.length, maxItems));
}

function checkMap(schema: JSONSchemaProps, map: Readonly<Record<string, unknown>>, at: string, errors: FieldError[], before: Before): void {
  const old = isObject(before?.value) ? before.value : undefined;
  const { minProperties, maxProperties, properties = {} } = schema;
  const size = Object.keys(map).length;
  if (minProperties !== undefined && size < minProperties) errors.push(invalid(at, size, `${at} in body should have at least ${minProperties} properties`));
  if (maxProperties !== undefined && size > maxProperties) errors.push(tooMany(at, size, maxProperties));
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  const additional = elementSchema(schema.additionalProperties);
  for (const key of Object.keys(map)) {
    const property = own(properties, key) ?? additional;
    if (property) check(property, map[key], below(key), errors, old && Object.hasOwn(old, key) ? { value: old[key] } : undefined);
  }
  for (const key of schema.required ?? []) if (!Object.hasOwn(map, key)) errors.push(required(below(key)));
}
