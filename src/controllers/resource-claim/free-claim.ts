// A claim that no Pod uses any more gives its devices back; one that was made for a Pod goes with it.
// Upstream: pkg/controller/resourceclaim (syncClaim)
import type { Process } from '../../kernel/index.ts';
import { controllerOf, deviceFinalizer, keyOf, podKind, resourceClaimKind } from '../../kinds/index.ts';
import type { ObjectKey, Pod, ResourceClaim, ResourceClaimConsumerReference } from '../../kinds/index.ts';
import type { Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { isDone } from './done-pods.ts';
import type { ClaimParts } from './parts.ts';

/** Takes Pods that are done from the claim of that key; without any the claim is free. */
export function* freeClaim(parts: ClaimParts, key: string): Process<Requeue> {
  const claim = parts.claims.get(key as ObjectKey);
  if (!claim) return {};
  const { client } = parts.context;
  const { reservedFor = [] } = claim.status;
  const users: ResourceClaimConsumerReference[] = [];
  for (const user of reservedFor) if (yield* isUsedBy(parts, claim, user)) users.push(user);
  const isGoing = claim.metadata.deletionTimestamp !== undefined;
  let current = claim;
  if (users.length < reservedFor.length || (isGoing && users.length === 0 && claim.status.allocation)) current = yield* client.of(resourceClaimKind).updateStatus(withUsers(claim, users));
  if (users.length > 0) return {};
  const { finalizers = [] } = current.metadata;
  // Where nothing was given yet, the scheduler may be about to.
  if ((isGoing || claim.status.allocation) && !current.status.allocation && finalizers.includes(deviceFinalizer)) {
    current = yield* client.of(resourceClaimKind).update({ ...current, metadata: { ...current.metadata, finalizers: finalizers.filter((finalizer) => finalizer !== deviceFinalizer) } });
  }
  if (!isGoing && isLeftBehind(parts, current)) {
    yield* unlessGone(client.of(resourceClaimKind).delete(current.metadata));
  }
  return {};
}

function* isUsedBy({ context: { client }, pods }: ClaimParts, { metadata: { namespace } }: ResourceClaim, { apiGroup = '', resource, name, uid }: ResourceClaimConsumerReference): Process<boolean> {
  if (apiGroup !== '' || resource !== 'pods') return true; // somebody else's business
  const known = pods.get(keyOf(namespace, name));
  // What one does not know may just be new.
  const pod = known?.metadata.uid === uid ? known : yield* unlessGone(client.of(podKind).get({ namespace, name }));
  return pod !== undefined && pod.metadata.uid === uid && !isDone(pod);
}

/** The claim with these users; without any it gives back what the scheduler gave it, which the finalizer tells. */
function withUsers(claim: ResourceClaim, users: readonly ResourceClaimConsumerReference[]): ResourceClaim {
  const { reservedFor: _reservedFor, ...status } = claim.status;
  if (users.length > 0) return { ...claim, status: { ...status, reservedFor: users } };
  if (!claim.metadata.finalizers?.includes(deviceFinalizer)) return { ...claim, status };
  const { allocation: _allocation, devices: _devices, ...rest } = status;
  return { ...claim, status: rest };
}

/** Whether the claim was made for a Pod that is done. */
function isLeftBehind({ pods }: ClaimParts, claim: ResourceClaim): boolean {
  const owner = controllerOf(claim);
  if (owner?.kind !== 'Pod' || owner.apiVersion !== 'v1') return false;
  const pod: Pod | undefined = pods.get(keyOf(claim.metadata.namespace, owner.name));
  return pod === undefined || pod.metadata.uid !== owner.uid || isDone(pod);
}
