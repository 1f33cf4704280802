import { Signal, race, sleep, timeout } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import { keyOf } from '../../kinds/index.ts';
import type { AnyKind, KindRegistry, KubeObject } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import { prefixOf, registryPrefix } from '../storage/keys.ts';
import { StorageError } from '../storage/storage.ts';
import type { Storage, StorageEvent, StorageWatch, StoredObject } from '../storage/storage.ts';
import { ResourceCache } from './resource-cache.ts';

/**
 * Everything that is stored, as one watch of etcd tells it: what gets, lists and watches are answered from.
 */
// Upstream: k8s.io/apiserver/pkg/storage/cacher (there, one per resource)
export class RegistryCache {
  /** The revision up to which the cache knows everything; 0 before the first list. */
  revision = 0;
  private readonly kernel: Kernel;
  private readonly storage: Storage;
  private readonly finish: (object: KubeObject) => KubeObject;
  private readonly byPath = new Map<string, ResourceCache>();
  private readonly byKind = new Map<AnyKind, ResourceCache>();
  private readonly progress = new Signal('the watch cache to be fresh');
  /** Objects of own writes with their version, until the watch tells of them. */
  private readonly made = new Map<number, KubeObject>();
  /** Kinds whose objects are being read, by their path, with what has happened to them meanwhile. */
  private readonly arriving = new Map<string, StorageEvent[]>();
  private watch: StorageWatch | undefined;

  /** @param finish the last touch to every object before it is shared */
  constructor(options: {
    readonly kernel: Kernel;
    readonly storage: Storage;
    readonly kinds: KindRegistry;
    readonly finish: (object: KubeObject) => KubeObject;
  }) {
    const { kernel, storage, kinds, finish } = options;
    this.kernel = kernel;
    this.finish = finish;
    this.storage = storage;
    for (const kind of kinds.all) {
      if (kind.view) continue; // its objects are another kind's
      this.add(kind, new ResourceCache(kind));
    }
  }

  private add(kind: AnyKind, cache: ResourceCache): void {
    if (kind.isStored) this.byPath.set(kind.registryPath, cache);
    this.byKind.set(kind, cache);
  }

  /** Waits for the first list of everything. */
  *waitUntilReady(): Process {
    while (!this.isReady) yield* this.progress.next();
  }

  /**
   * Keeps the objects of a further kind, from now on and by the names of the aliases too. What was kept of the same objects
   * by another kind is given up, and whoever watches it has to begin anew.
   */
  *keep(kind: AnyKind, aliases: readonly AnyKind[]): Process {
    const cache = new ResourceCache(kind);
    const changes: StorageEvent[] = [];
    this.arriving.set(kind.registryPath, changes);
    try {
      const { items, revision } = yield* this.storage.range({ prefix: prefixOf(kind) });
      while (this.revision < revision) yield* this.waitFor(revision);
      cache.replace(items, revision);
      for (const change of changes) if (change.revision > revision) this.bring(cache, change);
    } finally {
      this.arriving.delete(kind.registryPath);
    }
    const former = this.byPath.get(kind.registryPath);
    if (former) this.giveUp(former.kind);
    this.add(kind, cache);
    for (const alias of aliases) this.byKind.set(alias, cache);
  }

  /** Keeps the objects of a kind no more. */
  giveUp(kind: AnyKind): void {
    const cache = this.byKind.get(kind);
    if (!cache) return;
    this.byPath.delete(kind.registryPath);
    for (const [each, its] of this.byKind) if (its === cache) this.byKind.delete(each);
    cache.retire();
  }

  get isReady(): boolean {
    return this.revision > 0;
  }

  /** The cache of a kind; every registered kind has one, but for those that are views of another. */
  of(kind: AnyKind): ResourceCache {
    const cache = this.byKind.get(kind);
    if (!cache) throw new Error(`no cache for ${kind.apiVersion} ${kind.kind}`);
    return cache;
  }

  *all(): Generator<ResourceCache, void, undefined> {
    yield* this.byPath.values();
  }

