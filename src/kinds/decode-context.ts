// Where a decoder is in what it reads, and the words in which it tells what is wrong there.
// Upstream: encoding/json decode.go; k8s.io/apimachinery pkg/runtime/converter.go

import { compareText, jsonKind } from '../base/index.ts';
import { DecodeError, TypeDecodeError } from './decode-leaf.ts';
import type { Mismatch, Place } from './decode-leaf.ts';

/** Where the decoder is, and what it has found. */
export class Context implements Place {
  /** Whether it keeps track of where it is. */
  readonly tracks: boolean = true;
  /** Whether a list or map was said to be empty. */
  saysEmpty = false;
  protected readonly unknownFields: string[] = [];
  readonly #steps: (number | string)[] = [];
  readonly #goSteps: string[] = [];
  #struct = '';
  #wrong: TypeDecodeError | undefined;
  readonly #spelled: ReadonlyMap<string, string> | undefined;

  constructor(spelled?: ReadonlyMap<string, string>) {
    this.#spelled = spelled;
  }

  spelling(): string | undefined {
    return this.#spelled?.get(this.#path());
  }

  /** The paths of unknown fields in the order in which they are told. */
  toldFields(): readonly string[] {
    return this.unknownFields;
  }

  enter(step: number | string, goStep: string): void {
    this.#steps.push(step);
    this.#goSteps.push(goStep);
  }

  leave(): void {
    this.#steps.pop();
    this.#goSteps.pop();
  }

  inStruct(name: string): string {
    const before = this.#struct;
    this.#struct = name;
    return before;
  }

  #path(): string {
    let path = '';
    for (const step of this.#steps) path += typeof step === 'number' ? `[${step}]` : path === '' ? step : `.${step}`;
    return path;
  }

  unknown(field: string): void {
    const path = this.#path();
    this.unknownFields.push(path === '' ? field : `${path}.${field}`);
  }

  illegal(why: string): DecodeError {
    return new TypeDecodeError(why);
  }

  /** What reading gives; undefined where it is of the wrong type, which is told when all has been read. */
  tried(read: () => unknown): unknown {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TypeDecodeError)) throw error;
      this.#wrong ??= error;
      return undefined;
    }
  }

  /** Throws the first value of a wrong type. */
  end(): void {
    if (this.#wrong) throw this.#wrong;
  }

  overflowing(value: number, goType: string): number {
    throw this.mismatch({ value, goType, literal: ` ${this.spelling() ?? value}` });
  }

  mismatch({ value, goType, literal, readsItself }: Mismatch): DecodeError {
    const field = `${this.#struct}.${this.#goSteps.filter((step) => step !== '').join('.')}`;
    return new (readsItself ? DecodeError : TypeDecodeError)(`json: cannot unmarshal ${jsonKind(value)}${literal ?? ''} into Go struct field ${field} of type ${goType}`);
  }
}

/** Does not know where it is. */
export class HastyContext extends Context {
  override readonly tracks = false;
  hasUnknown = false;

  override unknown(): void {
    this.hasUnknown = true;
  }
}

/** Tells wrong types as the conversion of maps to Go's types does. */
export class MergedContext extends Context {
  override toldFields(): readonly string[] {
    return this.unknownFields.toSorted(compareText);
  }

  override tried(read: () => unknown): unknown {
    return read();
  }

  override illegal(why: string): DecodeError {
    return new DecodeError(`error decoding from json: ${why}`);
  }

  /** Numbers are cut off; those that are no int64 either come from a float64, of which the processor makes the least int64. */
  override overflowing(value: number, goType: string): number {
    const number = Math.abs(value) < 2 ** 63 ? BigInt(value) : -(2n ** 63n);
    return Number(goType === 'uint8' ? BigInt.asUintN(8, number) : BigInt.asIntN(goType.endsWith('32') ? 32 : 64, number));
  }

  override mismatch({ value, goType, form, literal, readsItself }: Mismatch): DecodeError {
    if (readsItself) return new DecodeError(`json: cannot unmarshal ${jsonKind(value)}${literal ?? ''} into Go value of type ${goType}`);
    const kind = goKind(value);
    if (form === 'struct') return new DecodeError(`cannot restore struct from: ${kind}`);
    if (form !== undefined) return new DecodeError(`cannot restore ${form} from ${kind}`);
    const isNumber = /^u?int\d*$|^float/.test(goType);
    if ((kind === 'int64' && !isNumber && goType !== 'bool') || (kind === 'float64' && isNumber)) {
      return new DecodeError(`cannot convert ${kind} to ${goType}`);
    }
    return new DecodeError(`unrecognized type: ${isNumber || goType === 'bool' ? goType : 'string'}`);
  }
}

function goKind(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'slice' : 'map';
}
