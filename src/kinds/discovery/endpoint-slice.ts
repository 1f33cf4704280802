// EndpointSlice: some of the addresses behind a Service, with what is known of each.
// Upstream: pkg/registry/discovery/endpointslice/strategy.go, pkg/apis/discovery/v1/defaults.go

import { deepEqual } from '../../base/index.ts';
import { ageColumn, firstThree, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Endpoint, EndpointInput, EndpointPort, EndpointPortInput, EndpointSlice, EndpointSliceInput } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { complete, completeList } from '../reuse.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './endpoint-slice-validation.ts';

const noConditions = Object.freeze({});

function endpointDefaults(input: EndpointInput): Endpoint {
  return complete(input, { addresses: input.addresses ?? [], conditions: input.conditions ?? noConditions });
}

function portDefaults(input: EndpointPortInput): EndpointPort {
  return complete(input, { name: input.name ?? '', protocol: input.protocol ?? 'TCP' });
}

function defaults(input: EndpointSliceInput): Defaulted<EndpointSlice> {
  return complete(input, {
        metadata: input.metadata ?? {},
    endpoints: input.endpoints ? completeList(input.endpoints, endpointDefaults) : null,
    ports: input.ports ? completeList(input.ports, portDefaults) : null,
  });
}

/** Where an endpoint is was told in another field before this version. */
function withoutOldTopology(slice: EndpointSlice): EndpointSlice {
  if (!slice.endpoints?.some(({ deprecatedTopology }) => deprecatedTopology !== undefined)) return slice;
  return { ...slice, endpoints: slice.endpoints.map(({ deprecatedTopology: _, ...endpoint }) => endpoint) };
}

/** How EndpointSlices are completed, checked, shown and selected. */
export const endpointSliceKind = defineKind<EndpointSliceInput, EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  metadataLooks: { ofChange: ['new'] },
  defaults,
  prepareForCreate: withoutOldTopology,
  prepareForUpdate: withoutOldTopology,
  validateCreate: validateEndpointSlice,
  warnings: ({ addressType }) => (addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
  validateUpdate: validateEndpointSliceUpdate,
  // Labels count too: by them it is found for its Service.
  generation: (next, previous) =>
    !deepEqual(next.metadata.labels ?? {}, previous.metadata.labels ?? {}) || !deepEqual(next.endpoints, previous.endpoints) || !deepEqual(next.ports, previous.ports) || next.addressType !== previous.addressType,
  columns: [
    nameColumn,
    textColumn('AddressType', ({ addressType }) => addressType),
    textColumn('Ports', ({ ports }) => firstThree((ports ?? []).map(({ port, name }) => String(port ?? name)), '<unset>')),
    textColumn('Endpoints', ({ endpoints }) => firstThree((endpoints ?? []).flatMap(({ addresses }) => addresses), '<unset>')),
    ageColumn,
  ],
});
