import type { AnyKind, KindRegistry } from '../../kinds/index.ts';
import { noSuchResource } from '../failures.ts';

/** Kinds by what a request's path says; the plural decides nearly always, so it is looked up first. */
export class Resources {
  private readonly byPlural = new Map<string, AnyKind[]>();

  constructor(kinds: KindRegistry) {
    this.reset(kinds);
  }

  /** From now on these are the kinds that there are. */
  reset(kinds: KindRegistry): void {
    this.byPlural.clear();
    for (const kind of kinds.all) {
      const same = this.byPlural.get(kind.plural);
      if (same) same.push(kind);
      else this.byPlural.set(kind.plural, [kind]);
    }
  }

  /** The kind of that group, version and resource; throws the answer to a path that leads nowhere. */
  find(group: string, version: string, plural: string): AnyKind {
    const candidates = this.byPlural.get(plural);
    if (candidates) for (const kind of candidates) if (kind.group === group && kind.version === version) return kind;
    throw noSuchResource();
  }
}
