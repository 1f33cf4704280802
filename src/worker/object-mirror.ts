import { isObject } from '../base/index.ts';
import { isEtcdError, prefixRange } from '../etcd/index.ts';
import type { EtcdMember, Store } from '../etcd/index.ts';
import type { KubeObject } from '../kinds/index.ts';
import { kindWord } from './kind-names.ts';

/** A stored object that came, changed or went; `object` is what it is or was last. */
export interface ObjectChange {
  readonly key: string;
  /** Its kind is named as in ids: `Service.example.com` where a built-in kind is called so too. */
  readonly object: KubeObject;
  readonly isGone: boolean;
}

/** What the cluster's etcd holds, followed by reading the history of the member that is farthest ahead. */
export class ObjectMirror {
  readonly objects = new Map<string, KubeObject>();
  revision = 0;
  private readonly members: readonly EtcdMember[];
  private readonly histories: () => number;
  private history = 0;

  /** @param histories how often etcd has begun anew, perhaps with less than it had: then all is read again */
  constructor(members: readonly EtcdMember[], histories: () => number = () => 0) {
    this.members = members;
    this.histories = histories;
  }

  /** What changed since the last call, each key once, in the order of the last change. */
  catchUp(): readonly ObjectChange[] {
    const store = this.farthestStore();
    const isAnew = this.history !== this.histories();
    if (!store || (store.revision <= this.revision && !isAnew)) return [];
    const changes = new Map<string, ObjectChange>();
    const note = (key: string, value: unknown, revision: number): void => {
      const object = isKubeObject(value) && !serversOwn.some((prefix) => key.startsWith(prefix)) ? asKept(value, revision) : undefined;
      const last = object ?? this.objects.get(key);
      if (object) this.objects.set(key, object);
      else this.objects.delete(key);
      if (!last) return;
      changes.delete(key);
      changes.set(key, { key, object: last, isGone: !object });
    };
    if (isAnew) this.revision = 0;
    if (isAnew || !this.readHistory(store, note)) this.readAll(store, note);
    this.revision = store.revision;
    this.history = this.histories();
    return [...changes.values()];
  }

  /** False when the history that is needed is compacted away. */
  private readHistory(store: Store, note: Note): boolean {
    try {
      for (const { type, kv } of store.eventsSince(this.revision + 1, registry)) note(kv.key, type === 'PUT' ? kv.value : undefined, kv.modRevision);
      return true;
    } catch (error) {
      if (!isEtcdError(error, 'compacted')) throw error;
      return false;
    }
  }

  private readAll(store: Store, note: Note): void {
    const { kvs } = store.range({ type: 'range', ...registry });
    const present = new Set(kvs.map(({ key }) => key));
    for (const key of [...this.objects.keys()]) if (!present.has(key)) note(key, undefined, 0);
    for (const { key, value, modRevision } of kvs) if (modRevision > this.revision) note(key, value, modRevision);
  }

  private farthestStore(): Store | undefined {
    let best: Store | undefined;
    for (const { process } of this.members) if (process && (!best || process.store.revision > best.revision)) best = process.store;
    return best;
  }
}

type Note = (key: string, value: unknown, revision: number) => void;

const registry = prefixRange('/registry/');
/** What API servers keep for each other, signs of life and the node ports that are given away: stored like objects, but none. */
const serversOwn = ['/registry/masterleases/', '/registry/ranges/'];

function isKubeObject(value: unknown): value is KubeObject {
  return isObject(value) && typeof value['kind'] === 'string' && typeof value['apiVersion'] === 'string' && isObject(value['metadata']);
}

/** An object as the page keeps it: its revision in its metadata, its kind as ids name it. */
function asKept(object: KubeObject, revision: number): KubeObject {
  const resourceVersion = String(revision);
  const kind = kindWord(object);
  if (object.metadata.resourceVersion === resourceVersion && kind === object.kind) return object;
  return { ...object, kind, metadata: { ...object.metadata, resourceVersion } };
}
