// Upstream: pkg/scheduler/framework/plugins/dynamicresources (Filter, Score)
import { matchesTerm } from '../../kinds/index.ts';
import type { AllocationResult, Pod, ResourceClaim } from '../../kinds/index.ts';
import type { NodeInfo } from '../node-info.ts';
import { highestIsBest } from '../plugin.ts';
import type { NodeFilter, Scoring } from '../plugin.ts';
import type { PodInfo } from '../pod-info.ts';
import { fits, PluginError, unresolvable } from '../verdict.ts';
import { allocate } from './allocate.ts';
import { readinessOf } from './binding-conditions.ts';
import type { Devices } from './devices.ts';
import { extendedClaim } from './extended-claim.ts';
import type { OpenClaim } from './wish.ts';

/** Whether claims can be served on a node: those that have something hold the Pod where it is, for the others something is looked for. */
export function devicesFilter(pod: PodInfo, claims: readonly ResourceClaim[], devices: Devices): NodeFilter {
  const given = claims.filter(({ status }) => !status.allocation);
  return (node) => {
    if (!claims.every((claim) => isReachable(claim, node))) return unresolvable('resourceclaim not available on the node');
    const extended = extendedClaim(pod, node, devices)?.claim;
    const open = extended ? [...given, extended] : given;
    return open.length === 0 || canAllocate(open, devices, node) ? fits : unresolvable('cannot allocate all claims');
  };
}

/** A claim that keeps the Pod away from nodes with what it was given, and that nobody else uses; undefined: there is none. */
export function claimInTheWay(pod: Pod, claims: readonly ResourceClaim[], nodes: readonly NodeInfo[]): ResourceClaim | undefined {
  return claims.find((claim) => {
    const isOwn = (claim.status.reservedFor ?? []).every(({ uid }) => uid === pod.metadata.uid);
    return claim.status.allocation && isOwn && nodes.some((node) => !isReachable(claim, node));
  });
}

function isReachable(claim: ResourceClaim, node: NodeInfo): boolean {
  const { status } = claim;
  if (readinessOf(claim).verdict === 'failed') return false;
  const terms = status.allocation?.nodeSelector?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

function canAllocate(claims: readonly OpenClaim[], devices: Devices, node: NodeInfo): boolean {
  try {
    return allocate(claims, devices, node) !== undefined;
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    throw new PluginError(`running "DynamicResources" filter plugin: ${error.message}`);
  }
}

/** The better a node, the nearer to the front the alternatives stand that it has; undefined where none was given a choice. */
export function devicesScoring(claims: readonly ResourceClaim[], devices: Devices): Scoring | undefined {
  const open = claims.filter(({ spec, status }) => !status.allocation && spec.devices.requests?.some(({ firstAvailable }) => firstAvailable));
  if (open.length === 0) return undefined;
  return { score: (node) => sum(allocate(open, devices, node)?.map((allocation, at) => preference(open[at], allocation)) ?? []), normalize: highestIsBest };
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
