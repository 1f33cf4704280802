import type { AnyKind } from '../../kinds/index.ts';
import { limits } from '../limits.ts';

/** Under which every object of the API is kept. kube-apiserver --etcd-prefix */
export const registryPrefix = '/registry/';

/** The prefix of all objects of a kind, or of those in one namespace. */
export function prefixOf(kind: AnyKind, namespace?: string): string {
  return namespace === undefined ? `${registryPrefix}${kind.registryPath}/` : `${registryPrefix}${kind.registryPath}/${namespace}/`;
}

/** The key of an object. */
export function storageKey(kind: AnyKind, namespace: string | undefined, name: string): string {
  return kind.namespaced ? `${registryPrefix}${kind.registryPath}/${namespace ?? ''}/${name}` : `${registryPrefix}${kind.registryPath}/${name}`;
}

const forEvents = { ttlSeconds: limits.eventTtlSeconds };
const forOthers = {};

/** How long an object of the kind is kept after its last write: events for a while, everything else until it is deleted. */
export function timeToLive(kind: AnyKind): { readonly ttlSeconds?: number } {
  return kind.kind === 'Event' ? forEvents : forOthers;
}
