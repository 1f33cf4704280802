import type { Eventually, Process } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { keyOf } from '../../kinds/index.ts';
import { notFound } from '../failures.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentObject } from '../request/present.ts';
import { parseResourceVersion, waitForRevision } from '../request/resource-version.ts';
import { storageKey } from '../storage/keys.ts';

/** Reads one object; at once when the cache is as new as is asked for. */
export function get(call: Call): Eventually<Answer> {
  const revision = revisionFromCache(call);
  if (revision === undefined || revision > call.server.cache.revision) return getLater(call);
  return ok(presentObject(call, cachedObject(call)));
}

function* getLater(call: Call): Process<Answer> {
  return ok(presentObject(call, yield* readObject(call)));
}

/** The object that the request names: as the majority has it, or with a resourceVersion from the cache. Throws NotFound. */
export function* readObject(call: Call): Process<KubeObject> {
  const revision = revisionFromCache(call);
  if (revision !== undefined) {
    yield* waitForRevision(call.server, revision);
    return cachedObject(call);
  }
  const { name = '' } = call.request;
  return (yield* readStored(call, name)) ?? nowhere(call);
}

/** How new the cache has to be to answer from; undefined when it is not to be asked. */
function revisionFromCache({ request: { options: { resourceVersion } } }: Call): number | undefined {
  return resourceVersion === undefined || resourceVersion === '' ? undefined : parseResourceVersion(resourceVersion);
}

function cachedObject(call: Call): KubeObject {
  const { cache, request: { namespace, name = '' } } = call;
  return cache.get(keyOf(namespace, name)) ?? nowhere(call);
}

function nowhere({ spoken, request: { name = '' } }: Call): never {
  throw notFound(spoken.gvr, name);
}

/** The object of that name as the majority has it now. */
export function* readStored(call: Pick<Call, 'server' | 'kind' | 'cache' | 'request'>, name: string): Process<KubeObject | undefined> {
  const { server, kind, cache, request } = call;
  const { item } = yield* server.storage.get(storageKey(kind, request.namespace, name));
  return item && server.cache.objectOf(cache, item.value, item.revision);
}
