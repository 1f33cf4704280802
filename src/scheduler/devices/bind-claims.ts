// Upstream: pkg/scheduler/framework/plugins/dynamicresources (Reserve, bindClaim)
import { formatTime } from '../../base/index.ts';
import type { ApiClient } from '../../client/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import { ApiError, controllerReference, deviceFinalizer, podKind, resourceClaimKind } from '../../kinds/index.ts';
import type { AllocationResult, Pod, ResourceClaim } from '../../kinds/index.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { allocate } from './allocate.ts';
import type { Devices } from './devices.ts';
import { extendedClaim } from './extended-claim.ts';
import type { ExtendedClaim } from './extended-claim.ts';
import { claimsFor } from './pod-claims.ts';
import type { OpenClaim } from './wish.ts';

/** What a claim of a Pod is given; undefined: it has been given something before. */
interface KnownClaimPlan {
  readonly claim: ResourceClaim;
  readonly allocation: AllocationResult | undefined;
  readonly mappings?: undefined;
}

/** What a claim is given that has yet to be made. */
interface ExtendedClaimPlan extends ExtendedClaim {
  readonly allocation: AllocationResult;
}

export type ClaimPlan = KnownClaimPlan | ExtendedClaimPlan;

/** Where devices are kept for claims until they are written. */
export interface DevicePromises {
  promise(claim: OpenClaim, allocation: AllocationResult): void;
  release(claim: OpenClaim): void;
}

/** How often a claim is read anew that others write at the same time. retry.DefaultRetry */
const mostTries = 5;

/** What the claims of a Pod are given on the node. */
export function claimPlanFor(info: PodInfo, node: NodeInfo, devices: Devices, kernel: Kernel): readonly ClaimPlan[] {
  const known = claimsFor(info.pod, devices);
  const claims = typeof known === 'string' ? [] : known;
  const extended = extendedClaim(info, node, devices);
  const open = claims.filter(({ status }) => !status.allocation);
  const found = allocate(extended ? [...open, extended.claim] : open, devices, node) ?? [];
  const allocations = found.map((allocation) => ({ allocationTimestamp: formatTime(kernel.wallMs), ...withShareIds(allocation, kernel) }));
  let next = 0;
  const plan: ClaimPlan[] = claims.map((claim) => ({ claim, allocation: claim.status.allocation ? undefined : allocations[next++] }));
  const last = allocations[next];
  return extended && last ? [...plan, { ...extended, allocation: last }] : plan;
}

/** Shares of one device are told apart by an id. */
function withShareIds(allocation: AllocationResult, kernel: Kernel): AllocationResult {
  const { results } = allocation.devices;
  if (!results?.some(({ consumedCapacity }) => consumedCapacity)) return allocation;
  const dice = kernel.random('shares of devices');
  return { ...allocation, devices: { ...allocation.devices, results: results.map((one) => (one.consumedCapacity ? { ...one, shareID: dice.uuid() } : one)) } };
}

/** Writes what the claims are given, and that the Pod uses them; gives them as they are written. Throws ApiError and NetworkError. */
export function* bindClaims(client: ApiClient, plan: readonly ClaimPlan[], pod: Pod, promises: DevicePromises): Process<readonly ResourceClaim[]> {
  const written: ResourceClaim[] = [];
  for (const one of plan) written.push(yield* one.mappings ? makeClaim(client, one, pod, promises) : bindClaim(client, one.claim, one.allocation, pod));
  return written;
}

/** Takes the Pod back from the claims that it was to use; they keep what they were given. Throws ApiError and NetworkError. */
export function* leaveClaims(client: ApiClient, plan: readonly ClaimPlan[], { metadata: { uid } }: Pod): Process {
  for (const { claim, mappings } of plan) {
    if (mappings) continue; // it was made for this Pod
    const current = yield* client.of(resourceClaimKind).get(claim.metadata);
    const { reservedFor = [], ...status } = current.status;
    const others = reservedFor.filter((user) => user.uid !== uid);
    yield* client.of(resourceClaimKind).updateStatus({ ...current, status: others.length > 0 ? { ...status, reservedFor: others } : status });
  }
}

/** Takes from a claim what it was given, so that it can be given something on another node. Throws ApiError and NetworkError. */
export function* deallocate(client: ApiClient, claim: ResourceClaim): Process {
  const { allocation: _allocation, devices: _devices, reservedFor: _users, ...status } = claim.status;
  yield* client.of(resourceClaimKind).updateStatus({ ...claim, status });
}

/** Makes the claim for the Pod's extended resources, and says so in the Pod's status. */
function* makeClaim(client: ApiClient, { claim, allocation, mappings }: ExtendedClaimPlan, pod: Pod, promises: DevicePromises): Process<ResourceClaim> {
  const { namespace, name } = pod.metadata;
  const { blockOwnerDeletion: _, ...owner } = controllerReference(pod);
  const made = yield* client.of(resourceClaimKind).create({
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaim',
    metadata: {
      namespace,
      generateName: `${name}-extended-resources-`,
      annotations: { 'resource.kubernetes.io/extended-resource-claim': 'true' },
      finalizers: [deviceFinalizer],
      ownerReferences: [owner],
    },
    spec: claim.spec,
  });
  promises.promise(made, allocation);
  promises.release(claim);
  const written = yield* bindClaim(client, made, allocation, pod);
  yield* client.of(podKind).patchStatus({ namespace, name }, { status: { extendedResourceClaimStatus: { resourceClaimName: made.metadata.name, requestMappings: mappings } } });
  return written;
}

function* bindClaim(client: ApiClient, planned: ResourceClaim, allocation: AllocationResult | undefined, pod: Pod): Process<ResourceClaim> {
  let claim = planned;
  for (let tries = 1; ; tries++) {
    try {
      return yield* write(client, claim, allocation, pod);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Conflict' || tries === mostTries) throw error;
      claim = yield* client.of(resourceClaimKind).get(claim.metadata);
    }
  }
}

function* write(client: ApiClient, claim: ResourceClaim, allocation: AllocationResult | undefined, { metadata: { name, uid } }: Pod): Process<ResourceClaim> {
  const claims = client.of(resourceClaimKind);
  const { finalizers = [] } = claim.metadata;
  let current = claim;
  if (allocation && !finalizers.includes(deviceFinalizer)) {
    current = yield* claims.update({ ...claim, metadata: { ...claim.metadata, finalizers: [...finalizers, deviceFinalizer] } });
  }
  const reservedFor = [...(current.status.reservedFor ?? []), { resource: 'pods', name, uid }];
  return yield* claims.updateStatus({ ...current, status: { ...current.status, ...(allocation ? { allocation } : {}), reservedFor } });
}
