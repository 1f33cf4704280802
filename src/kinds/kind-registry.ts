// The kinds that a server knows, found by any of their names.

import type { AnyKind } from './define-kind.ts';

/** The kinds that a server knows. Immutable: custom resources make a new one with `with`. */
export class KindRegistry {
  readonly all: readonly AnyKind[];
  readonly #byKind = new Map<string, AnyKind>();
  readonly #byResource = new Map<string, AnyKind>();
  readonly #byName = new Map<string, AnyKind[]>();

  constructor(kinds: readonly AnyKind[]) {
    this.all = kinds;
    for (const kind of kinds) {
      this.#byKind.set(`${kind.apiVersion} ${kind.kind}`, kind);
      this.#byResource.set(`${kind.apiVersion} ${kind.plural}`, kind);
      for (const name of new Set([kind.plural, kind.singular, kind.kind.toLowerCase(), ...kind.shortNames])) {
        const known = this.#byName.get(name);
        if (known) known.push(kind);
        else this.#byName.set(name, [kind]);
      }
    }
  }

  /** The kind that a manifest names. */
  byKind(apiVersion: string, kind: string): AnyKind | undefined {
    return this.#byKind.get(`${apiVersion} ${kind}`);
  }

  /** The kind that a request's path names. */
  byResource(apiVersion: string, plural: string): AnyKind | undefined {
    return this.#byResource.get(`${apiVersion} ${plural}`);
  }

  /** The kinds with this plural, singular, short name or lower-case kind, in the order of registration. */
  named(name: string): readonly AnyKind[] {
    return this.#byName.get(name) ?? [];
  }

  /** A registry that has these kinds as well. */
  with(kinds: readonly AnyKind[]): KindRegistry {
    return new KindRegistry([...this.all, ...kinds]);
  }
}
