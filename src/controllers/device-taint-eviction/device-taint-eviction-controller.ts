// Upstream: pkg/controller/devicetainteviction
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { isPodTerminal, keyOf, podKind, resourceClaimKind, resourceSliceKind } from '../../kinds/index.ts';
import type { Pod, ResourceClaim } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { endOfPatience, evictForDevice } from '../later.ts';

/** Deletes Pods that use devices whose NoExecute taints their claims do not tolerate, at once or when their patience ends. */
export const deviceTaintEvictionController = controllerFactory('device-taint-eviction-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'device taint eviction');
  const pods = context.informers.of(podKind);
  const claims = context.informers.of(resourceClaimKind);
  const slices = context.informers.of(resourceSliceKind);
  /** Pods that are about to be deleted. */
  const marked = new Set<string>();

  const addUsers = ({ metadata, status }: ResourceClaim): void => {
    for (const { name } of status.reservedFor ?? []) queue.add(keyOf(metadata.namespace, name));
  };
  const addAll = (): void => {
    for (const claim of claims.store.values()) addUsers(claim);
  };
  slices.onChange({ added: addAll, updated: addAll, deleted: addAll });
  claims.onChange({ added: addUsers, updated: addUsers });
  pods.onChange({ deleted: ({ metadata }) => marked.delete(metadata.uid) });

  const stores = { claims: claims.store, slices: slices.store };
  const report = (pod: Pod, message: string): void => context.recorder.record(pod, { type: 'Normal', reason: 'DeviceTaintManagerEviction', message });

  return {
    name: 'device-taint-eviction-controller',
    workers: 8, // pkg/controller/devicetainteviction numWorkers
    queue,
    *reconcile(key): Process<Requeue> {
      const pod = pods.store.get(key);
      if (!pod || isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined) return {};
      const leftMs = endOfPatience(pod, stores) - context.kernel.wallMs;
      if (leftMs === Number.POSITIVE_INFINITY) {
        if (marked.delete(pod.metadata.uid)) report(pod, 'Cancelling deletion');
        return {};
      }
      marked.add(pod.metadata.uid);
      if (leftMs > 0) return { afterMs: leftMs };
      marked.delete(pod.metadata.uid);
      report(pod, 'Marking for deletion');
      yield* evictForDevice(context, pod);
      return {};
    },
  };
});
