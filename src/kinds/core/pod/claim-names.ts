// Under which names the ResourceClaims of a Pod are found.
// Upstream: k8s.io/dynamic-resource-allocation resourceclaim Name

import type { Pod, PodResourceClaim } from '../../generated/types.ts';

/**
 * The names of a Pod's claims, that for its extended resources among them, but for those of which their maker said that none is needed; undefined while nobody has made
 * one of its template.
 */
export function claimNamesOf(pod: Pod): readonly (string | undefined)[] {
  const named = (pod.spec.resourceClaims ?? []).flatMap((claim) => namesOf(pod, claim));
  const { extendedResourceClaimStatus } = pod.status;
  return extendedResourceClaimStatus ? [...named, extendedResourceClaimStatus.resourceClaimName] : named;
}

function namesOf({ status }: Pod, { name, resourceClaimName }: PodResourceClaim): readonly (string | undefined)[] {
  if (resourceClaimName !== undefined) return [resourceClaimName];
  const made = status.resourceClaimStatuses?.find((one) => one.name === name);
  return made && made.resourceClaimName === undefined ? [] : [made?.resourceClaimName];
}
