// What functions are given, by the type that they ask for.

import { CelError, CelList, Duration, Opaque, Optional, Timestamp, Uint } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';

/** What a function does with its arguments; of a method the target is the first. */
export type Implementation = (args: readonly Value[]) => Value;

/** Implementations by overload. */
export type Library = Readonly<Record<string, Implementation>>;

const wrong = (): CelError => new CelError('no such overload');

/** The text that an argument is. */
export function text(value: Value | undefined): string {
  if (typeof value !== 'string') throw wrong();
  return value;
}

/** The whole number that an argument is. */
export function whole(value: Value | undefined): bigint {
  if (typeof value !== 'bigint') throw wrong();
  return value;
}

/** The floating number that an argument is. */
export function double(value: Value | undefined): number {
  if (typeof value !== 'number') throw wrong();
  return value;
}

/** The unsigned number that an argument is. */
export function unsigned(value: Value | undefined): bigint {
  if (!(value instanceof Uint)) throw wrong();
  return value.value;
}

/** The truth value that an argument is. */
export function truth(value: Value | undefined): boolean {
  if (typeof value !== 'boolean') throw wrong();
  return value;
}

/** The bytes that an argument is. */
export function bytes(value: Value | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw wrong();
  return value;
}

/** The elements of the list that an argument is. */
export function items(value: Value | undefined): readonly Value[] {
  if (!(value instanceof CelList)) throw wrong();
  return value.items;
}

/** The span that an argument is, in nanoseconds. */
export function span(value: Value | undefined): bigint {
  if (!(value instanceof Duration)) throw wrong();
  return value.nanos;
}

/** The moment that an argument is, in nanoseconds since 1970. */
export function moment(value: Value | undefined): bigint {
  if (!(value instanceof Timestamp)) throw wrong();
  return value.nanos;
}

/** The optional that an argument is. */
export function optional(value: Value | undefined): Optional {
  if (!(value instanceof Optional)) throw wrong();
  return value;
}

/** Any argument; it is there, or the call would not have been checked. */
export function any(value: Value | undefined): Value {
  if (value === undefined) throw wrong();
  return value;
}

/** What a value of a library's own type holds. */
export function inner<Inner>(behaviour: OpaqueBehaviour<Inner>, value: Value | undefined): Inner {
  if (!(value instanceof Opaque) || value.behaviour !== behaviour) throw wrong();
  // The behaviour is made by one library, which puts nothing else into it.
  return value.inner as Inner;
}
