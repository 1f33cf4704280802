import { SortedMap } from '../../base/index.ts';
import type { KeyHistory } from './key-history.ts';

/** Keys by name, which is what writes need, and in order, which is what ranges need. */
export class KeyIndex {
  private readonly byKey = new Map<string, KeyHistory>();
  private readonly inOrder = new SortedMap<KeyHistory>();

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): KeyHistory | undefined {
    return this.byKey.get(key);
  }

  add(history: KeyHistory): void {
    this.byKey.set(history.key, history);
    this.inOrder.set(history.key, history);
  }

  remove(key: string): void {
    if (this.byKey.delete(key)) this.inOrder.delete(key);
  }

  /** Calls back for the keys from `from` up to `end` (undefined: to the last). */
  walk(from: string, end: string | undefined, visit: (history: KeyHistory) => void): void {
    this.inOrder.forRange(from, end, (history) => visit(history));
  }
}
