import { keyOf } from '../../kinds/index.ts';
import type { KubeletContext } from './context.ts';
import { timeText } from './moments.ts';
import type { PodPlace } from './field-ref.ts';
import type { PodWorker } from './pod-worker.ts';

const noNotes = Object.freeze({}); // they stand in the manifest's Pod itself

/** Where a Pod is: the addresses and amounts that its fields may tell. */
export function placeOf(context: KubeletContext, worker: PodWorker): PodPlace {
  const { host } = context;
  return {
    podIP: worker.runtime.sandbox?.stack.address ?? '',
    hostIP: host.stack.address,
    notes: worker.isStatic ? noNotes : { 'kubernetes.io/config.seen': timeText(context.kernel, worker.startedMs), 'kubernetes.io/config.source': 'api' },
    allocatable: allocatableOf(context),
  };
}

/** What Pods may use of the node, as the API has it. */
export function allocatableOf({ node, config }: KubeletContext): Readonly<Record<string, string>> {
  return node.store.get(keyOf(undefined, config.nodeName))?.status.allocatable ?? config.capacity;
}
