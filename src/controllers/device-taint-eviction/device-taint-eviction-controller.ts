// Upstream: pkg/controller/devicetainteviction
import { formatTime, parseTime } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { claimNamesOf, isPodTerminal, keyOf, podKind, resourceClaimKind, resourceSliceKind, setCondition } from '../../kinds/index.ts';
import type { DeviceRequestAllocationResult, DeviceTaint, Pod, ResourceClaim } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { patienceOf } from '../framework/patience.ts';
import { unlessGone } from '../framework/unless-gone.ts';

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

  const taintsOf = ({ driver, pool, device }: DeviceRequestAllocationResult): readonly DeviceTaint[] => {
    for (const { spec } of slices.store.values()) {
      const found = spec.driver === driver && spec.pool.name === pool ? spec.devices?.find(({ name }) => name === device) : undefined;
      if (found) return (found.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
    }
    return [];
  };
  /** When the first of the Pod's devices is not tolerated any longer. */
  const endOf = (pod: Pod): number => {
    let endMs = Number.POSITIVE_INFINITY;
    for (const name of claimNamesOf(pod)) {
      const claim = name === undefined ? undefined : claims.store.get(keyOf(pod.metadata.namespace, name));
      if (!claim?.status.reservedFor?.some(({ uid }) => uid === pod.metadata.uid)) continue;
      for (const result of claim.status.allocation?.devices.results ?? []) {
        // Of those without an effect nothing is said about leaving.
        const tolerations = result.tolerations?.filter(({ effect }) => effect === 'NoExecute');
        for (const taint of taintsOf(result)) endMs = Math.min(endMs, (parseTime(taint.timeAdded ?? '') ?? 0) + (patienceOf(tolerations, [taint]) ?? Number.POSITIVE_INFINITY));
      }
    }
    return endMs;
  };

  return {
    name: 'device-taint-eviction-controller',
    workers: 8, // pkg/controller/devicetainteviction numWorkers
    queue,
    *reconcile(key): Process<Requeue> {
      const pod = pods.store.get(key);
      if (!pod || isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined) return {};
      const leftMs = endOf(pod) - context.kernel.wallMs;
      if (leftMs === Number.POSITIVE_INFINITY) {
        if (marked.delete(pod.metadata.uid)) report(context, pod, 'Cancelling deletion');
        return {};
      }
      marked.add(pod.metadata.uid);
      if (leftMs > 0) return { afterMs: leftMs };
      marked.delete(pod.metadata.uid);
      yield* evict(context, pod);
      return {};
    },
  };
});

function report({ recorder }: ControllerContext, pod: Pod, message: string): void {
  recorder.record(pod, { type: 'Normal', reason: 'DeviceTaintManagerEviction', message });
}

function* evict(context: ControllerContext, pod: Pod): Process {
  const { client, kernel } = context;
  report(context, pod, 'Marking for deletion');
  const conditions = setCondition(pod.status.conditions, {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByDeviceTaintManager',
    message: 'Device Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: formatTime(kernel.wallMs),
  });
  yield* unlessGone(client.of(podKind).patchStatus(pod.metadata, { status: { conditions } }));
  yield* unlessGone(client.of(podKind).delete(pod.metadata, { preconditions: { uid: pod.metadata.uid } }));
}
