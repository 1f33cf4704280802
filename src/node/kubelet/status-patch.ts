// Upstream: pkg/util/pod/pod.go PatchPodStatus
import { deepEqual, withFields } from '../../base/index.ts';
import { findCondition } from '../../kinds/index.ts';
import type { PodCondition, PodStatus } from '../../kinds/index.ts';
import { isOwnCondition } from './pod-conditions.ts';

type Patch = Record<string, unknown>;

/** What of a status differs from what the API has, as a strategic merge patch; undefined when nothing does. */
export function statusPatch(before: PodStatus, next: PodStatus): Patch | undefined {
  const patch = conditionsPatch(before.conditions ?? [], next.conditions ?? []);
  for (const key in next) noteDifference(patch, key as keyof PodStatus, before, next);
  for (const key in before) if (!(key in next)) noteDifference(patch, key as keyof PodStatus, before, next);
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function noteDifference(patch: Patch, key: keyof PodStatus, before: PodStatus, next: PodStatus): void {
  if (key === 'conditions' || foreignFields.has(key) || deepEqual(before[key], next[key])) return;
  if ((key === 'podIPs' || key === 'hostIPs') && before[key] && next[key]) noteAddresses(patch, key, before[key], next[key]);
  else patch[key] = next[key] ?? null;
}

type Addresses = NonNullable<PodStatus['podIPs']>;

/** Lists of addresses are merged by address: those that are no more have to be named. */
function noteAddresses(patch: Patch, key: 'podIPs' | 'hostIPs', before: Addresses, next: Addresses): void {
  const gone = before.filter(({ ip }) => !next.some((address) => address.ip === ip)).map(({ ip }) => ({ $patch: 'delete', ip }));
  patch[`$setElementOrder/${key}`] = next;
  patch[key] = [...next, ...gone];
}

/** Fields that others write: the scheduler, the resource claim controller. */
const foreignFields: ReadonlySet<keyof PodStatus> = new Set<keyof PodStatus>([
  'nominatedNodeName', 'resourceClaimStatuses', 'extendedResourceClaimStatus', 'resize', 'nodeAllocatableResourceClaimStatuses',
]);

function conditionsPatch(before: readonly PodCondition[], next: readonly PodCondition[]): Patch {
  const changed: Patch[] = [];
  for (const condition of next) {
    const old = findCondition(before, condition.type);
    if (old && isSameCondition(old, condition)) continue;
    let change: Patch = withFields(condition, {});
    if (old?.reason !== undefined && condition.reason === undefined) change = withFields(change, { reason: null });
    if (old?.message !== undefined && condition.message === undefined) change = withFields(change, { message: null });
    changed.push(change);
  }
  for (const { type } of before) {
    if (isOwnCondition(type) && !findCondition(next, type)) changed.push({ $patch: 'delete', type });
  }
  if (changed.length === 0) return {};
  return { '$setElementOrder/conditions': next.map(({ type }) => ({ type })), conditions: changed };
}

function isSameCondition(a: PodCondition, b: PodCondition): boolean {
  return a === b || (a.status === b.status && a.reason === b.reason && a.message === b.message
    && a.lastTransitionTime === b.lastTransitionTime && a.observedGeneration === b.observedGeneration);
}
