// The errors that validation finds: where, which sort, and the exact words.
// Upstream: k8s.io/apimachinery util/validation/field

import { goJson, quote } from '../base/index.ts';
import { isUnsaid } from './unsaid-list.ts';

/** A place in an object: `spec.containers[0].name`. Written out only when something is wrong there. */
export class FieldPath {
  readonly #parent: FieldPath | undefined;
  readonly #step: string | number;
  readonly #form: 'field' | 'item';

  private constructor(parent: FieldPath | undefined, step: string | number, form: 'field' | 'item') {
    this.#parent = parent;
    this.#step = step;
    this.#form = form;
  }

  /** The path of these fields from the root. */
  static root(name: string, ...more: readonly string[]): FieldPath {
    return new FieldPath(undefined, name, 'field').child(...more);
  }

  /** The fields below this one. */
  child(...names: readonly string[]): FieldPath {
    const below = (parent: FieldPath, name: string): FieldPath => new FieldPath(parent, name, 'field');
    return names.length === 1 ? below(this, names[0] ?? '') : names.reduce(below, this);
  }

  /** An element of this list. */
  index(index: number): FieldPath {
    return new FieldPath(this, index, 'item');
  }

  /** A value of this map. */
  key(key: string): FieldPath {
    return new FieldPath(this, key, 'item');
  }

  toString(): string {
    if (this.#parent === undefined) return String(this.#step);
    return this.#parent.toString() + (this.#form === 'item' ? `[${this.#step}]` : `.${this.#step}`);
  }
}

/** The path of these fields from the root of the object. */
export function path(name: string, ...more: readonly string[]): FieldPath {
  return FieldPath.root(name, ...more);
}

/** Where an error is: a path, or one already written out. */
export type Where = FieldPath | string;

/** The sorts of errors, by the reason that a Status' cause gives. */
export type FieldErrorType =
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueInvalid'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueRequired'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** One thing that is wrong with an object. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** All but the field: `Invalid value: "x": must be …`. */
  readonly body: string;
}

/** In the place of a value that errors do not show. */
export const withoutValue = Symbol('no value');

/** A value as errors print it, where it is not to be printed as JSON. */
export interface Printed {
  readonly printed: string;
}

/** Takes a text as the printed form of a value. */
export function printed(text: string): Printed {
  return { printed: text };
}

/** Takes a value as errors print it as JSON, though its own form is a text or its fields have other names. */
export function printedJson(value: unknown): Printed {
  return printed(inOrder(value));
}

const inOrder = (value: unknown): string => goJson(value, { keepsOrder: true });

function isPrinted(value: unknown): value is Printed {
  return typeof value === 'object' && value !== null && 'printed' in value && Object.keys(value).length === 1;
}

/** A value as errors show it: strings quoted as Go quotes, everything else as JSON. */
export function printValue(value: unknown): string {
  if (value === undefined || value === null || isUnsaid(value)) return 'null';
  if (isPrinted(value)) return value.printed;
  return typeof value === 'string' ? quote(value) : inOrder(value);
}

const withDetail = (body: string, detail: string): string => (detail === '' ? body : `${body}: ${detail}`);

/** The field has to be given. */
export function required(where: Where, detail = ''): FieldError {
  return { type: 'FieldValueRequired', field: String(where), body: withDetail('Required value', detail) };
}

/** The value is not one that the field can have. */
export function invalid(where: Where, value: unknown, detail: string): FieldError {
  const body = value === withoutValue ? 'Invalid value' : `Invalid value: ${printValue(value)}`;
  return { type: 'FieldValueInvalid', field: String(where), body: withDetail(body, detail) };
}

/** The value is of the wrong type. */
export function typeInvalid(where: Where, value: unknown, detail: string): FieldError {
  return { type: 'FieldValueTypeInvalid', field: String(where), body: withDetail(`Invalid value: ${printValue(value)}`, detail) };
}

/** The value is not one of a list; the list is shown in the order given. */
export function notSupported(where: Where, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(quote).join(', ')}`;
  return { type: 'FieldValueNotSupported', field: String(where), body: withDetail(`Unsupported value: ${printValue(value)}`, detail) };
}

/** The field may not be set, or not like this. */
export function forbidden(where: Where, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field: String(where), body: withDetail('Forbidden', detail) };
}

/** The value occurs twice where it may occur once. */
export function duplicate(where: Where, value: unknown): FieldError {
  return { type: 'FieldValueDuplicate', field: String(where), body: `Duplicate value: ${printValue(value)}` };
}

/** What the value refers to does not exist. */
export function notFound(where: Where, value: unknown): FieldError {
  return { type: 'FieldValueNotFound', field: String(where), body: `Not found: ${printValue(value)}` };
}

/** The value has too many bytes. */
export function tooLong(where: Where, maxBytes: number): FieldError {
  return { type: 'FieldValueTooLong', field: String(where), body: `Too long: may not be more than ${maxBytes} ${maxBytes === 1 ? 'byte' : 'bytes'}` };
}

/** The list has too many items. */
export function tooMany(where: Where, actual: number, max: number): FieldError {
  return { type: 'FieldValueTooMany', field: String(where), body: `Too many: ${actual}: must have at most ${max} ${max === 1 ? 'item' : 'items'}` };
}

/** The server itself failed at the field, or its value could not be looked at. */
export function internalError(where: Where, why: string): FieldError {
  return { type: 'InternalError', field: String(where), body: `Internal error: ${why}` };
}

/** The error as one line: `spec.replicas: Invalid value: -1: must be …`. */
export function formatFieldError(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}

/** Several errors as one text: alone as it is, else in brackets; a repeated one only once. */
export function formatFieldErrors(errors: readonly FieldError[]): string {
  const lines = [...new Set(errors.map(formatFieldError))];
  return lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`;
}
