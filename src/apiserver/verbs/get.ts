import type { Process } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { keyOf } from '../../kinds/index.ts';
import { notFound } from '../failures.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentObject } from '../request/present.ts';
import { parseResourceVersion, waitForRevision } from '../request/resource-version.ts';
import { storageKey } from '../storage/keys.ts';

/** Reads one object. */
export function* get(call: Call): Process<Answer> {
  return ok(presentObject(call, yield* readObject(call)));
}

/** The object that the request names: as the majority has it, or with a resourceVersion from the cache. Throws NotFound. */
export function* readObject(call: Call): Process<KubeObject> {
  const { server, cache, request } = call;
  const { namespace, name = '', options } = request;
  const { resourceVersion } = options;
  let object: KubeObject | undefined;
  if (resourceVersion === undefined || resourceVersion === '') {
    object = yield* readStored(call, name);
  } else {
    const revision = parseResourceVersion(resourceVersion);
    if (revision > server.cache.revision) yield* waitForRevision(server, revision);
    object = cache.get(keyOf(namespace, name));
  }
  if (!object) throw notFound(call.spoken.gvr, name);
  return object;
}

/** The object of that name as the majority has it now. */
export function* readStored(call: Pick<Call, 'server' | 'kind' | 'cache' | 'request'>, name: string): Process<KubeObject | undefined> {
  const { server, kind, cache, request } = call;
  const { item } = yield* server.storage.get(storageKey(kind, request.namespace, name));
  return item && server.cache.objectOf(cache, item.value, item.revision);
}
