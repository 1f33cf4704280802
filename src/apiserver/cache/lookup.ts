// Finding objects that somebody else's request is about.

import type { Process } from '../../kernel/index.ts';
import { keyOf } from '../../kinds/index.ts';
import type { Kind, KindRegistry, KubeInput, KubeObject } from '../../kinds/index.ts';
import { storageKey } from '../storage/keys.ts';
import type { Storage } from '../storage/storage.ts';
import type { RegistryCache } from './registry-cache.ts';
import { everything } from './selection.ts';

/** Where a server has its objects: which kinds there are, what is cached of them, and what etcd has. */
export interface ObjectHome {
  readonly kinds: KindRegistry;
  readonly cache: RegistryCache;
  readonly storage: Storage;
}

/** An object: from the cache, and when it is not there, as etcd has it. */
export function* lookUp(
  home: ObjectHome,
  at: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string },
): Process<KubeObject | undefined> {
  const kind = home.kinds.byKind(at.apiVersion, at.kind);
  if (!kind) return undefined;
  const cache = home.cache.of(kind);
  const cached = cache.get(keyOf(at.namespace, at.name));
  if (cached) return cached;
  const { item } = yield* home.storage.get(storageKey(kind, at.namespace, at.name));
  return item && home.cache.objectOf(cache, item.value, item.revision);
}

/** The cached objects of a kind, of one namespace or of all. */
export function cachedObjects<Input extends KubeInput, Stored extends KubeObject>(
  { cache }: Pick<ObjectHome, 'cache'>,
  kind: Kind<Input, Stored>,
  namespace: string | undefined,
): readonly Stored[] {
  return cache.of(kind).list(namespace === undefined ? everything : { ...everything, namespace }) as readonly Stored[];
}

/** Whether there is no object of a kind in the whole cluster. */
export function hasNone<Input extends KubeInput, Stored extends KubeObject>({ cache }: Pick<ObjectHome, 'cache'>, kind: Kind<Input, Stored>): boolean {
  return cache.of(kind).size === 0;
}
