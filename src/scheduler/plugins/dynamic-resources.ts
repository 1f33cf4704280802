// Upstream: pkg/scheduler/framework/plugins/dynamicresources
import type { Pod, ResourceClaim } from '../../kinds/index.ts';
import type { Devices } from '../devices/devices.ts';
import { claimsFor } from '../devices/pod-claims.ts';
import { requestsDevices } from '../devices/resource-classes.ts';
import { devicesFilter, devicesScoring, whyNoNode } from '../later.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { unresolvable } from '../verdict.ts';

/** Devices by claim: those that are allocated hold the Pod where they are, the others have to find devices on the node, and so have extended resources for which a class of devices stands. */
export const dynamicResources: SchedulerPlugin = {
  name: 'DynamicResources',
  weight: 2,
  holdsBack: ({ pod }, { devices }) => typeof claimsFor(pod, devices) === 'string',
  refuse: ({ pod }, { devices }) => {
    const claims = claimsFor(pod, devices);
    if (claims.length === 0) return undefined;
    const why = typeof claims === 'string' ? claims : whyNoNode(claims, devices);
    return why === undefined ? undefined : unresolvable(why);
  },
  filter: (pod, { devices }) => {
    const claims = readyClaims(pod.pod, devices);
    return claims.length === 0 && !requestsDevices(pod, devices) ? undefined : devicesFilter(pod, claims, devices);
  },
  scoring: ({ pod }, { devices }) => {
    const claims = readyClaims(pod, devices);
    return (claims.length === 0 ? undefined : devicesScoring(claims, devices)) ?? { score: () => 0 };
  },
  mayHelp: (event) => event.type === 'devices-changed' || event.type === 'node-added' || event.type === 'node-changed',
};

function readyClaims(pod: Pod, devices: Devices): readonly ResourceClaim[] {
  const claims = claimsFor(pod, devices);
  return typeof claims === 'string' ? [] : claims;
}
