// Upstream: pkg/scheduler/framework/plugins/dynamicresources (PreEnqueue, PreFilter)
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

/** Why no node will do for these claims; undefined: that depends on the node. */
export function whyNoNode(claims: readonly ResourceClaim[], devices: Devices): string | undefined {
  for (const claim of claims) {
    const { metadata, spec, status } = claim;
    if (status.allocation) continue;
    if (devices.isBeingAllocated(claim)) return `resource claim ${metadata.namespace}/${metadata.name} is in the process of being allocated`;
    for (const { name, exactly, firstAvailable } of spec.devices.requests ?? []) {
      for (const { deviceClassName } of exactly ? [exactly] : (firstAvailable ?? [])) {
        if (!devices.deviceClass(deviceClassName)) return `request ${name}: device class ${deviceClassName} does not exist`;
      }
    }
  }
  return undefined;
}
