import type { KubeObject, WatchEvent } from '../../kinds/index.ts';
import type { Change } from './change.ts';
import type { IndexedField, Selection } from './selection.ts';

/** Someone who wants to know of changes. */
export interface Watcher {
  readonly selection: Selection;
  /** The revision up to which it knows everything. */
  revision: number;
  readonly wantsBookmarks: boolean;
  send(event: WatchEvent): void;
  /** Tells it how far it is when there is nothing else to tell. */
  bookmark(revision: number): void;
  /** Its watch cannot go on: it has to begin again. */
  stop(): void;
}

/**
 * The watchers of one resource, found by what they select: a change costs as much as it has interested watchers, however
 * many others watch one object, one namespace, or the Pods of one node.
 */
export class Watchers {
  private readonly indexedField: IndexedField | undefined;
  private readonly wide = new Set<Watcher>();
  private readonly byNamespace = new Map<string, Set<Watcher>>();
  private readonly byName = new Map<string, Set<Watcher>>();
  private readonly byField = new Map<string, Set<Watcher>>();
  private readonly all = new Set<Watcher>();

  constructor(indexedField: IndexedField | undefined) {
    this.indexedField = indexedField;
  }

  get size(): number {
    return this.all.size;
  }

  [Symbol.iterator](): IterableIterator<Watcher> {
    return this.all.values();
  }

  add(watcher: Watcher): void {
    this.all.add(watcher);
    const { map, key } = this.bucketOf(watcher.selection);
    if (!map) {
      this.wide.add(watcher);
      return;
    }
    const bucket = map.get(key);
    if (bucket) bucket.add(watcher);
    else map.set(key, new Set([watcher]));
  }

  remove(watcher: Watcher): void {
    if (!this.all.delete(watcher)) return;
    const { map, key } = this.bucketOf(watcher.selection);
    if (!map) {
      this.wide.delete(watcher);
      return;
    }
    const bucket = map.get(key);
    bucket?.delete(watcher);
    if (bucket?.size === 0) map.delete(key);
  }

  /** Tells a change to those who see something of it. */
  tell(change: Change): void {
    const { previous, next } = change;
    const object = next ?? previous;
    if (!object || this.all.size === 0) return;
    const { namespace, name } = object.metadata;
    if (this.wide.size > 0) this.tellAll(this.wide, change);
    if (this.byNamespace.size > 0 && namespace !== undefined) this.tellAll(this.byNamespace.get(namespace), change);
    if (this.byName.size > 0) this.tellAll(this.byName.get(name), change);
    if (this.byField.size > 0) this.tellByField(change, next, previous);
  }

  private tellByField(change: Change, next: KubeObject | undefined, previous: KubeObject | undefined): void {
    const { indexedField } = this;
    if (!indexedField) return;
    const value = next && indexedField(next);
    const former = previous && indexedField(previous);
    if (value !== undefined) this.tellAll(this.byField.get(value), change);
    if (former !== undefined && former !== value) this.tellAll(this.byField.get(former), change);
  }

  private tellAll(watchers: Set<Watcher> | undefined, change: Change): void {
    if (!watchers) return;
    for (const watcher of watchers) {
      if (change.revision <= watcher.revision) continue;
      const event = change.seenBy(watcher.selection, this.indexedField);
      if (!event) continue;
      watcher.revision = change.revision;
      watcher.send(event);
    }
  }

  private bucketOf(selection: Selection): { readonly map: Map<string, Set<Watcher>> | undefined; readonly key: string } {
    if (selection.name !== undefined) return { map: this.byName, key: selection.name };
    if (selection.indexed !== undefined) return { map: this.byField, key: selection.indexed };
    if (selection.namespace !== undefined) return { map: this.byNamespace, key: selection.namespace };
    return { map: undefined, key: '' };
  }
}
