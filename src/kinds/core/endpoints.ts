// Endpoints: the addresses behind a Service in one object, kept beside EndpointSlices for those who still read it.
// Upstream: pkg/registry/core/endpoint/strategy.go, pkg/printers/internalversion formatEndpoints

import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { CoreEndpointPort, CoreEndpointPortInput, Endpoints, EndpointsInput, EndpointSubset, EndpointSubsetInput } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { complete, completeList } from '../reuse.ts';
import { validateEndpoints } from './endpoints-validation.ts';

const portDefaults = (input: CoreEndpointPortInput): CoreEndpointPort => complete(input, { protocol: input.protocol || 'TCP' });

function subsetDefaults(input: EndpointSubsetInput): EndpointSubset {
  return complete(input, { ports: input.ports && completeList(input.ports, portDefaults) });
}

function defaults(input: EndpointsInput): Defaulted<Endpoints> {
  const { metadata = {}, subsets } = input;
  return complete(input, { metadata, subsets: subsets && completeList(subsets, subsetDefaults) });
}

const hostPort = (ip: string, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** Three addresses with their ports, and how many more there are. */
function endpointsCell({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))));
  const shown = all.slice(0, 3).join(',');
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown;
}

/** How Endpoints are completed, checked, shown and selected. */
export const endpointsKind = defineKind<EndpointsInput, Endpoints>({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  metadataLooks: { ofChange: ['change', 'new'] },
  allowCreateOnUpdate: true,
  registryPath: 'services/endpoints',
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults,
  validateCreate: validateEndpoints,
  validateUpdate: (next, previous) => (next.subsets === previous.subsets ? [] : validateEndpoints(next)),
  columns: [nameColumn, textColumn('Endpoints', endpointsCell), ageColumn],
});
