import { deepEqual } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, keyOf, withoutSaidEmpty } from '../../kinds/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { versioned } from '../cache/versioned.ts';
import { conflict } from '../failures.ts';
import { limits } from '../limits.ts';
import type { Call } from '../request/call.ts';
import { notePassage } from '../request/passage.ts';
import { readStored } from '../verbs/get.ts';
import { endsDeletion } from '../verbs/deletion-plan.ts';
import { storageKey, timeToLive } from './keys.ts';
import { recordWrite } from './record-write.ts';

/** A change of a stored object. An object of a class and no closure: making a generator function for each request is dear. */
export interface Change {
  /** Makes what is to be stored from what is stored; may be asked several times. Throws what the client is answered. */
  make(current: KubeObject | undefined): Process<KubeObject>;
}

/** What became of the object. */
export interface Updated {
  readonly object: KubeObject;
  readonly isCreated: boolean;
}

/**
 * Changes an object over whatever others write meanwhile: tries with what the cache knows, and when that is out of date,
 * again with what is really stored.
 */
// Upstream: k8s.io/apiserver pkg/storage/etcd3/store.go GuaranteedUpdate
export function* guaranteedUpdate(call: Call, name: string, change: Change): Process<Updated> {
  const { cache, request, kind } = call;
  let current = cache.get(keyOf(request.namespace, name));
  let isFresh = false;
  if (!current) {
    current = yield* readStored(call, name);
    isFresh = true;
  }
  for (let attempt = 0; attempt < limits.updateAttempts; attempt++) {
    const attempted = yield* tryChange(change, current);
    const isFutile = attempted.error !== undefined || (current !== undefined && deepEqual(attempted.next, current) && !endsDeletion(kind, attempted.next, current));
    if (isFutile && !isFresh) {
      // The cache may be behind: only what is really stored can refuse a change, or make it needless.
      const stored: KubeObject | undefined = yield* readStored(call, name);
      isFresh = true;
      if (stored?.metadata.resourceVersion !== current?.metadata.resourceVersion) {
        current = stored;
        continue;
      }
    }
    if (attempted.error) throw attempted.error;
    const { next } = attempted;
    if (isFutile && current) return { object: current, isCreated: false };
    if (request.options.dryRun) return { object: kind.fromStorage?.(next) ?? next, isCreated: !current };
    const written = yield* write(call, name, next, current);
    if (written.done) return { object: written.object, isCreated: !current };
    current = written.current;
    isFresh = true;
  }
  throw conflict(kind.gvr, name, 'the object has been modified too often');
}

type Attempt = { readonly next: KubeObject; readonly error?: undefined } | { readonly error: ApiError };

function* tryChange(change: Change, current: KubeObject | undefined): Process<Attempt> {
  try {
    return { next: yield* change.make(current) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { error };
  }
}

type Written = { readonly done: true; readonly object: KubeObject } | { readonly done: false; readonly current: KubeObject | undefined };

function* write(call: Call, name: string, made: KubeObject, current: KubeObject | undefined): Process<Written> {
  const { server, kind, request } = call;
  const next = withoutSaidEmpty(made);
  const key = storageKey(kind, request.namespace, name);
  const expected = current ? Number(current.metadata.resourceVersion) : 0;
  const isEnd = current !== undefined && endsDeletion(kind, next, current);
  const result = isEnd ? yield* server.storage.delete({ key, expected }) : yield* server.storage.put({ key, value: next, expected, ...timeToLive(kind) });
  if (!result.done) {
    const { current: stored } = result;
    return { done: false, current: stored && server.cache.objectOf(call.cache, stored.value, stored.revision) };
  }
  const object = isEnd ? versioned(next, result.revision) : server.cache.objectOf(call.cache, next, result.revision);
  notePassage(call, 'stored', object);
  recordWrite(call, isEnd ? 'delete' : current ? 'update' : 'create', object);
  return { done: true, object };
}
