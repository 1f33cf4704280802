import { SortedMap } from '../../base/index.ts';
import type { Versions } from './versions.ts';

/** Keys by name, which is what writes need, and in order, which is what ranges need. */
export class KeyIndex {
  private readonly byKey = new Map<string, Versions>();
  private readonly inOrder = new SortedMap<true>();

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): Versions | undefined {
    return this.byKey.get(key);
  }

  set(key: string, versions: Versions): void {
    const before = this.byKey.size;
    this.byKey.set(key, versions);
    if (this.byKey.size > before) this.inOrder.set(key, true);
  }

  remove(key: string): void {
    if (this.byKey.delete(key)) this.inOrder.delete(key);
  }

  /** Calls back for the keys from `from` up to `end` (undefined: to the last). */
  walk(from: string, end: string | undefined, visit: (versions: Versions, key: string) => void): void {
    this.inOrder.forRange(from, end, (_, key) => {
      const versions = this.byKey.get(key);
      if (versions) visit(versions, key);
    });
  }
}
