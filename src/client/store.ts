import { FewMap } from '../base/index.ts';
import { objectKey } from '../kinds/index.ts';
import type { KubeObject, ObjectKey } from '../kinds/index.ts';

/** Values under which an object is found in one index. */
export type Indexer<Stored> = (object: Stored) => readonly string[];

/** The objects of one kind as a component last saw them, with indexes. Reading gives shared frozen objects. */
export class ObjectStore<Stored extends KubeObject> {
  private readonly objects = new Map<ObjectKey, Stored>();
  private readonly indexes = new Map<string, { readonly indexer: Indexer<Stored>; readonly entries: Map<string, FewMap<ObjectKey, Stored>> }>();

  get size(): number {
    return this.objects.size;
  }

  get(key: ObjectKey): Stored | undefined {
    return this.objects.get(key);
  }

  keys(): IterableIterator<ObjectKey> {
    return this.objects.keys();
  }

  values(): IterableIterator<Stored> {
    return this.objects.values();
  }

  /** Adds an index; what is here already is put into it. */
  addIndex(name: string, indexer: Indexer<Stored>): void {
    if (this.indexes.has(name)) return;
    const entries = new Map<string, FewMap<ObjectKey, Stored>>();
    this.indexes.set(name, { indexer, entries });
    for (const [key, object] of this.objects) for (const value of indexer(object)) addTo(entries, value, key, object);
  }

  /** The objects with that value in the index, in the order in which they came. */
  byIndex(name: string, value: string): readonly Stored[] {
    const found = this.indexes.get(name)?.entries.get(value);
    return found ? [...found.values()] : [];
  }

  set(object: Stored): Stored | undefined {
    const key = objectKey(object.metadata);
    const previous = this.objects.get(key);
    this.objects.set(key, object);
    for (const { indexer, entries } of this.indexes.values()) {
      const values = indexer(object);
      if (previous) for (const value of indexer(previous)) if (!values.includes(value)) removeFrom(entries, value, key);
      for (const value of values) addTo(entries, value, key, object);
    }
    return previous;
  }

  delete(key: ObjectKey): Stored | undefined {
    const previous = this.objects.get(key);
    if (!previous) return undefined;
    this.objects.delete(key);
    for (const { indexer, entries } of this.indexes.values()) {
      for (const value of indexer(previous)) removeFrom(entries, value, key);
    }
    return previous;
  }
}

function addTo<Stored>(entries: Map<string, FewMap<ObjectKey, Stored>>, value: string, key: ObjectKey, object: Stored): void {
  const found = entries.get(value);
  if (found) found.set(key, object);
  else entries.set(value, new FewMap<ObjectKey, Stored>().set(key, object));
}

function removeFrom<Stored>(entries: Map<string, FewMap<ObjectKey, Stored>>, value: string, key: ObjectKey): void {
  const found = entries.get(value);
  found?.delete(key);
  if (found?.size === 0) entries.delete(value);
}
