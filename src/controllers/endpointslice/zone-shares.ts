// Endpoints are shared out among zones as the zones have processors, so that each is served from within.
// Upstream: k8s.io/endpointslice topologycache
import { compareText } from '../../base/index.ts';
import { nodeRoles, resourceAmount, zoneOf } from '../../kinds/index.ts';
import type { Endpoint, Node } from '../../kinds/index.ts';
import { isReadyEndpoint } from './pod-endpoint.ts';

const overload = 0.2; // overloadThreshold

/** What part of the cluster's processors each zone has; undefined when that cannot be told of every node. */
export function processorShares(nodes: Iterable<Node>): ReadonlyMap<string, number> | undefined {
  const byZone = new Map<string, number>();
  let total = 0;
  for (const node of nodes) {
    if (nodeRoles(node).some((role) => role === 'control-plane' || role === 'master')) continue;
    if (!node.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) continue;
    const zone = zoneOf(node);
    const processors = resourceAmount('cpu', node.status.allocatable?.['cpu'] ?? '0');
    if (zone === undefined || processors === 0) return undefined;
    byZone.set(zone, (byZone.get(zone) ?? 0) + processors);
    total += processors;
  }
  return new Map([...byZone].sort(([a], [b]) => compareText(a, b)).map(([zone, processors]) => [zone, processors / total]));
}

/** How many endpoints a zone gets at least and at most. */
interface Share {
  readonly least: number;
  readonly most: number;
}

/** The endpoints with the zones that they are for; a text says why that does not work out. */
export function shareOut(endpoints: readonly Endpoint[], shares: ReadonlyMap<string, number> | undefined): readonly Endpoint[] | string {
  if (!shares) return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
  if (shares.size < 2) return 'Nodes only ready in one zone';
  const ready = endpoints.filter(isReadyEndpoint);
  const counts = `(${ready.length} endpoints, ${shares.size} zones)`;
  if (ready.length < shares.size) return `Insufficient number of endpoints ${counts}`;
  if (ready.some(({ zone }) => zone === undefined)) return 'One or more endpoints do not have a zone specified';
  const wanted = sharesOf(ready.length, shares);
  if (!wanted) return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${counts}`;
  const zones = zonesFor(ready, wanted);
  return endpoints.map((endpoint) => {
    const zone = zones.get(endpoint);
    return zone === undefined ? endpoint : { ...endpoint, hints: { forZones: [{ name: zone }] } };
  });
}

function sharesOf(count: number, shares: ReadonlyMap<string, number>): ReadonlyMap<string, Share> | undefined {
  const least = new Map([...shares].map(([zone, share]) => [zone, Math.ceil((share * count) / (1 + overload))]));
  const spare = [...least.values()].reduce((left, one) => left - one, count);
  return spare < 0 ? undefined : new Map([...least].map(([zone, one]) => [zone, { least: one, most: one + spare }]));
}

/** For which zone each endpoint is: its own, unless that has more than its share and another too few. */
function zonesFor(endpoints: readonly Endpoint[], shares: ReadonlyMap<string, Share>): ReadonlyMap<Endpoint, string> {
  const zones = new Map<Endpoint, string>();
  const counts = new Map([...shares.keys()].map((zone) => [zone, 0]));
  const surplus: Endpoint[] = [];
  const give = (endpoint: Endpoint, zone: string): void => {
    zones.set(endpoint, zone);
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  };
  for (const endpoint of endpoints) {
    const { zone = '' } = endpoint;
    if ((counts.get(zone) ?? 0) < (shares.get(zone)?.most ?? 0)) give(endpoint, zone);
    else surplus.push(endpoint);
  }
  for (const [zone, { least }] of shares) {
    while ((counts.get(zone) ?? 0) < least) {
      const next = surplus.pop() ?? [...zones].find(([, other]) => (counts.get(other) ?? 0) > (shares.get(other)?.least ?? 0))?.[0];
      if (!next) break;
      const before = zones.get(next);
      if (before !== undefined) counts.set(before, (counts.get(before) ?? 0) - 1);
      give(next, zone);
    }
  }
  for (const endpoint of surplus) give(endpoint, endpoint.zone ?? '');
  return zones;
}
