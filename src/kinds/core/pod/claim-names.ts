// Under which names the ResourceClaims of a Pod are found.
// Upstream: k8s.io/dynamic-resource-allocation resourceclaim Name

import type { Pod, PodResourceClaim } from '../../generated/types.ts';

/**
 * The names of a Pod's claims, but for those of which their maker said that none is needed; undefined while nobody has made
 * one of its template.
 */
export function claimNamesOf(pod: Pod): readonly (string | undefined)[] {
  return (pod.spec.resourceClaims ?? []).flatMap((claim) => namesOf(pod, claim));
}

function namesOf({ status }: Pod, { name, resourceClaimName }: PodResourceClaim): readonly (string | undefined)[] {
  if (resourceClaimName !== undefined) return [resourceClaimName];
  const made = status.resourceClaimStatuses?.find((one) => one.name === name);
  return made && made.resourceClaimName === undefined ? [] : [made?.resourceClaimName];
}
