// Upstream: pkg/scheduler/framework/plugins/dynamicresources (bindClaim)
import type { ApiClient } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, deviceFinalizer, resourceClaimKind } from '../../kinds/index.ts';
import type { AllocationResult, Pod, ResourceClaim } from '../../kinds/index.ts';

/** What a claim of a Pod is given; undefined: it has been given something before. */
export interface ClaimPlan {
  readonly claim: ResourceClaim;
  readonly allocation: AllocationResult | undefined;
}

/** How often a claim is read anew that others write at the same time. retry.DefaultRetry */
const mostTries = 5;

/** Writes what the claims are given, and that the Pod uses them. Throws ApiError and NetworkError. */
export function* bindClaims(client: ApiClient, plan: readonly ClaimPlan[], pod: Pod): Process {
  for (const { claim, allocation } of plan) yield* bindClaim(client, claim, allocation, pod);
}

function* bindClaim(client: ApiClient, planned: ResourceClaim, allocation: AllocationResult | undefined, pod: Pod): Process {
  let claim = planned;
  for (let tries = 1; ; tries++) {
    try {
      yield* write(client, claim, allocation, pod);
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Conflict' || tries === mostTries) throw error;
      claim = yield* client.of(resourceClaimKind).get(claim.metadata);
    }
  }
}

function* write(client: ApiClient, claim: ResourceClaim, allocation: AllocationResult | undefined, { metadata: { name, uid } }: Pod): Process {
  const claims = client.of(resourceClaimKind);
  const { finalizers = [] } = claim.metadata;
  let current = claim;
  if (allocation && !finalizers.includes(deviceFinalizer)) {
    current = yield* claims.update({ ...claim, metadata: { ...claim.metadata, finalizers: [...finalizers, deviceFinalizer] } });
  }
  const reservedFor = [...(current.status.reservedFor ?? []), { resource: 'pods', name, uid }];
  yield* claims.updateStatus({ ...current, status: { ...current.status, ...(allocation ? { allocation } : {}), reservedFor } });
}
