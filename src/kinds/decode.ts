// JSON to objects, as Go decodes it: wrong types end it, unknown fields are told, and what Go would not write again is left out.
// An object that is already in that form is returned as it is, not copied.
// Upstream: k8s.io/apimachinery runtime/serializer/json, sigs.k8s.io/json

import { copyOf, isObject } from '../base/index.ts';
import { Context, HastyContext, MergedContext } from './decode-context.ts';
import { DecodeError, decodeLeaf, zeroOf } from './decode-leaf.ts';
import type { GoField, Schema } from './facts.ts';
import { referencedDefinition, schemaNamed, shapeNamed } from './facts.ts';
import { noteSaidEmpty, noteSaidEmptyWithin } from './said-empty.ts';
import { unsaidList } from './unsaid-list.ts';

export { DecodeError } from './decode-leaf.ts';

/** What decoding gives: the object, and the paths of fields that its kind does not have, in the order of the text. */
export interface Decoded {
  readonly value: unknown;
  readonly unknownFields: readonly string[];
}

/**
 * What was decoded from `written`, with the list of managers if that was written and is empty: unlike other empty lists it says
 * something, namely that nobody is to be known any more.
 */
export function withSaidManagers(decoded: unknown, written: unknown): unknown {
  if (!isObject(written) || !isObject(decoded)) return decoded;
  const said = written['metadata'];
  const { metadata } = decoded;
  if (!isObject(said) || !isObject(metadata) || !Array.isArray(said['managedFields']) || said['managedFields'].length > 0) return decoded;
  return { ...decoded, metadata: { ...metadata, managedFields: [] } };
}

/**
 * Decodes a value as a type, given by the full name of its definition. Throws a DecodeError when a type is wrong. What the
 * value shares with `known`, an object of that type which was decoded before, is not looked into again. `spelled` says by paths
 * how numbers are written that are not written as Go writes them.
 */
export function decode(definition: string, value: unknown, known?: unknown, spelled?: ReadonlyMap<string, string>): Decoded {
  return decodeWith(() => new Context(spelled), definition, value, known, spelled !== undefined);
}

/** The same for what is no text any more but a merged object: wrong types are told in other words. */
export function decodeMerged(definition: string, value: unknown, known?: unknown): Decoded {
  return decodeWith(() => new MergedContext(), definition, value, known);
}

/** What Go writes for a value of a type that was never set: nothing but the fields that are always written. */
export function emptyOf(definition: string): Readonly<Record<string, unknown>> {
  return typeFor({ $ref: `#/definitions/${definition}` }, '').zero() as Readonly<Record<string, unknown>>;
}

/** Nearly every value is right. So only when one turns out not to be, it is decoded again by a decoder that knows where it is. */
function decodeWith(slow: () => Context, definition: string, value: unknown, known: unknown, isSlow = false): Decoded {
  const type = typeFor({ $ref: `#/definitions/${definition}` }, '');
  const right = isSlow ? undefined : decodedAtOnce(type, value, known);
  if (right) return right;
  const context = slow();
  const decoded = context.tried(() => type.decode(value, context, undefined));
  context.end();
  return { value: finished(decoded, value, context), unknownFields: context.toldFields() };
}

