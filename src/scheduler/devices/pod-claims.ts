// Upstream: pkg/scheduler/framework/plugins/dynamicresources (PreEnqueue)
import { claimNamesOf } from '../../kinds/index.ts';
import type { Pod, ResourceClaim } from '../../kinds/index.ts';
import type { Devices } from './devices.ts';

/** The claims of a Pod; a text says why it cannot even be looked at: one is not there. */
export function claimsFor(pod: Pod, devices: Devices): readonly ResourceClaim[] | string {
  const { namespace, name: podName } = pod.metadata;
  const claims: ResourceClaim[] = [];
  for (const name of claimNamesOf(pod)) {
    if (name === undefined) return `pod "${namespace}/${podName}": ResourceClaim not created yet`;
    const claim = devices.claim(namespace, name);
    if (!claim) return `resourceclaim.resource.k8s.io "${name}" not found`;
    if (claim.metadata.deletionTimestamp !== undefined) return `resourceclaim "${name}" is being deleted`;
    claims.push(claim);
  }
  return claims;
}
