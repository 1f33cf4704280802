import { compareText } from '../../base/index.ts';
import type { AnyKind, KubeObject, ObjectKey } from '../../kinds/index.ts';
import { keyOf } from '../../kinds/index.ts';
import { Change } from './change.ts';
import { History } from './history.ts';
import { isSelected } from './selection.ts';
import type { IndexedField, Selection } from './selection.ts';
import { versioned } from './versioned.ts';
import { Watchers } from './watchers.ts';
import type { Watcher } from './watchers.ts';

/** Fields by whose value watchers are indexed. Upstream: pkg/registry/core/pod/strategy.go NodeNameTriggerFunc */
const indexedFields: Readonly<Record<string, string>> = { 'v1 Pod': 'spec.nodeName' };

/** Is told what an object was and is; undefined where it is not there. */
export type ChangeObserver = (key: ObjectKey, previous: KubeObject | undefined, next: KubeObject | undefined) => void;

/** The objects of one kind as of some revision, their recent history, and who watches them. */
// Upstream: k8s.io/apiserver/pkg/storage/cacher watch_cache.go
export class ResourceCache {
  readonly kind: AnyKind;
  /** The name of the field that watchers are indexed by, if the kind has one. */
  readonly indexedFieldName: string | undefined;
  readonly indexedField: IndexedField | undefined;
  readonly watchers: Watchers;
  private readonly objects = new Map<ObjectKey, KubeObject>();
  private readonly namespaces = new Map<string, Set<ObjectKey>>();
  /** Keys in order, of everything (`''`) and of single namespaces, until the next key comes or goes. */
  private readonly sortedKeys = new Map<string, readonly ObjectKey[]>();
  private history: History;
  private observe: ChangeObserver | undefined;
  private observeReplaced: (() => void) | undefined;

  constructor(kind: AnyKind) {
    this.kind = kind;
    this.indexedFieldName = indexedFields[`${kind.apiVersion} ${kind.kind}`];
    this.indexedField = this.indexedFieldName === undefined ? undefined : kind.selectableFields?.[this.indexedFieldName];
    this.watchers = new Watchers(this.indexedField);
    this.history = new History(0);
  }

  /** Whether it is kept up no longer. */
  isRetired = false;

  /** Ends it and all watches of it. */
  retire(): void {
    this.isRetired = true;
    for (const watcher of [...this.watchers]) watcher.stop();
  }

  /** A stored value as clients see it. */
  seen(value: KubeObject, revision: number): KubeObject {
    return versioned(this.kind.fromStorage ? this.kind.fromStorage(value) : value, revision);
  }

  get size(): number {
    return this.objects.size;
  }

  /** The oldest revision that a watch can begin after. */
  get oldestRevision(): number {
    return this.history.oldest;
  }

  get(key: ObjectKey): KubeObject | undefined {
    return this.objects.get(key);
  }

  /** The cached object if its last write is that revision: saves making it again. */
  at(key: ObjectKey, revision: number): KubeObject | undefined {
    const object = this.objects.get(key);
    return object?.metadata.resourceVersion === String(revision) ? object : undefined;
  }

  /** The selected objects in the order of their keys. */
  list(selection: Selection): readonly KubeObject[] {
    if (selection.name !== undefined && selection.namespace !== undefined) return this.listOne(selection);
    const isAll = selection.name === undefined && selection.indexed === undefined && selection.matches === undefined;
    const objects: KubeObject[] = [];
    for (const key of this.keys(selection.namespace)) {
      const object = this.objects.get(key);
      if (object && (isAll || isSelected(object, selection, this.indexedField))) objects.push(object);
    }
    return objects;
  }

  /** Takes in the object of a committed write and tells the watchers. */
  put(key: ObjectKey, object: KubeObject, revision: number, atMs: number): void {
    const previous = this.objects.get(key);
    this.set(key, object);
    this.tell(new Change({ revision, atMs, key, previous, next: object }));
  }

  /** Takes in a committed deletion and tells the watchers. */
  delete(key: ObjectKey, revision: number, atMs: number): void {
    const previous = this.objects.get(key);
    if (!previous) return;
    this.objects.delete(key);
    this.forgetOrder(key, previous.metadata.namespace, false);
    this.tell(new Change({ revision, atMs, key, previous, next: undefined }));
  }

  /** Begins anew with what a list gave: whoever watched has to begin anew too. */
  replace(items: readonly { readonly value: KubeObject; readonly revision: number }[], revision: number): void {
    this.objects.clear();
    this.namespaces.clear();
    this.sortedKeys.clear();
    for (const { value, revision: written } of items) {
      this.set(keyOf(value.metadata.namespace, value.metadata.name), this.seen(value, written));
    }
    this.history = new History(revision);
    this.observeReplaced?.();
    for (const watcher of [...this.watchers]) watcher.stop();
  }

  /** Sends what happened since the watcher's revision. */
  catchUp(watcher: Watcher): void {
    for (const change of this.history.after(watcher.revision)) {
      const event = change.seenBy(watcher.selection, this.indexedField);
      if (event) watcher.send(event);
      change.told();
    }
  }

  /** Calls it with every change, before watchers are told: for what is concluded from these objects. One at most. */
  onChange(observe: ChangeObserver): void {
    this.observe = observe;
  }

  /** Calls it whenever everything is new. One at most. */
  onReplaced(observe: () => void): void {
    this.observeReplaced = observe;
  }

  private tell(change: Change): void {
    this.history.push(change);
    this.observe?.(change.key, change.previous, change.next);
    this.watchers.tell(change);
    change.told();
  }

  private set(key: ObjectKey, object: KubeObject): void {
    const isNew = !this.objects.has(key);
    this.objects.set(key, object);
    if (isNew) this.forgetOrder(key, object.metadata.namespace, true);
  }

  private forgetOrder(key: ObjectKey, namespace: string | undefined, isThere: boolean): void {
    if (this.sortedKeys.size > 0) {
      this.sortedKeys.delete('');
      if (namespace !== undefined) this.sortedKeys.delete(namespace);
    }
    if (namespace === undefined) return;
    const keys = this.namespaces.get(namespace);
    if (isThere) {
      if (keys) keys.add(key);
      else this.namespaces.set(namespace, new Set([key]));
    } else {
      keys?.delete(key);
      if (keys?.size === 0) this.namespaces.delete(namespace);
    }
  }

  private keys(namespace: string | undefined): readonly ObjectKey[] {
    const scope = namespace ?? '';
    let keys = this.sortedKeys.get(scope);
    if (!keys) {
      keys = [...(namespace === undefined ? this.objects.keys() : (this.namespaces.get(namespace) ?? []))].sort(compareText);
      this.sortedKeys.set(scope, keys);
    }
    return keys;
  }

  private listOne(selection: Selection): readonly KubeObject[] {
    const object = this.objects.get(keyOf(selection.namespace, selection.name ?? ''));
    return object && isSelected(object, selection, this.indexedField) ? [object] : [];
  }
}