  /**
   * A stored value as clients see it: the object that the cache has, or will have as soon as the watch tells of that
   * revision. So writers, readers and watchers share one.
   */
  objectOf(cache: ResourceCache, value: KubeObject, revision: number): KubeObject {
    const { namespace, name } = value.metadata;
    const present = cache.at(keyOf(namespace, name), revision) ?? this.made.get(revision);
    if (present) return present;
    const object = this.finish(cache.seen(value, revision));
    if (revision > this.revision) this.made.set(revision, object);
    return object;
  }

  /** Waits until everything up to the revision is here; false when it did not come in time. */
  *waitFor(revision: number, withinMs: number = limits.freshnessMs): Process<boolean> {
    const dueMs = this.kernel.nowMs + withinMs;
    while (this.revision < revision) {
      const leftMs = dueMs - this.kernel.nowMs;
      if (leftMs <= 0) return false;
      yield* race([this.progress, timeout(Math.min(leftMs, limits.quietMs))]);
      // Nothing of ours may have changed since: etcd has to be asked how far its watch is.
      if (this.revision < revision) yield* this.askForProgress();
    }
    return true;
  }

  /** Lists and watches etcd for ever. */
  *run(): Process<never> {
    for (;;) {
      try {
        if (!this.isReady) yield* this.load();
        yield* this.follow();
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        if (error.code === 'compacted') this.revision = 0;
      }
      yield* sleep(limits.rewatchMs);
    }
  }

  private *askForProgress(): Process {
    try {
      if (this.watch) yield* this.watch.requestProgress();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }

  private *load(): Process {
    const { items, revision } = yield* this.storage.range({ prefix: registryPrefix });
    const byCache = new Map<ResourceCache, StoredObject[]>();
    for (const item of items) {
      const cache = this.cacheOf(item.key);
      const known = cache && byCache.get(cache);
      if (known) known.push(item);
      else if (cache) byCache.set(cache, [item]);
    }
    for (const cache of this.byPath.values()) cache.replace(byCache.get(cache) ?? [], revision);
    this.made.clear();
    this.advance(revision);
  }

  private *follow(): Process {
    const watch = yield* this.storage.watch(registryPrefix, this.revision);
    this.watch = watch;
    try {
      for (;;) {
        const events = yield* watch.next();
        if (!events) return;
        for (const event of events) this.take(event);
        this.advance(Math.max(watch.revision, this.revision));
      }
    } finally {
      this.watch = undefined;
      watch.cancel();
    }
  }

  private take(event: StorageEvent): void {
    const { key, revision } = event;
    this.revision = Math.max(this.revision, revision);
    if (this.arriving.size > 0) this.noteArriving(event);
    const cache = this.cacheOf(key);
    if (cache) this.bring(cache, event);
  }

  /** Keeps what happens to a kind while its objects are still being read. */
  private noteArriving(event: StorageEvent): void {
    for (const [path, changes] of this.arriving) if (event.key.startsWith(`${registryPrefix}${path}/`)) changes.push(event);
  }

  private bring(cache: ResourceCache, { key, value, revision }: StorageEvent): void {
    const objectKey = key.slice(registryPrefix.length + cache.kind.registryPath.length + 1);
    if (value) {
      const made = this.made.get(revision);
      if (made) this.made.delete(revision);
      cache.put(objectKey, made ?? this.finish(cache.seen(value, revision)), revision, this.kernel.nowMs);
    } else {
      cache.delete(objectKey, revision, this.kernel.nowMs);
    }
  }

  private advance(revision: number): void {
    this.revision = revision;
    this.progress.notify();
  }

  /** Which resource a key belongs to: its path is one or two steps long. */
  private cacheOf(key: string): ResourceCache | undefined {
    const begin = registryPrefix.length;
    const first = key.indexOf('/', begin);
    if (first < 0) return undefined;
    const cache = this.byPath.get(key.slice(begin, first));
    if (cache) return cache;
    const second = key.indexOf('/', first + 1);
    return second < 0 ? undefined : this.byPath.get(key.slice(begin, second));
  }
}
