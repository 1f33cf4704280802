// Upstream: k8s.io/endpointslice, reconciler
import { deepEqual } from '../../base/index.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../kinds/index.ts';

/** Most endpoints in one slice. */
export const maxEndpointsPerSlice = 100; // kube-controller-manager --max-endpoints-per-slice

/** Endpoints that share their ports, and so their slices. */
export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What is to be done so that slices hold the wanted endpoints: as few writes as possible, endpoints stay where they are. */
export interface SlicePlan {
  readonly create: readonly PortGroup[];
  readonly update: readonly { readonly slice: EndpointSlice; readonly endpoints: readonly Endpoint[] }[];
  readonly delete: readonly EndpointSlice[];
}

/** @param existing the Service's slices that this controller manages */
export function planSlices(existing: readonly EndpointSlice[], groups: readonly PortGroup[]): SlicePlan {
  const create: PortGroup[] = [];
  const update: { slice: EndpointSlice; endpoints: readonly Endpoint[] }[] = [];
  const unused = new Set(existing);
  for (const group of groups) {
    const slices = existing.filter((slice) => deepEqual(slice.ports ?? [], group.ports));
    for (const slice of slices) unused.delete(slice);
    const missing = new Map(group.endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
    const kept = slices.map((slice) => ({ slice, endpoints: keepWanted(slice, missing) }));
    const rest = [...missing.values()];
    for (const entry of kept) entry.endpoints.push(...rest.splice(0, maxEndpointsPerSlice - entry.endpoints.length));
    while (rest.length > 0) create.push({ ports: group.ports, endpoints: rest.splice(0, maxEndpointsPerSlice) });
    for (const { slice, endpoints } of kept) {
      if (endpoints.length === 0) unused.add(slice);
      else if (!deepEqual(slice.endpoints ?? [], endpoints)) update.push({ slice, endpoints });
    }
  }
  return { create, update, delete: [...unused] };
}

/** The slice's endpoints that are still wanted, as they are now; they are taken from `missing`. */
function keepWanted(slice: EndpointSlice, missing: Map<string, Endpoint>): Endpoint[] {
  const kept: Endpoint[] = [];
  for (const endpoint of slice.endpoints ?? []) {
    const identity = identityOf(endpoint);
    const wanted = missing.get(identity);
    if (!wanted) continue;
    missing.delete(identity);
    kept.push(wanted);
  }
  return kept;
}

function identityOf(endpoint: Endpoint): string {
  return endpoint.targetRef?.uid ?? endpoint.addresses.join(',');
}
