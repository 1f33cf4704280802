// Values without fields: text, numbers, amounts, moments, bytes.

import { QuantityError, base64Decode, base64Encode, canonicalQuantity, formatMicroTime, formatTime, isJustWritten, parseTime, timeProblem } from '../base/index.ts';
import type { Schema } from './facts.ts';

/** A body that is not of the type it should be. The message is Go's. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** One that does not end the reading: Go reads on, and tells of it when nothing else is wrong that does. */
export class TypeDecodeError extends DecodeError {}

/** A value that is not of the type it should be. */
export interface Mismatch {
  readonly value: unknown;
  readonly goType: string;
  /** What should hold parts; absent: a plain value should be here. */
  readonly form?: 'map' | 'slice' | 'struct';
  /** The number as written, where only its value is wrong. */
  readonly literal?: string;
  /** Set where the type reads its JSON itself. */
  readonly readsItself?: boolean;
}

/** Knows where the decoder is, and says what is wrong there. */
export interface Place {
  mismatch(mismatch: Mismatch): DecodeError;
  /** How the number here is written, where that is not as Go writes it. */
  spelling(): string | undefined;
  /** A text that says no bytes. */
  illegal(why: string): DecodeError;
  /** What a whole number comes to that its type cannot hold; throws where that is an error. */
  overflowing(value: number, goType: string): number;
}

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
    case undefined: return null; // any JSON
    default: return {};
  }
}

/** Decodes one such value. */
export function decodeLeaf(definition: string, schema: Schema, goType: string, value: unknown, place: Place): unknown {
  switch (definition) {
    case quantityName: return decodeQuantity(value, place);
    case intOrStringName: return typeof value === 'string' ? value : decodePort(value, place);
    case timeName: return decodeTime(value, place, canonical.times, formatTime);
    case microTimeName: return decodeTime(value, place, canonical.microTimes, formatMicroTime);
  }
  const type = goType === '' ? goTypeOf(schema) : goType;
  switch (schema.type) {
    case 'string':
      if (schema.format === 'byte') return decodeBytes(value, place);
      if (typeof value !== 'string') throw place.mismatch({ value, goType: type });
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw place.mismatch({ value, goType: type });
      return value;
    case 'integer': return decodeInteger(value, type, place);
    case 'number':
      if (typeof value !== 'number') throw place.mismatch({ value, goType: type });
      return value;
    default: return value;
  }
}

function goTypeOf(schema: Schema): string {
  if (schema.type === 'boolean') return 'bool';
  if (schema.type === 'integer') return schema.format ?? 'int64';
  return schema.type === 'number' ? 'float64' : 'string';
}

function decodeInteger(value: unknown, goType: string, place: Place): number {
  if (typeof value !== 'number') throw place.mismatch({ value, goType });
  const [least, limit] = rangeOf(goType);
  const spelled = place.spelling();
  if (!isWhole(value, spelled)) throw place.mismatch({ value, goType, literal: ` ${spelled ?? value}` });
  if (value >= limit || value < least) return place.overflowing(value, goType);
  return value === 0 ? 0 : value;
}

/** Whether a number is a whole one, and is written as such. */
const isWhole = (value: number, spelled: string | undefined): boolean => (spelled === undefined ? Number.isInteger(value) : /^-?\d+$/.test(spelled));

const whole: readonly [number, number] = [-(2 ** 63), 2 ** 63];
const half: readonly [number, number] = [-(2 ** 31), 2 ** 31];
const byte: readonly [number, number] = [0, 256];

function rangeOf(goType: string): readonly [least: number, limit: number] {
  if (goType === 'uint8') return byte;
  return goType.endsWith('32') ? half : whole;
}

/** The number of an IntOrString. */
function decodePort(value: unknown, place: Place): number {
  const goType = 'int32';
  const [least, limit] = rangeOf(goType);
  const spelled = place.spelling();
  if (typeof value === 'number' && isWhole(value, spelled) && value >= least && value < limit) return value === 0 ? 0 : value;
  throw place.mismatch({ value, goType, readsItself: true, ...(typeof value === 'number' && { literal: ` ${spelled ?? value}` }) });
}

/** Amounts and moments that are in their canonical form, because nearly all of them come again. */
const canonical = { quantities: new Set<string>(), times: new Set<string>(), microTimes: new Set<string>() };
const canonicalLimit = 4_096;

function remember(known: Set<string>, text: string): string {
  if (known.size >= canonicalLimit) known.clear();
  known.add(text);
  return text;
}

function decodeQuantity(value: unknown, place: Place): string {
  if (typeof value === 'string' && canonical.quantities.has(value)) return value;
  try {
    return remember(canonical.quantities, canonicalQuantity(typeof value === 'string' ? value.trim() : (place.spelling() ?? JSON.stringify(value))));
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    throw new DecodeError(error.message);
  }
}

/** Go's zero of a moment, which it writes as null: the beginning of the year 1. */
const zeroTimeMs = -62_135_596_800_000;

function decodeTime(value: unknown, place: Place, known: Set<string>, format: (ms: number) => string): string | null {
  if (typeof value === 'string' && (isJustWritten(value) || known.has(value))) return value;
  if (typeof value !== 'string') throw place.mismatch({ value, goType: 'string', readsItself: true });
  const problem = timeProblem(value, format === formatMicroTime);
  if (problem !== undefined) throw new DecodeError(problem);
  const ms = parseTime(value) ?? 0;
  return ms === zeroTimeMs ? null : remember(known, format(ms));
}

function decodeBytes(value: unknown, place: Place): string {
  if (Array.isArray(value)) return base64Encode(Uint8Array.from(value, (item: unknown) => decodeInteger(item ?? 0, 'uint8', place)));
  if (typeof value !== 'string') throw place.mismatch({ value, goType: '[]uint8', form: 'slice' });
  const bytes = base64Decode(value);
  if (!(bytes instanceof Uint8Array)) throw place.illegal(`illegal base64 data at input byte ${bytes.illegalAt}`);
  return value;
}
