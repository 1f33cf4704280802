import { isObject, quantityMilli } from '../../base/index.ts';
import type { StoreEvent } from '../../etcd/index.ts';
import { isPodTerminal, podRequests } from '../../kinds/index.ts';
import type { Node, Pod } from '../../kinds/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

const podPrefix = '/registry/pods/';
const nodePrefix = '/registry/minions/';

interface Share {
  readonly milli: number;
  readonly uid: string;
  readonly node: string;
}

/** What the scheduler puts on a node never asks for more CPU than the node has. */
export function allocatableIsKept(): Invariant {
  const name = 'allocatableIsKept';
  const allocatable = new Map<string, number>();
  const requested = new Map<string, number>();
  const shares = new Map<string, Share>();
  const take = (key: string): void => {
    const share = shares.get(key);
    if (!share) return;
    shares.delete(key);
    requested.set(share.node, (requested.get(share.node) ?? 0) - share.milli);
  };
  const put = (key: string, pod: Pod, node: string, isBinding: boolean): void => {
    const milli = Math.round(requestedMilli(pod));
    const total = (requested.get(node) ?? 0) + milli;
    shares.set(key, { milli, uid: pod.metadata.uid, node });
    requested.set(node, total);
    const limit = allocatable.get(node);
    // A Pod that names its node itself bypasses the scheduler; the kubelet refuses it.
    if (isBinding && milli > 0 && limit !== undefined && total > limit) {
      throw new InvariantError(name, `${key} was bound to ${node}, where ${total}m of ${limit}m are asked for`);
    }
  };
  return {
    name,
    afterWrite(_, events) {
      for (const event of events) {
        const { key } = event.kv;
        if (key.startsWith(nodePrefix)) noteNode(event, allocatable);
        if (!key.startsWith(podPrefix)) continue;
        const pod = event.type === 'DELETE' ? undefined : valueOf<Pod>(event.kv);
        const node = pod && !isPodTerminal(pod) ? pod.spec.nodeName : undefined;
        if (!pod || !node) take(key);
        else if (shares.get(key)?.uid !== pod.metadata.uid || shares.get(key)?.node !== node) {
          take(key);
          put(key, pod, node, valueOf<Pod>(event.prevKv)?.metadata.uid === pod.metadata.uid);
        }
      }
    },
  };
}

function noteNode(event: StoreEvent, allocatable: Map<string, number>): void {
  const node = event.type === 'DELETE' ? undefined : valueOf<Node>(event.kv);
  const cpu = node?.status.allocatable?.['cpu'];
  if (node && cpu !== undefined) allocatable.set(node.metadata.name, quantityMilli(cpu));
}

function valueOf<Stored>(kv: StoreEvent['kv'] | undefined): Stored | undefined {
  return isObject(kv?.value) ? (kv.value as unknown as Stored) : undefined;
}

function requestedMilli(pod: Pod): number {
  return podRequests(pod)['cpu'] ?? 0;
}
