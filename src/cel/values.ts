// What expressions work on. Whole numbers are bigint, floating ones number; everything else that JavaScript lacks has a class.

import type { CelType } from './types.ts';
import { boolType, bytesType, doubleType, dynType, durationType, intType, listOf, mapOf, nullType, opaque, optionalOf, stringType, timestampType, typeOf, uintType } from './types.ts';

/** Any value of an expression. */
export type Value =
  | bigint | boolean | number | string | null
  | Uint8Array | CelList | CelMap | Duration | Opaque | Optional | Timestamp | TypeValue | Uint;

/** A failure of the expression that runs, with the words of the real evaluator. */
export class CelError extends Error {
  override readonly name = 'CelError';
}

/** The expression cost more than it was allowed to; nothing inside the expression can catch that. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

/** An unsigned whole number of 64 bits. */
export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A span of time. */
export class Duration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A moment. */
export class Timestamp {
  /** Since 1970 in UTC. */
  readonly nanos: bigint;
  /** In which zone it was written, east of UTC. */
  readonly zoneMinutes: number;
  constructor(nanos: bigint, zoneMinutes = 0) {
    this.nanos = nanos;
    this.zoneMinutes = zoneMinutes;
  }
}

/** A type as a value. */
export class TypeValue {
  readonly type: CelType;
  constructor(type: CelType) {
    this.type = type;
  }
}

/** A value that may be missing. */
export class Optional {
  readonly value: Value | undefined;
  constructor(value: Value | undefined) {
    this.value = value;
  }
}

/** The optional that has no value. */
export const none = new Optional(undefined);

/** What a library makes of a value of its own type. */
export interface OpaqueBehaviour<Inner> {
  /** As `type()` names it. */
  readonly type: CelType;
  equals(a: Inner, b: Inner): boolean;
}

/** A value of a library: a quantity, an address, a version, … */
export class Opaque<Inner = unknown> {
  readonly behaviour: OpaqueBehaviour<Inner>;
  readonly inner: Inner;
  constructor(behaviour: OpaqueBehaviour<Inner>, inner: Inner) {
    this.behaviour = behaviour;
    this.inner = inner;
  }

  equals(other: Opaque<Inner>): boolean {
    return this.behaviour === other.behaviour && this.behaviour.equals(this.inner, other.inner);
  }
}

/** How the elements of a list that comes from an object are told apart: not by their place. */
export type ListIdentity = 'set' | { readonly keys: readonly string[] };

/** A list. What comes from an object is made only when somebody looks. */
export class CelList {
  readonly identity: ListIdentity | undefined;
  #items: readonly Value[] | (() => readonly Value[]);

  constructor(items: readonly Value[] | (() => readonly Value[]), identity?: ListIdentity) {
    this.#items = items;
    this.identity = identity;
  }

  get items(): readonly Value[] {
    if (typeof this.#items === 'function') this.#items = this.#items();
    return this.#items;
  }
}

/** A map, or an object, which running expressions take for a map. */
export interface CelMap {
  readonly isMap: true;
  readonly size: number;
  /** The value at a key, undefined when there is none. */
  get(key: Value): Value | undefined;
  /** Whether a key is there; only for maps that have a value at keys that are not. */
  has?(key: Value): boolean;
  /** The value at a key that is text. */
  field(name: string): Value | undefined;
  keys(): readonly Value[];
  /** What the type is called when values of it are made in expressions. */
  readonly objectName?: string;
}

/** How a key is found again: equal numbers are the same key whatever their type. Undefined: no key at all. */
export function keyId(key: Value): string | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (key instanceof Uint) return `n${key.value}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `n${BigInt(key)}` : `d${key}`;
  return undefined;
}

/** A map that an expression made. */
export class EntryMap implements CelMap {
  readonly isMap = true;
  readonly objectName?: string;
  readonly #entries: ReadonlyMap<string, readonly [Value, Value]>;

  constructor(entries: ReadonlyMap<string, readonly [Value, Value]>, objectName?: string) {
    this.#entries = entries;
    if (objectName !== undefined) this.objectName = objectName;
  }

  static of(entries: Iterable<readonly [Value, Value]>, objectName?: string): EntryMap {
    const byId = new Map<string, readonly [Value, Value]>();
    for (const entry of entries) byId.set(keyId(entry[0]) ?? '', entry);
    return new EntryMap(byId, objectName);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    const id = keyId(key);
    return id === undefined ? undefined : this.#entries.get(id)?.[1];
  }

  field(name: string): Value | undefined {
    return this.#entries.get(`s${name}`)?.[1];
  }

  keys(): readonly Value[] {
    return Array.from(this.#entries.values(), ([key]) => key);
  }

  entries(): ReadonlyMap<string, readonly [Value, Value]> {
    return this.#entries;
  }
}

/** Whether a value is a map or an object. */
export function isMap(value: Value): value is CelMap {
  return typeof value === 'object' && value !== null && 'isMap' in value;
}

const listType = listOf(dynType);
const mapType = mapOf(dynType, dynType);
const optionalType = optionalOf(dynType);
const typeType = typeOf(dynType);

/** The type of a value, as far as it knows it by itself: lists and maps hold anything. */
export function typeOfValue(value: Value): CelType {
  switch (typeof value) {
    case 'bigint': return intType;
    case 'boolean': return boolType;
    case 'number': return doubleType;
    case 'string': return stringType;
    case 'object': break;
  }
  if (value === null) return nullType;
  if (value instanceof CelList) return listType;
  if (value instanceof Uint) return uintType;
  if (value instanceof Duration) return durationType;
  if (value instanceof Timestamp) return timestampType;
  if (value instanceof Uint8Array) return bytesType;
  if (value instanceof TypeValue) return typeType;
  if (value instanceof Optional) return optionalType;
  if (value instanceof Opaque) return value.behaviour.type;
  return value.objectName === undefined ? mapType : opaque(value.objectName);
}
