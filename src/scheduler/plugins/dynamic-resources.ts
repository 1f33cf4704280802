// Upstream: pkg/scheduler/framework/plugins/dynamicresources
import { matchesTerm } from '../../kinds/index.ts';
import type { AllocationResult, ResourceClaim } from '../../kinds/index.ts';
import { allocate } from '../devices/allocate.ts';
import type { Devices } from '../devices/devices.ts';
import { claimsFor, whyNoNode } from '../devices/pod-claims.ts';
import type { NodeInfo } from '../node-info.ts';
import { highestIsBest } from '../plugin.ts';
import type { SchedulerPlugin } from '../plugin.ts';
import { fits, PluginError, unresolvable } from '../verdict.ts';

/** Devices by claim: those that are allocated hold the Pod where they are, the others have to find devices on the node. */
export const dynamicResources: SchedulerPlugin = {
  name: 'DynamicResources',
  weight: 2,
  holdsBack: ({ pod }, { devices }) => typeof claimsFor(pod, devices) === 'string',
  refuse: ({ pod }, { devices }) => {
    const claims = claimsFor(pod, devices);
    const why = typeof claims === 'string' ? claims : whyNoNode(claims, devices);
    return why === undefined ? undefined : unresolvable(why);
  },
  filter: ({ pod }, { devices }) => {
    const claims = claimsFor(pod, devices);
    if (typeof claims === 'string' || claims.length === 0) return undefined;
    const open = claims.filter(({ status }) => !status.allocation);
    return (node) => {
      if (!claims.every((claim) => isReachable(claim, node))) return unresolvable('resourceclaim not available on the node');
      return open.length === 0 || canAllocate(open, devices, node) ? fits : unresolvable('cannot allocate all claims');
    };
  },
  scoring: ({ pod }, { devices }) => {
    const claims = claimsFor(pod, devices);
    const open = typeof claims === 'string' ? [] : claims.filter(({ spec, status }) => !status.allocation && spec.devices.requests?.some(({ firstAvailable }) => firstAvailable));
    if (open.length === 0) return { score: () => 0 };
    return { score: (node) => sum(allocate(open, devices, node)?.map((allocation, at) => preference(open[at], allocation)) ?? []), normalize: highestIsBest };
  },
  mayHelp: (event) => event.type === 'devices-changed' || event.type === 'node-added' || event.type === 'node-changed',
};

function isReachable({ status }: ResourceClaim, node: NodeInfo): boolean {
  const terms = status.allocation?.nodeSelector?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

function canAllocate(claims: readonly ResourceClaim[], devices: Devices, node: NodeInfo): boolean {
  try {
    return allocate(claims, devices, node) !== undefined;
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    throw new PluginError(`running "DynamicResources" filter plugin: ${error.message}`);
  }
}

const mostAlternatives = 8; // FirstAvailableDeviceRequestMaxSize

/** How near to the front those alternatives stand that were taken. */
function preference(claim: ResourceClaim | undefined, { devices }: AllocationResult): number {
  return sum((claim?.spec.devices.requests ?? []).map(({ name, firstAvailable }) => {
    const taken = firstAvailable?.findIndex((alternative) => devices.results?.some(({ request }) => request === `${name}/${alternative.name}`)) ?? -1;
    return taken < 0 ? 0 : mostAlternatives - taken;
  }));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
