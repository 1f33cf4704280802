import type { Process } from '../../kernel/index.ts';
import { keyOf } from '../../kinds/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import type { ServerContext } from '../server-context.ts';
import { storageKey } from '../storage/keys.ts';

/** An object that admission needs to know: from the cache, and when it is not there, as etcd has it. */
export function* lookUp(
  server: ServerContext,
  at: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string },
): Process<KubeObject | undefined> {
  const kind = server.kinds.byKind(at.apiVersion, at.kind);
  if (!kind) return undefined;
  const cache = server.cache.of(kind);
  const cached = cache.get(keyOf(at.namespace, at.name));
  if (cached) return cached;
  const { item } = yield* server.storage.get(storageKey(kind, at.namespace, at.name));
  return item && server.cache.objectOf(cache, item.value, item.revision);
}
