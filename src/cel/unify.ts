// Whether a value of one type may stand where another is asked for, and what that says about type parameters.
// Upstream: cel-go checker/types.go

import { dynType, errorType, isOpen, isSameType, parameter } from './types.ts';
import type { CelType } from './types.ts';

const nullable = new Set(['duration', 'null', 'object', 'opaque', 'timestamp']);

/** What is known of the type parameters of one expression. */
export class Substitutions {
  #known = new Map<string, CelType>();
  #made = 0;

  /** A parameter of which nothing is known yet. */
  fresh(): CelType {
    return parameter(`_var${this.#made++}`);
  }

  /** The type with its parameters replaced as far as they are known; with `closes` the rest becomes dyn. */
  apply(type: CelType, closes = false): CelType {
    if (type.sort === 'parameter') {
      const known = this.#known.get(type.name);
      if (known) return this.apply(known, closes);
      return closes ? dynType : type;
    }
    if (type.of.length === 0) return type;
    return { ...type, of: type.of.map((part) => this.apply(part, closes)) };
  }

  /** Whether `from` may stand where `to` is asked for; if so, what that says about parameters is kept. */
  accepts(from: CelType, to: CelType): boolean {
    return this.acceptsAll([from], [to]);
  }

  /** The same for a list of them: all or nothing. */
  acceptsAll(from: readonly CelType[], to: readonly CelType[]): boolean {
    const before = new Map(this.#known);
    if (this.#allFit(from, to)) return true;
    this.#known = before;
    return false;
  }

  #allFit(from: readonly CelType[], to: readonly CelType[]): boolean {
    return from.length === to.length && from.every((type, index) => this.#fits(type, to[index] ?? errorType));
  }

  #fits(from: CelType, to: CelType): boolean {
    if (to.sort === 'parameter') {
      const { fits, wasKnown } = this.#bind(from, to);
      if (fits || wasKnown) return fits;
    }
    if (from.sort === 'parameter') return this.#bind(to, from).fits;
    if (isOpen(from) || isOpen(to)) return true;
    if (from.sort === 'null') return nullable.has(to.sort);
    if (to.sort === 'null') return nullable.has(from.sort);
    if (from.sort === 'type') return to.sort === 'type';
    if (from.sort !== to.sort || from.name !== to.name) return false;
    return this.#allFit(from.of, to.of);
  }

  #bind(type: CelType, to: CelType): { readonly fits: boolean; readonly wasKnown: boolean } {
    if (isSameType(type, to)) return { fits: true, wasKnown: true };
    const known = this.#known.get(to.name);
    if (!known) {
      if (!this.#mentions(to, type)) {
        this.#known.set(to.name, type);
        return { fits: true, wasKnown: false };
      }
      return { fits: false, wasKnown: false };
    }
    if (isSameType(type, known)) return { fits: true, wasKnown: true };
    if (!this.#fits(type, known)) return { fits: false, wasKnown: true };
    const wider = mostGeneral(type, known);
    if (!this.#mentions(to, wider)) this.#known.set(to.name, wider);
    return { fits: true, wasKnown: true };
  }

  #mentions(wanted: CelType, type: CelType): boolean {
    if (type.sort === 'parameter') {
      if (type.name === wanted.name) return true;
      const known = this.#known.get(type.name);
      return known !== undefined && this.#mentions(wanted, known);
    }
    return type.of.some((part) => this.#mentions(wanted, part));
  }
}

/** The one of two types that says less. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return isAtMostAsSpecific(a, b) ? a : b;
}

function isAtMostAsSpecific(a: CelType, b: CelType): boolean {
  if (a.sort === 'dyn' || a.sort === 'parameter') return true;
  if (b.sort === 'dyn' || b.sort === 'parameter') return false;
  if (a.sort !== b.sort) return false;
  if (a.sort === 'type') return true;
  if (a.name !== b.name || a.of.length !== b.of.length) return false;
  return a.of.every((part, index) => isAtMostAsSpecific(part, b.of[index] ?? errorType));
}
