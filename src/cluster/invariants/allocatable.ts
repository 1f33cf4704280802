import { isObject } from '../../base/index.ts';
import type { StoreEvent } from '../../etcd/index.ts';
import { podRequests, resourceAmounts } from '../../kinds/index.ts';
import type { Node, Pod } from '../../kinds/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

const podPrefix = '/registry/pods/';
const nodePrefix = '/registry/minions/';

type Amounts = Readonly<Record<string, number>>;

/** What a Pod that a kubelet has taken holds of its node. */
interface Share {
  readonly uid: string;
  readonly node: string;
  readonly namespace: string;
  readonly name: string;
  readonly requests: Amounts;
}

/** Whether containers of the Pod run on the node's machine. */
export type IsAlive = (node: string, pod: { readonly namespace: string; readonly name: string }) => boolean;

/**
 * What runs on a node never asks for more than the node has. Any number of Pods may be bound to it (by hand, or by two
 * schedulers that do not know of each other): the kubelet takes those for which there is room. The API may hear late of the
 * end of one, so when the sums are too high the machine itself is looked at.
 */
export function allocatableIsKept(isAlive: IsAlive): Invariant {
  const name = 'allocatableIsKept';
  const allocatable = new Map<string, Amounts>();
  const taken = new Map<string, Record<string, number>>();
  const shares = new Map<string, Share>();
  const give = (key: string): void => {
    const share = shares.get(key);
    if (!share) return;
    shares.delete(key);
    add(taken, share, -1);
  };
  const check = (key: string, { node }: Share): void => {
    const [resource, limit] = tooMuch(taken.get(node) ?? {}, allocatable.get(node) ?? {}) ?? [];
    if (resource === undefined || limit === undefined) return;
    const asked = [...shares.values()].filter((share) => share.node === node && isAlive(node, share)).reduce((sum, { requests }) => sum + (requests[resource] ?? 0), 0);
    if (asked > limit) throw new InvariantError(name, `${key} runs on ${node}, where ${asked} of ${limit} ${resource} are asked for`);
  };
  return {
    name,
    afterWrite(_, events) {
      for (const event of events) {
        const { key } = event.kv;
        if (key.startsWith(nodePrefix)) noteNode(event, allocatable);
        if (!key.startsWith(podPrefix)) continue;
        const share = event.type === 'DELETE' ? undefined : shareOf(event.kv);
        const before = shares.get(key);
        if (before?.uid === share?.uid) continue;
        give(key);
        if (!share) continue;
        shares.set(key, share);
        add(taken, share, 1);
        check(key, share);
      }
    },
  };
}

/** Undefined as long as no kubelet has told that the Pod runs, and when it has ended. */
function shareOf(kv: StoreEvent['kv']): Share | undefined {
  const pod = valueOf<Pod>(kv);
  if (!pod?.spec.nodeName || pod.status.phase !== 'Running') return undefined;
  const { uid, namespace = '', name } = pod.metadata;
  return { uid, namespace, name, node: pod.spec.nodeName, requests: { pods: 1, ...podRequests(pod) } };
}

function add(taken: Map<string, Record<string, number>>, { node, requests }: Share, sign: 1 | -1): void {
  let sums = taken.get(node);
  if (!sums) taken.set(node, (sums = {}));
  for (const [resource, amount] of Object.entries(requests)) sums[resource] = (sums[resource] ?? 0) + sign * amount;
}

function tooMuch(sums: Amounts, limits: Amounts): readonly [resource: string, limit: number] | undefined {
  return Object.entries(limits).find(([resource, limit]) => (sums[resource] ?? 0) > limit);
}

function noteNode(event: StoreEvent, allocatable: Map<string, Amounts>): void {
  const node = event.type === 'DELETE' ? undefined : valueOf<Node>(event.kv);
  if (node?.status.allocatable) allocatable.set(node.metadata.name, resourceAmounts(node.status.allocatable));
}

function valueOf<Stored>(kv: StoreEvent['kv'] | undefined): Stored | undefined {
  return isObject(kv?.value) ? (kv.value as unknown as Stored) : undefined;
}
