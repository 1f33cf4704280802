/** A map that mostly has one entry or none: only from the second on does it take a table. Entries stand in the order in which they came. */
export class FewMap<Key, Value> {
  private only: { readonly key: Key; value: Value } | undefined = undefined;
  private table: Map<Key, Value> | undefined = undefined;

  /** The entries of another one, or none. */
  constructor(entries?: FewMap<Key, Value>) {
    if (entries) for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.table ? this.table.size : this.only ? 1 : 0;
  }

  get(key: Key): Value | undefined {
    if (this.table) return this.table.get(key);
    return this.only?.key === key ? this.only.value : undefined;
  }

  has(key: Key): boolean {
    return this.table ? this.table.has(key) : this.only !== undefined && this.only.key === key;
  }

  set(key: Key, value: Value): this {
    const { only } = this;
    if (this.table) this.table.set(key, value);
    else if (!only) this.only = { key, value };
    else if (only.key === key) only.value = value;
    else this.spread(only).set(key, value);
    return this;
  }

  /** Whether it was there. */
  delete(key: Key): boolean {
    if (this.table) return this.table.delete(key);
    const isThere = this.has(key);
    if (isThere) this.only = undefined;
    return isThere;
  }

  clear(): void {
    this.only = undefined;
    this.table = undefined;
  }

  keys(): Iterable<Key> {
    return this.table ? this.table.keys() : this.only ? [this.only.key] : [];
  }

  values(): Iterable<Value> {
    return this.table ? this.table.values() : this.only ? [this.only.value] : [];
  }

  [Symbol.iterator](): Iterator<readonly [Key, Value]> {
    return this.table ? this.table.entries() : (this.only ? [[this.only.key, this.only.value] as const] : []).values();
  }

  private spread({ key, value }: { readonly key: Key; readonly value: Value }): Map<Key, Value> {
    this.only = undefined;
    return (this.table = new Map([[key, value]]));
  }
}
