import type { Process } from '../../kernel/index.ts';
import { keyOf } from '../../kinds/index.ts';
import type { Kind, KubeInput, KubeObject } from '../../kinds/index.ts';
import { everything } from '../cache/selection.ts';
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

/** The cached objects of a kind, of one namespace or of all. */
export function cachedObjects<Input extends KubeInput, Stored extends KubeObject>(
  { cache }: ServerContext,
  kind: Kind<Input, Stored>,
  namespace: string | undefined,
): readonly Stored[] {
  return cache.of(kind).list(namespace === undefined ? everything : { ...everything, namespace }) as readonly Stored[];
}

/** Whether there is no object of a kind in the whole cluster. */
export function hasNone<Input extends KubeInput, Stored extends KubeObject>({ cache }: ServerContext, kind: Kind<Input, Stored>): boolean {
  return cache.of(kind).size === 0;
}
