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

/** No two Pods that live share an address (those on the network of their host aside). */
export function addressesAreUnique(): Invariant {
  const name = 'addressesAreUnique';
  const holders = new Map<string, string>();
  return {
    name,
    afterWrite(_, events) {
      for (const { kv, prevKv, type } of events) {
        if (!kv.key.startsWith(podPrefix)) continue;
        const before = addressOf(podOf(prevKv));
        const after = type === 'DELETE' ? undefined : addressOf(podOf(kv));
        if (before === after) continue;
        if (before !== undefined && holders.get(before) === kv.key) holders.delete(before);
        if (after === undefined) continue;
        const holder = holders.get(after);
        if (holder !== undefined && holder !== kv.key) throw new InvariantError(name, `${kv.key} and ${holder} both have ${after}`);
        holders.set(after, kv.key);
      }
    },
  };
}

function addressOf(pod: Pod | undefined): string | undefined {
  if (!pod || pod.spec.hostNetwork || isPodTerminal(pod)) return undefined;
  return pod.status.podIP === '' ? undefined : pod.status.podIP;
}
