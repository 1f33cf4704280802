// Upstream: pkg/scheduler/framework/plugins/dynamicresources (PreFilter)
import type { ResourceClaim } from '../../kinds/index.ts';
import type { Devices } from './devices.ts';

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
