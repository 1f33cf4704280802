// Upstream: pkg/proxy/serviceport.go, endpoint.go, topology.go, nftables/proxier.go
import type { EndpointHints, EndpointSlice, Service, ServicePort } from '../../kinds/index.ts';

/** One place where a Service's traffic can go. */
export interface ProxyEndpoint {
  readonly address: string;
  readonly port: number;
  readonly isLocal: boolean;
}

interface SliceEndpoint extends ProxyEndpoint {
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly isTerminating: boolean;
  readonly hints: EndpointHints | undefined;
}

/** One port of one Service with everything that decides where its traffic goes. */
export interface ServicePortRule {
  /** `default/web` or `default/web:http`. */
  readonly name: string;
  readonly service: Service;
  readonly port: ServicePort;
  /** For traffic from inside. */
  internal: readonly ProxyEndpoint[];
  /** For traffic to node ports and outside addresses. */
  external: readonly ProxyEndpoint[];
  /** Whether there are endpoints anywhere, when there are none here: then traffic is dropped rather than refused. */
  hasElsewhere: boolean;
  /** Who was sent where, for session affinity. */
  readonly affinity: Map<string, { readonly endpoint: ProxyEndpoint; atMs: number }> | undefined;
}

/** How traffic meets a rule. */
export interface ServiceMatch {
  readonly rule: ServicePortRule;
  readonly isExternal: boolean;
}

/** Where a kube-proxy runs. */
export interface ProxyPlace {
  readonly nodeName: string;
  readonly zone: string | undefined;
}

/** The rules of one Service, made anew when it or its endpoints change; nothing else is touched then. */
export class ServiceRules {
  readonly rules: readonly ServicePortRule[];
  readonly service: Service;

  constructor(service: Service, slices: Iterable<EndpointSlice>, place: ProxyPlace, before: ServiceRules | undefined) {
    this.service = service;
    const all = [...slices];
    this.rules = (service.spec.ports ?? []).map((port) => {
      const old = before?.rules.find((rule) => rule.port.name === port.name && rule.port.protocol === port.protocol);
      return makeRule(service, port, all, place, old);
    });
  }
}

function makeRule(service: Service, port: ServicePort, slices: readonly EndpointSlice[], place: ProxyPlace, before: ServicePortRule | undefined): ServicePortRule {
  const { namespace, name } = service.metadata;
  const { internalTrafficPolicy, externalTrafficPolicy, sessionAffinity } = service.spec;
  const all = endpointsOf(slices, port, place.nodeName);
  const usable = usableOf(all);
  const near = nearest(usable, place);
  const local = usableOf(all.filter(({ isLocal }) => isLocal));
  const internal = internalTrafficPolicy === 'Local' ? local : near;
  const external = externalTrafficPolicy === 'Local' ? local : near;
  const rule: ServicePortRule = {
    name: port.name ? `${namespace}/${name}:${port.name}` : `${namespace}/${name}`,
    service, port, internal, external, hasElsewhere: usable.length > 0,
    affinity: sessionAffinity === 'ClientIP' ? (before?.affinity ?? new Map()) : undefined,
  };
  for (const [client, { endpoint }] of rule.affinity ?? []) {
    if (!usable.some((one) => isSameEndpoint(one, endpoint))) rule.affinity?.delete(client);
  }
  return rule;
}

/** Whether two endpoints are one place. */
export function isSameEndpoint(a: ProxyEndpoint, b: ProxyEndpoint): boolean {
  return a.address === b.address && a.port === b.port;
}

/** Ready endpoints; when there is none, those that still serve while they end. */
function usableOf(all: readonly SliceEndpoint[]): readonly SliceEndpoint[] {
  const ready = all.filter(({ isReady }) => isReady);
  return ready.length > 0 ? ready : all.filter(({ isServing, isTerminating }) => isServing && isTerminating);
}

/** Those that are meant for this node or else for its zone, where each says for which it is and some are. */
function nearest(usable: readonly SliceEndpoint[], { nodeName, zone }: ProxyPlace): readonly SliceEndpoint[] {
  for (const [where, name] of [['forNodes', nodeName], ['forZones', zone]] as const) {
    if (!usable.every(({ hints }) => hints?.[where])) continue;
    const near = usable.filter(({ hints }) => hints?.[where]?.some((one) => one.name === name));
    if (near.length > 0) return near;
  }
  return usable;
}

function endpointsOf(slices: readonly EndpointSlice[], port: ServicePort, nodeName: string): readonly SliceEndpoint[] {
  const found: SliceEndpoint[] = [];
  for (const slice of slices) {
    const target = slice.ports?.find((one) => (one.name ?? '') === (port.name ?? '') && one.protocol === port.protocol)?.port;
    if (target === undefined || slice.addressType === 'FQDN') continue;
    for (const { addresses, conditions, nodeName: node, hints } of slice.endpoints ?? []) {
      const [address] = addresses;
      if (address === undefined) continue;
      const isReady = conditions.ready ?? true;
      const isServing = conditions.serving ?? isReady;
      found.push({ address, port: target, isLocal: node === nodeName, isReady, isServing, isTerminating: conditions.terminating ?? false, hints });
    }
  }
  return found;
}
