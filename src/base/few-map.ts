import { lengthened } from './lists.ts';

/** Up to so many entries are looked through one after the other. */
const fewEntries = 8;

/** A few entries as two lists: each key with the value at the same place. */
class ShortTable<Key, Value> {
  private names: Key[];
  private things: Value[];

  constructor(key: Key, value: Value) {
    this.names = [key];
    this.things = [value];
  }

  get size(): number {
    return this.names.length;
  }

  get(key: Key): Value | undefined {
    return this.things[this.names.indexOf(key)];
  }

  has(key: Key): boolean {
    return this.names.includes(key);
  }

  set(key: Key, value: Value): void {
    const at = this.names.indexOf(key);
    if (at >= 0) {
      this.things[at] = value;
      return;
    }
    this.names = lengthened(this.names, key);
    this.things = lengthened(this.things, value);
  }

  delete(key: Key): boolean {
    const at = this.names.indexOf(key);
    if (at < 0) return false;
    this.names.splice(at, 1);
    this.things.splice(at, 1);
    return true;
  }

  keys(): Iterable<Key> {
    return this.names;
  }

  values(): Iterable<Value> {
    return this.things;
  }

  entries(): IteratorObject<[Key, Value], undefined> {
    return this.names.map((key, at): [Key, Value] => [key, this.things[at] as Value]).values(); // the lists are as long
  }
}

/**
 * A map that mostly has one entry or none: from the second on it takes two short lists, and a table only from the ninth.
 * Entries stand in the order in which they came.
 */
export class FewMap<Key, Value> {
  private only: { readonly key: Key; value: Value } | undefined = undefined;
  private table: ShortTable<Key, Value> | Map<Key, Value> | undefined = undefined;

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
    const { only, table } = this;
    if (table) this.roomyFor(table).set(key, value);
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

  [Symbol.iterator](): IteratorObject<[Key, Value], undefined> {
    if (this.table) return this.table.entries();
    return (this.only ? [[this.only.key, this.only.value] as [Key, Value]] : []).values();
  }

  private spread({ key, value }: { readonly key: Key; readonly value: Value }): ShortTable<Key, Value> {
    this.only = undefined;
    return (this.table = new ShortTable(key, value));
  }

  private roomyFor(table: ShortTable<Key, Value> | Map<Key, Value>): ShortTable<Key, Value> | Map<Key, Value> {
    return table instanceof Map || table.size < fewEntries ? table : (this.table = new Map(table.entries()));
  }
}
