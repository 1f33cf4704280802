// How long a Pod may go on with devices that are tainted, and its end.
// Upstream: pkg/controller/devicetainteviction
import { formatTime, parseTime } from '../../base/index.ts';
import type { ObjectStore } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { claimNamesOf, keyOf, podKind, setCondition } from '../../kinds/index.ts';
import type { DeviceRequestAllocationResult, DeviceTaint, Pod, ResourceClaim, ResourceSlice } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { patienceOf } from '../framework/patience.ts';
import { unlessGone } from '../framework/unless-gone.ts';

/** What is known of claims and of devices. */
export interface DeviceStores {
  readonly claims: ObjectStore<ResourceClaim>;
  readonly slices: ObjectStore<ResourceSlice>;
}

/** When the first of the Pod's devices is not tolerated any longer, as milliseconds since 1970; Infinity: never. */
export function endOfPatience(pod: Pod, { claims, slices }: DeviceStores): number {
  let endMs = Number.POSITIVE_INFINITY;
  for (const name of claimNamesOf(pod)) {
    const claim = name === undefined ? undefined : claims.get(keyOf(pod.metadata.namespace, name));
    if (!claim?.status.reservedFor?.some(({ uid }) => uid === pod.metadata.uid)) continue;
    for (const result of claim.status.allocation?.devices.results ?? []) {
      // Of those without an effect nothing is said about leaving.
      const tolerations = result.tolerations?.filter(({ effect }) => effect === 'NoExecute');
      for (const taint of taintsOf(result, slices)) endMs = Math.min(endMs, (parseTime(taint.timeAdded ?? '') ?? 0) + (patienceOf(tolerations, [taint]) ?? Number.POSITIVE_INFINITY));
    }
  }
  return endMs;
}

function taintsOf({ driver, pool, device }: DeviceRequestAllocationResult, slices: ObjectStore<ResourceSlice>): readonly DeviceTaint[] {
  for (const { spec } of slices.values()) {
    const found = spec.driver === driver && spec.pool.name === pool ? spec.devices?.find(({ name }) => name === device) : undefined;
    if (found) return (found.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  }
  return [];
}

/** Deletes the Pod, and says why. */
export function* evictForDevice({ client, kernel }: ControllerContext, pod: Pod): Process {
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
