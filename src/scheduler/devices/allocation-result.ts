// What a claim is told that it was given.
// Upstream: k8s.io/dynamic-resource-allocation structured Allocator

import { deepEqual } from '../../base/index.ts';
import type {
  AllocationResult, DeviceAllocationConfiguration, DeviceRequestAllocationResult, NodeSelector, NodeSelectorTerm, SelectableNode,
} from '../../kinds/index.ts';
import type { Devices } from './devices.ts';
import { placeOf } from './pools.ts';
import { hasAdminAccess } from './wish.ts';
import type { Given, OpenClaim } from './wish.ts';

/** The devices of a claim, how they are to be set up, and where they can be used. */
export function allocationOf(claim: OpenClaim, given: readonly Given[], devices: Devices, node: SelectableNode): AllocationResult {
  const config = configurationOf(claim, given, devices);
  const nodeSelector = selectorOf(given, node);
  return {
    devices: { ...(config.length > 0 ? { config } : {}), ...(given.length > 0 ? { results: given.map(resultOf) } : {}) },
    ...(nodeSelector ? { nodeSelector } : {}),
  };
}

function resultOf({ wish, device: { device, pool }, share }: Given): DeviceRequestAllocationResult {
  const { tolerations } = wish.wanted;
  const { bindingConditions, bindingFailureConditions } = device;
  return {
    ...(hasAdminAccess(wish) ? { adminAccess: true } : {}),
    ...(bindingConditions ? { bindingConditions } : {}),
    ...(bindingFailureConditions ? { bindingFailureConditions } : {}),
    ...(share ? { consumedCapacity: share } : {}),
    device: device.name,
    driver: pool.driver,
    pool: pool.name,
    request: wish.name,
    ...(tolerations && tolerations.length > 0 ? { tolerations } : {}),
  };
}

/** First what the classes say, request by request, then what the claim says itself. */
function configurationOf({ spec }: OpenClaim, given: readonly Given[], devices: Devices): readonly DeviceAllocationConfiguration[] {
  const wishes = new Map(given.map(({ wish }) => [wish.name, wish]));
  const ofClasses = [...wishes.values()].flatMap(({ name, wanted }) => {
    const config = devices.deviceClass(wanted.deviceClassName)?.spec.config ?? [];
    return config.map((one): DeviceAllocationConfiguration => ({ ...one, requests: [name], source: 'FromClass' }));
  });
  const isAbout = (name: string): boolean => [...wishes.keys()].some((wish) => wish === name || wish.split('/')[0] === name);
  const own = (spec.devices.config ?? []).filter(({ requests = [] }) => requests.length === 0 || requests.some(isAbout));
  return [...ofClasses, ...own.map((one): DeviceAllocationConfiguration => ({ ...one, source: 'FromClaim' }))];
}

/** The nodes from which all of the devices can be reached; undefined: all nodes. */
function selectorOf(given: readonly Given[], node: SelectableNode): NodeSelector | undefined {
  const terms: NodeSelectorTerm[] = [];
  for (const { device } of given) {
    const { nodeName, nodeSelector } = placeOf(device);
    if (nodeName !== undefined || device.device.bindsToNode) return { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node.name] }] }] };
    const [term] = nodeSelector?.nodeSelectorTerms ?? []; // there is never more than one
    if (term && !terms.some((other) => deepEqual(other, term))) terms.push(term);
  }
  return terms.length === 0 ? undefined : { nodeSelectorTerms: [terms.reduce(both)] };
}

/** What fulfils both terms. */
function both(a: NodeSelectorTerm, b: NodeSelectorTerm): NodeSelectorTerm {
  const matchExpressions = [...(a.matchExpressions ?? []), ...(b.matchExpressions ?? [])];
  const matchFields = [...(a.matchFields ?? []), ...(b.matchFields ?? [])];
  return { ...(matchExpressions.length > 0 ? { matchExpressions } : {}), ...(matchFields.length > 0 ? { matchFields } : {}) };
}
