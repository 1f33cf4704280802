import { keyOf } from '../../kinds/index.ts';
import type { KubeletContext } from './context.ts';
import type { PodPlace } from './field-ref.ts';
import type { PodWorker } from './pod-worker.ts';

/** Where a Pod is: the addresses and amounts that its fields may tell. */
export function placeOf(context: KubeletContext, worker: PodWorker): PodPlace {
  const { config, host, node } = context;
  return {
    podIP: worker.runtime.sandbox?.stack.address ?? '',
    hostIP: host.stack.address,
    allocatable: node.store.get(keyOf(undefined, config.nodeName))?.status.allocatable ?? config.capacity,
  };
}
