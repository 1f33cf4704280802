// Upstream: pkg/proxy/serviceport.go, endpoint.go, topology.go, nftables/proxier.go
import type { EndpointSlice, Service, ServicePort } from '../../kinds/index.ts';

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

/** The rules of one Service, made anew when it or its endpoints change; nothing else is touched then. */
export class ServiceRules {
  readonly rules: readonly ServicePortRule[];
  readonly service: Service;

  constructor(service: Service, slices: Iterable<EndpointSlice>, nodeName: string, before: ServiceRules | undefined) {
    this.service = service;
    const all = [...slices];
    this.rules = (service.spec.ports ?? []).map((port) => {
      const old = before?.rules.find((rule) => rule.port.name === port.name && rule.port.protocol === port.protocol);
      return makeRule(service, port, all, nodeName, old);
    });
  }
}

function makeRule(service: Service, port: ServicePort, slices: readonly EndpointSlice[], nodeName: string, before: ServicePortRule | undefined): ServicePortRule {
  const { namespace, name } = service.metadata;
  const { internalTrafficPolicy, externalTrafficPolicy, sessionAffinity } = service.spec;
  const all = endpointsOf(slices, port, nodeName);
  const usable = usableOf(all);
  const internal = internalTrafficPolicy === 'Local' ? usableOf(all.filter(({ isLocal }) => isLocal)) : usable;
  const external = externalTrafficPolicy === 'Local' ? usableOf(all.filter(({ isLocal }) => isLocal)) : usable;
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
function usableOf(all: readonly SliceEndpoint[]): readonly ProxyEndpoint[] {
  const ready = all.filter(({ isReady }) => isReady);
  return ready.length > 0 ? ready : all.filter(({ isServing, isTerminating }) => isServing && isTerminating);
}

function endpointsOf(slices: readonly EndpointSlice[], port: ServicePort, nodeName: string): readonly SliceEndpoint[] {
  const found: SliceEndpoint[] = [];
  for (const slice of slices) {
    const target = slice.ports?.find((one) => (one.name ?? '') === (port.name ?? '') && one.protocol === port.protocol)?.port;
    if (target === undefined || slice.addressType === 'FQDN') continue;
    for (const { addresses, conditions, nodeName: node } of slice.endpoints ?? []) {
      const [address] = addresses;
      if (address === undefined) continue;
      const isReady = conditions.ready ?? true;
      const isServing = conditions.serving ?? isReady;
      found.push({ address, port: target, isLocal: node === nodeName, isReady, isServing, isTerminating: conditions.terminating ?? false });
    }
  }
  return found;
}
