// Upstream: client-go, tools/cache (reflector and shared informer)
import { Signal, sleep } from '../kernel/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';
import { ApiError, objectKey } from '../kinds/index.ts';
import type { Kind, KubeInput, KubeObject, RequestOptions } from '../kinds/index.ts';
import { NetworkError } from '../network/index.ts';
import type { ApiClient } from './api-client.ts';
import { limits } from './limits.ts';
import type { ResourceClient, WatchStream } from './resource-client.ts';
import { ObjectStore } from './store.ts';

/** Told of each change after the store has it. They only note keys; the work is done by whoever takes them from a queue. */
export interface Handlers<Stored> {
  added?(object: Stored): void;
  updated?(next: Stored, previous: Stored): void;
  deleted?(object: Stored): void;
}

/** Which part of a kind's objects to watch. */
export interface InformerScope {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Keeps a store equal to the server's objects by list and watch, and tells handlers what changed. */
export class Informer<Stored extends KubeObject> {
  readonly store = new ObjectStore<Stored>();
  /** Notified once the first list is in the store. */
  readonly synced = new Signal('the first list');
  hasSynced = false;
  /** The newest revision that the store reflects. */
  resourceVersion = '0';
  private readonly kernel: Kernel;
  private readonly resource: ResourceClient<KubeInput, Stored>;
  readonly scope: InformerScope;
  private readonly handlers: Handlers<Stored>[] = [];
  private backoffMs = 0;
  private isStopped = false;

  constructor(kernel: Kernel, resource: ResourceClient<KubeInput, Stored>, scope: InformerScope = {}) {
    this.kernel = kernel;
    this.resource = resource;
    this.scope = scope;
  }

  get kind(): Kind<KubeInput, Stored> {
    return this.resource.kind;
  }

  /** Adds handlers; objects that are here already are told as added. */
  onChange(handlers: Handlers<Stored>): void {
    this.handlers.push(handlers);
    if (handlers.added) for (const object of this.store.values()) handlers.added(object);
  }

  /** Waits for the first list. */
  *waitForSync(): Process {
    if (!this.hasSynced) yield* this.synced.next();
  }

  /** Lets it end, with the watch that it has: of a kind that is no more, nothing can be told. */
  stop(): void {
    this.isStopped = true;
  }

  /** The process that keeps the store, until it is stopped. Failures of server and network are tried again with growing pauses. */
  *run(): Process {
    let wantsList = true;
    while (!this.isStopped) {
      try {
        if (wantsList) yield* this.list();
        wantsList = false;
        wantsList = yield* this.watch();
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
        wantsList ||= error instanceof ApiError;
        if (!this.isStopped) yield* this.backOff();
      }
    }
  }

  private *list(): Process {
    const list = yield* this.resource.list(this.scope.namespace, { ...this.selectors(), resourceVersion: '0' });
    this.backoffMs = 0;
    this.replace(list.items);
    this.resourceVersion = list.metadata.resourceVersion;
    if (this.hasSynced) return;
    this.hasSynced = true;
    this.synced.notify();
  }

  /** Follows one watch to its end; true when the server has forgotten our revision and a new list is needed. */
  private *watch(): Process<boolean> {
    const watch = yield* this.resource.watch(this.scope.namespace, {
      ...this.selectors(),
      resourceVersion: this.resourceVersion,
      allowWatchBookmarks: true,
    });
    this.backoffMs = 0;
    try {
      return yield* this.follow(watch);
    } finally {
      watch.cancel();
    }
  }

  private *follow(watch: WatchStream<Stored>): Process<boolean> {
    for (;;) {
      let event = yield* watch.next();
      if (!event) return false;
      for (; event; event = watch.tryNext()) {
        switch (event.type) {
          case 'ADDED':
          case 'MODIFIED':
            this.set(event.object);
            break;
          case 'DELETED':
            this.delete(event.object);
            break;
          case 'BOOKMARK':
            this.resourceVersion = event.object.metadata?.resourceVersion ?? this.resourceVersion;
            break;
          case 'ERROR':
            if (event.object.code === 410) return true;
            throw new ApiError(event.object);
        }
      }
    }
  }

  private set(object: Stored): void {
    this.resourceVersion = object.metadata.resourceVersion;
    const previous = this.store.set(object);
    for (const handlers of this.handlers) {
      if (previous) handlers.updated?.(object, previous);
      else handlers.added?.(object);
    }
  }

  private delete(object: Stored): void {
    this.resourceVersion = object.metadata.resourceVersion;
    if (!this.store.delete(objectKey(object.metadata))) return;
    for (const handlers of this.handlers) handlers.deleted?.(object);
  }

  /** Takes over a whole list: what is missing in it was deleted meanwhile. */
  private replace(items: readonly Stored[]): void {
    const present = new Set(items.map((item) => objectKey(item.metadata)));
    for (const key of [...this.store.keys()]) {
      if (present.has(key)) continue;
      const gone = this.store.delete(key);
      if (gone) for (const handlers of this.handlers) handlers.deleted?.(gone);
    }
    for (const item of items) {
      if (this.store.get(objectKey(item.metadata))?.metadata.resourceVersion !== item.metadata.resourceVersion) this.set(item);
    }
  }

  private selectors(): RequestOptions {
    const { labelSelector, fieldSelector } = this.scope;
    return { ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) };
  }

  private *backOff(): Process {
    this.backoffMs = Math.min(limits.reflectorBackoffGreatestMs, Math.max(limits.reflectorBackoffMs, 2 * this.backoffMs));
    yield* sleep(this.backoffMs * this.kernel.random('reflector back-off').between(1, 2));
  }
}

/** The informers of one component: one a kind and scope, however many ask for it. */
export class InformerSet {
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly informers = new Map<string, Informer<KubeObject>>();
  private readonly started = new Set<Informer<KubeObject>>();

  constructor(kernel: Kernel, client: ApiClient) {
    this.kernel = kernel;
    this.client = client;
  }

  /** The informer of that kind and scope; it runs after `start`. */
  of<Input extends KubeInput, Stored extends KubeObject>(kind: Kind<Input, Stored>, scope: InformerScope = {}): Informer<Stored> {
    const key = [kind.apiVersion, kind.kind, scope.namespace, scope.labelSelector, scope.fieldSelector].join(' ');
    let informer = this.informers.get(key);
    if (!informer) {
      const resource = this.client.of(kind) as unknown as ResourceClient<KubeInput, KubeObject>;
      this.informers.set(key, (informer = new Informer<KubeObject>(this.kernel, resource, scope)));
    }
    return informer as unknown as Informer<Stored>;
  }

  /** Gives up the informer of a kind that is no more. */
  giveUp(kind: { readonly apiVersion: string; readonly kind: string }): void {
    for (const [key, informer] of this.informers) {
      if (informer.kind.apiVersion !== kind.apiVersion || informer.kind.kind !== kind.kind) continue;
      informer.stop();
      this.informers.delete(key);
      this.started.delete(informer);
    }
  }

  /** Starts those that do not run yet, in the order in which they were asked for. */
  start(spawn: (name: string, body: Process<unknown>) => void): void {
    for (const informer of this.informers.values()) {
      if (this.started.has(informer)) continue;
      this.started.add(informer);
      spawn(`informer ${informer.kind.plural}`, informer.run());
    }
  }

  /** Those that were asked for. */
  all(): readonly Informer<KubeObject>[] {
    return [...this.informers.values()];
  }

  /** Waits until every one has its first list. */
  *waitForSync(): Process {
    for (const informer of [...this.informers.values()]) yield* informer.waitForSync();
  }
}
