import { isObject } from '../../base/index.ts';
import type { StoreEvent } from '../../etcd/index.ts';
import { isPodTerminal } from '../../kinds/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

const podPrefix = '/registry/pods/';

function podOf(kv: StoreEvent['kv'] | undefined): Pod | undefined {
  const value = kv?.value;
  return isObject(value) && value['kind'] === 'Pod' ? (value as unknown as Pod) : undefined;
}

/** A Pod that was bound to a node stays bound to it. */
export function bindingsStay(): Invariant {
  const name = 'bindingsStay';
  return {
    name,
    afterWrite(_, events) {
      for (const { kv, prevKv } of events) {
        if (!kv.key.startsWith(podPrefix)) continue;
        const before = podOf(prevKv);
        const after = podOf(kv);
        if (!before?.spec.nodeName || !after || after.metadata.uid !== before.metadata.uid) continue;
        if (after.spec.nodeName !== before.spec.nodeName) {
          throw new InvariantError(name, `${kv.key} moved from ${before.spec.nodeName} to ${after.spec.nodeName ?? 'nowhere'}`);
        }
      }
    },
  };
}

/** Whether the Pod on the node's machine really has the address. */
export type HasAddress = (node: string, pod: { readonly namespace: string; readonly name: string }, address: string) => boolean;

/**
 * No two Pods that live share an address (those on the network of their host aside). Anybody may write into a status, and what a
 * machine had before it went down stays there for a while: when two statuses say the same, the machines are looked at.
 */
export function addressesAreUnique(hasAddress: HasAddress): Invariant {
  const name = 'addressesAreUnique';
  const holders = new Map<string, { readonly key: string; readonly pod: Pod }>();
  const really = ({ spec, metadata }: Pod, address: string): boolean => hasAddress(spec.nodeName ?? '', metadata, address);
  return {
    name,
    afterWrite(_, events) {
      for (const { kv, prevKv, type } of events) {
        if (!kv.key.startsWith(podPrefix)) continue;
        const pod = type === 'DELETE' ? undefined : podOf(kv);
        const before = addressOf(podOf(prevKv));
        const after = addressOf(pod);
        if (before === after) continue;
        if (before !== undefined && holders.get(before)?.key === kv.key) holders.delete(before);
        if (!pod || after === undefined) continue;
        const holder = holders.get(after);
        if (holder && holder.key !== kv.key) {
          if (!really(pod, after)) continue;
          if (really(holder.pod, after)) throw new InvariantError(name, `${kv.key} and ${holder.key} both have ${after}`);
        }
        holders.set(after, { key: kv.key, pod });
      }
    },
  };
}

function addressOf(pod: Pod | undefined): string | undefined {
  if (!pod || pod.spec.hostNetwork || isPodTerminal(pod)) return undefined;
  return pod.status.podIP === '' ? undefined : pod.status.podIP;
}