/** What a value that is right comes to; undefined for any other. */
function decodedAtOnce(type: Decoder, value: unknown, known: unknown): Decoded | undefined {
  const hasty = new HastyContext();
  try {
    const decoded = type.decode(value, hasty, known);
    return hasty.hasUnknown ? undefined : { value: finished(decoded, value, hasty), unknownFields: none };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}

const none: readonly string[] = [];

function finished(decoded: unknown, written: unknown, { saysEmpty }: Context): unknown {
  if (saysEmpty && isObject(decoded)) noteSaidEmptyWithin(decoded);
  return withSaidManagers(decoded, written);
}

/** How values of a type are decoded. */
interface Decoder {
  /** @param known what stood there before, decoded; undefined: nothing */
  decode(value: unknown, context: Context, known: unknown): unknown;
  /** What Go has where the value is missing; undefined: nothing. */
  zero(): unknown;
}

interface Field {
  readonly decoder: Decoder;
  /** The steps in Go's error paths: the field, behind what it is embedded in. */
  readonly goStep: string;
  /** Left out when it is empty. */
  readonly omitEmpty: boolean;
  /** A list or map that is not written when it is empty, even if it was said. */
  readonly forgetsEmpty: boolean;
  /** Left out when it is Go's zero. */
  readonly omitZero: boolean;
  /** There even when nothing was written. */
  readonly fill: boolean;
  /** Null when it is missing, instead of left out. */
  readonly nullable: boolean;
  /** The same where what is empty was said: a pointer to nothing is one all the same. */
  readonly nullWhenEmpty: boolean;
}

const decoders = new Map<string, Decoder>();

function typeFor(schema: Schema, goType: string): Decoder {
  const definition = referencedDefinition(schema);
  if (definition === undefined) return inlineDecoder(schema, goType);
  const known = decoders.get(definition);
  if (known) return known;
  const target = schemaNamed(definition) ?? {};
  const decoder = target.properties ? new StructDecoder(definition, target) : definition.startsWith(schemaOr) ? schemaOrDecoder(definition.slice(schemaOr.length)) : leafDecoder(definition, target, goType);
  decoders.set(definition, decoder);
  return decoder;
}

function inlineDecoder(schema: Schema, goType: string): Decoder {
  const type = goType.replace(/^\*/, '');
  if (schema.type === 'array' && schema.items) return new ListDecoder(typeFor(schema.items, elementType(type)), type);
  if (schema.type === 'object' && schema.additionalProperties) return new MapDecoder(typeFor(schema.additionalProperties, valueType(type)), type);
  return leafDecoder('', schema, type);
}

const elementType = (goType: string): string => (goType.startsWith('[]') ? goType.slice(2) : goType);
const valueType = (goType: string): string => /^map\[\w+\](.*)$/.exec(goType)?.[1] ?? 'string';

function leafDecoder(definition: string, schema: Schema, goType: string): Decoder {
  return { decode: (value, context) => decodeLeaf(definition, schema, goType, value, context), zero: () => zeroOf(definition, schema) };
}

const schemaType = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
const schemaOr = `${schemaType}Or`;

/** A schema, or a list of schemas, a boolean or a list of texts in its place: Go reads these by themselves, and what it does not know there is not told. */
function schemaOrDecoder(other: string): Decoder {
  const read = (schema: unknown): unknown => (isObject(schema) ? typeFor({ $ref: `#/definitions/${schemaType}` }, '').decode(schema, new Context(), undefined) : schema);
  return {
    decode: (value) => {
      if (other === 'Bool' && typeof value !== 'boolean' && !isObject(value)) throw new DecodeError('boolean or JSON schema expected');
      if (Array.isArray(value)) return value.length === 0 && other === 'Array' ? undefined : value.map(read);
      return other === 'Array' && !isObject(value) ? undefined : read(value);
    },
    zero: () => undefined,
  };
}

class ListDecoder implements Decoder {
  readonly #item: Decoder;
  readonly #goType: string;

  constructor(item: Decoder, goType: string) {
    this.#item = item;
    this.#goType = goType;
  }

  decode(value: unknown, context: Context, known: unknown): unknown {
    if (!Array.isArray(value)) throw context.mismatch({ value, goType: this.#goType, form: 'slice' });
    const before: readonly unknown[] | undefined = Array.isArray(known) ? known : undefined;
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      if (context.tracks) context.enter(index, '');
      const item: unknown = value[index];
      const decoded = item === null || item === undefined ? this.#item.zero() : decodePart(this.#item, item, context, before?.[index]);
      if (context.tracks) context.leave();
      if (decoded !== item) (copy ??= [...(value as readonly unknown[])])[index] = decoded;
    }
    return copy ?? value;
  }

  zero(): unknown {
    return unsaidList;
  }
}

class MapDecoder implements Decoder {
  readonly #value: Decoder;
  readonly #goType: string;

  constructor(value: Decoder, goType: string) {
    this.#value = value;
    this.#goType = goType;
  }

  decode(value: unknown, context: Context, known: unknown): unknown {
    if (!isObject(value)) throw context.mismatch({ value, goType: this.#goType, form: 'map' });
    const before = isObject(known) ? known : undefined;
    let copy: Record<string, unknown> | undefined;
    for (const key in value) {
      if (context.tracks) context.enter(key, '');
      const item = value[key];
      const decoded = item === null || item === undefined ? this.#value.zero() : decodePart(this.#value, item, context, before?.[key]);
      if (context.tracks) context.leave();
      if (decoded !== item) (copy ??= copyOf(value))[key] = decoded;
    }
    return copy ?? value;
  }

  zero(): unknown {
    return {};
  }
}

class StructDecoder implements Decoder {
  readonly #name: string;
  readonly #goType: string;
  readonly #schema: Schema;
  readonly #shape: readonly GoField[];
  #fields: Map<string, Field> | undefined;
  #filled: readonly (readonly [string, Field])[] = [];

  constructor(definition: string, schema: Schema) {
    this.#goType = definition.split('.').slice(-2).join('.');
    this.#name = definition.slice(definition.lastIndexOf('.') + 1);
    this.#schema = schema;
    this.#shape = shapeNamed(definition);
  }

  /** Made when first needed, because types contain each other. */
  #prepare(): Map<string, Field> {
    if (this.#fields) return this.#fields;
    const fields = new Map<string, Field>();
    for (const [name, flags, goType, , via] of this.#shape) {
      const property = this.#schema.properties?.[name];
      if (property) fields.set(name, fieldFor(name, flags, goType, via, property, saidEmpty.has(`${this.#name}.${name}`)));
    }
    this.#fields = fields;
    this.#filled = [...fields].filter(([, field]) => field.fill);
    return fields;
  }

  decode(value: unknown, context: Context, known: unknown): unknown {
    if (!isObject(value)) throw context.mismatch({ value, goType: this.#goType, form: 'struct' });
    const decoded = isObject(known) ? known : undefined;
    const fields = this.#prepare();
    const outer = context.tracks ? context.inStruct(this.#name) : '';
    let copy: Record<string, unknown> | undefined;
    for (const key in value) {
      const field = fields.get(key);
      const before = value[key];
      const after = field ? decodeField(field, key, before, context, decoded?.[key]) : this.#withoutField(key, before, context);
      if (after === before) continue;
      copy ??= copyOf(value);
      if (after === undefined) delete copy[key];
      else copy[key] = after;
      if ((after ?? null) === null && field?.forgetsEmpty && typeof before === 'object' && before !== null && isEmpty(before)) {
        noteSaidEmpty(copy, key, before);
        context.saysEmpty = true;
      }
    }
    for (const [key, field] of this.#filled) {
      if ((copy ?? value)[key] === undefined) (copy ??= copyOf(value))[key] = zeroOfField(field);
    }
    if (context.tracks) context.inStruct(outer);
    return copy ?? value;
  }

  /** Of a field that the type does not have, only its name is told. */
  #withoutField(key: string, value: unknown, context: Context): unknown {
    if (value !== undefined) context.unknown(key);
    return undefined;
  }

  zero(): unknown {
    this.#prepare();
    return Object.fromEntries(this.#filled.map(([key, field]) => [key, zeroOfField(field)]));
  }
}

/** Fields that are refused when they are there and empty: these are not left out, as others are that say nothing. */
const saidEmpty: ReadonlySet<string> = new Set(['HPAScalingRules.policies', 'JSONSchemaProps.dependencies']);

function fieldFor(name: string, flags: string, goType: string, via: string | undefined, schema: Schema, keepsEmpty: boolean): Field {
  const decoder = typeFor(schema, goType);
  const isPointer = flags.includes('p');
  const isWritten = !isPointer && !flags.includes('z') && (!flags.includes('o') || flags.includes('s'));
  // A moment, port or raw object held by value is a struct to Go; here it is missing until it is set.
  const isOptionalLeaf = flags.includes('o') && /\.(IntOrString|Time|MicroTime)$/.test(goType);
  const nullable = flags.includes('n');
  const omitEmpty = !keepsEmpty && !isPointer && flags.includes('o') && !flags.includes('s');
  const nullWhenEmpty = nullable && !isPointer;
  return {
    decoder,
    goStep: via === undefined ? name : `${via}.${name}`,
    omitEmpty,
    omitZero: flags.includes('z'),
    forgetsEmpty: (omitEmpty || (nullable && !isPointer)) && (decoder instanceof ListDecoder || decoder instanceof MapDecoder),
    fill: nullable || (isWritten && !isOptionalLeaf && !/\.(Time|MicroTime|RawExtension)$/.test(goType)),
    nullable,
    nullWhenEmpty,
  };
}

/** The part of a value; one that was decoded before is right as it is. */
function decodePart(decoder: Decoder, value: unknown, context: Context, known: unknown): unknown {
  if (value === known) return value;
  return context.tracks ? context.tried(() => decoder.decode(value, context, known)) : decoder.decode(value, context, known);
}

function decodeField(field: Field, key: string, value: unknown, context: Context, known: unknown): unknown {
  if (value === null || value === undefined) return field.nullable ? null : undefined;
  if (value === known && typeof value === 'object') return value;
  if (context.tracks) context.enter(key, field.goStep);
  const decoded = decodePart(field.decoder, value, context, known);
  if (context.tracks) context.leave();
  if (decoded === null && field.omitZero) return undefined;
  if (field.nullWhenEmpty) return isEmpty(decoded) ? null : decoded;
  return field.omitEmpty && isEmpty(decoded) ? undefined : decoded;
}

const zeroOfField = (field: Field): unknown => (field.nullable ? null : field.decoder.zero());

function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return false;
  return true;
}
