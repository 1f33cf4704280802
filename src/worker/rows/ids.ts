import { parseTime } from '../../base/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { componentId, machineId, objectId } from '../../protocol/index.ts';
import type { EntityId } from '../../protocol/index.ts';
import type { Stack } from '../../network/index.ts';
import { kindWord } from '../kind-names.ts';
import type { KindNames } from '../kind-names.ts';

/** The id of an object as the mirror keeps it. */
export function idOf(object: Pick<KubeObject, 'kind' | 'metadata'>): EntityId {
  return objectId({ kind: object.kind, namespace: object.metadata.namespace ?? '', name: object.metadata.name });
}

/** The id of an object's owner, which lives in the same namespace unless its kind lives in none. */
export function ownerId(kinds: KindNames, owner: { readonly apiVersion: string; readonly kind: string; readonly name: string }, namespace: string): EntityId {
  const kind = kindWord(owner);
  return objectId({ kind, namespace: kinds.isClusterScoped(kind) ? '' : namespace, name: owner.name });
}

/** Virtual milliseconds of a timestamp in an object of a world that began at `epochMs`; 0 when there is none. */
export function virtualMs(time: string | null | undefined, epochMs: number): number {
  const ms = time ? parseTime(time) : undefined;
  return ms === undefined ? 0 : ms - epochMs;
}

/** Which drawn thing a message ends at: the component that listens, a Pod's sandbox, or the machine. */
export function endOf(stack: Stack, port: number | undefined, podOfAddress: (address: string) => EntityId | undefined): EntityId {
  const { host } = stack;
  if (stack !== host.stack) return podOfAddress(stack.address) ?? machineId(host.name);
  switch (port) {
    case 6443: return componentId(host.name, 'kube-apiserver');
    case 2379:
    case 2380: return componentId(host.name, 'etcd');
    case 10250: return componentId(host.name, 'kubelet');
    default: return machineId(host.name);
  }
}
