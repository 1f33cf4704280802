// Values without fields: text, numbers, amounts, moments, bytes.

import { QuantityError, base64Decode, canonicalQuantity, formatMicroTime, formatTime, parseTime, quote } from '../base/index.ts';
import type { Schema } from './facts.ts';

/** A body that is not of the type it should be. The message is Go's. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** Says where the decoder is, in the words of Go's errors. */
export interface Place {
  describe(): string;
}

const int32 = 2 ** 31;
const int64 = 2 ** 63;
const quantityName = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const intOrStringName = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const timeName = 'io.k8s.apimachinery.pkg.apis.meta.v1.Time';
const microTimeName = 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime';

/** What Go has where such a value is missing. */
export function zeroOf(definition: string, schema: Schema): unknown {
  if (definition === quantityName) return '0';
  if (definition === intOrStringName) return 0;
  if (definition === timeName || definition === microTimeName) return null;
  switch (schema.type) {
    case 'string': return schema.format === 'byte' ? null : '';
    case 'boolean': return false;
    case 'integer': case 'number': return 0;
    default: return {};
  }
}

/** Decodes one such value. */
export function decodeLeaf(definition: string, schema: Schema, goType: string, value: unknown, place: Place): unknown {
  switch (definition) {
    case quantityName: return decodeQuantity(value);
    case intOrStringName: return typeof value === 'string' ? value : decodeInteger(value, 'int32', place);
    case timeName: return decodeTime(value, place, (ms) => formatTime(ms));
    case microTimeName: return decodeTime(value, place, (ms) => formatMicroTime(ms));
  }
  const type = goType === '' ? goTypeOf(schema) : goType;
  switch (schema.type) {
    case 'string':
      if (schema.format === 'byte') return decodeBytes(value, place);
      if (typeof value !== 'string') throw mismatch(value, type, place);
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(value, type, place);
      return value;
    case 'integer': return decodeInteger(value, type, place);
    case 'number':
      if (typeof value !== 'number') throw mismatch(value, type, place);
      return value;
    default: return value;
  }
}

function goTypeOf(schema: Schema): string {
  if (schema.type === 'boolean') return 'bool';
  if (schema.type === 'integer') return schema.format ?? 'int64';
  return schema.type === 'number' ? 'float64' : 'string';
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function mismatch(value: unknown, goType: string, place: Place, literal = ''): DecodeError {
  return new DecodeError(`json: cannot unmarshal ${kindOf(value)}${literal} into ${place.describe()} of type ${goType}`);
}

function decodeInteger(value: unknown, goType: string, place: Place): number {
  if (typeof value !== 'number') throw mismatch(value, goType, place);
  const limit = goType.endsWith('32') ? int32 : int64;
  if (!Number.isInteger(value) || value >= limit || value < -limit) throw mismatch(value, goType, place, ` ${value}`);
  return value === 0 ? 0 : value;
}

function decodeQuantity(value: unknown): string {
  try {
    return canonicalQuantity(typeof value === 'string' ? value.trim() : JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    throw new DecodeError(error.message);
  }
}

function decodeTime(value: unknown, place: Place, format: (ms: number) => string): string {
  if (typeof value !== 'string') throw mismatch(value, 'string', place);
  const ms = parseTime(value);
  if (ms === undefined) {
    const layout = '"2006-01-02T15:04:05Z07:00"';
    throw new DecodeError(`parsing time ${quote(value)} as ${layout}: cannot parse ${quote(value)} as "2006"`);
  }
  const text = format(ms);
  return text === value ? value : text;
}

function decodeBytes(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw mismatch(value, '[]uint8', place);
  const bytes = base64Decode(value);
  if (!(bytes instanceof Uint8Array)) throw new DecodeError(`illegal base64 data at input byte ${bytes.illegalAt}`);
  return value;
}
