// Devices that have to be attached to the chosen node first: their driver says in the claim's status when they are, or that it failed.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources (PreBind, isClaimReadyForBinding)
import type { EventRecorder } from '../../client/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import type { Condition, DeviceRequestAllocationResult, Pod, ResourceClaim } from '../../kinds/index.ts';

/** How far the devices of a claim are. */
type Readiness = { readonly verdict: 'ready' | 'pending' } | { readonly verdict: 'failed'; readonly condition: Condition };

const ready: Readiness = Object.freeze({ verdict: 'ready' });
const pending: Readiness = Object.freeze({ verdict: 'pending' });
const timeoutMs = 600_000; // DynamicResourcesArgs.bindingTimeout
const lookMs = 5_000;

/** Whether the devices that the claim was given can be used. */
export function readinessOf({ status }: ResourceClaim): Readiness {
  let all = ready;
  for (const result of status.allocation?.devices.results ?? []) {
    const { bindingConditions = [], bindingFailureConditions = [] } = result;
    if (bindingConditions.length === 0) continue;
    const conditions = conditionsOf(result, status);
    const isTrue = (type: string): boolean => conditions.some((condition) => condition.type === type && condition.status === 'True');
    const failed = conditions.find(({ type, status: value }) => value === 'True' && bindingFailureConditions.includes(type));
    if (failed) return { verdict: 'failed', condition: failed };
    if (!bindingConditions.every(isTrue)) all = pending;
  }
  return all;
}

function conditionsOf({ driver, pool, device, shareID }: DeviceRequestAllocationResult, { devices = [] }: ResourceClaim['status']): readonly Condition[] {
  return devices.find((one) => one.driver === driver && one.pool === pool && one.device === device && one.shareID === shareID)?.conditions ?? [];
}

/** Waits until all devices of the claims are ready, which are at first as they were written, then as `newest` says. Gives why they will not be. */
export function* waitForDevices(
  { kernel, recorder }: { readonly kernel: Kernel; readonly recorder: EventRecorder },
  pod: Pod, nodeName: string, written: readonly ResourceClaim[], newest: (claim: ResourceClaim) => ResourceClaim | undefined,
): Process<string | undefined> {
  const untilMs = kernel.nowMs + timeoutMs;
  let claims = written;
  for (let isTold = false; ; isTold = true) {
    for (const claim of claims) {
      const readiness = readinessOf(claim);
      if (readiness.verdict !== 'failed') continue;
      const { reason, message } = readiness.condition;
      return `device binding failed: claim=${claim.metadata.name}, reason=${reason}, message=${JSON.stringify(message)}`;
    }
    if (claims.every((claim) => readinessOf(claim).verdict === 'ready')) return undefined;
    if (kernel.nowMs >= untilMs) return 'device binding timeout: context deadline exceeded';
    if (!isTold) recorder.record(pod, { type: 'Normal', reason: 'BindingConditionsPending', action: 'Scheduling', message: `waiting for binding conditions for device on node ${nodeName}` });
    yield* sleep(lookMs);
    claims = claims.map((claim) => newest(claim) ?? claim);
  }
}
