// What a Service means where its author left something out; addresses and node ports are the API server's to hand out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Service, pkg/registry/core/service/storage/alloc.go initIPFamilyFields

import type { LoadBalancerStatus, LoadBalancerStatusInput, Service, ServiceInput, ServicePort, ServicePortInput, ServiceSpec, ServiceSpecInput, SessionAffinityConfig } from '../../generated/types.ts';
import type { Defaulted } from '../../object.ts';
import { complete, completeList } from '../../reuse.ts';

const affinitySeconds = 10_800; // v1.DefaultClientIPServiceAffinitySeconds

function portDefaults(input: ServicePortInput): ServicePort {
  return complete(input, {
        port: input.port ?? 0,
    protocol: input.protocol || 'TCP',
    targetPort: input.targetPort || (input.port ?? 0),
  });
}

/** Whether a Service of this type is reached from outside through the nodes. */
export function usesNodePorts(type: string): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function affinityDefaults({ sessionAffinityConfig: given }: ServiceSpecInput): SessionAffinityConfig {
  return given?.clientIP?.timeoutSeconds === undefined ? { clientIP: { timeoutSeconds: affinitySeconds } } : given;
}

const ipv4 = Object.freeze(['IPv4'] as const);
const ipv6 = Object.freeze(['IPv6'] as const);
const ipv4AndIpv6 = Object.freeze(['IPv4', 'IPv6'] as const);

/** A Service's spec with the families of its addresses: said by the server with the addresses, and so nobody's who wrote the Service. */
export function withFamilies(spec: ServiceSpec): ServiceSpec {
  return spec.type === 'ClusterIP' || usesNodePorts(spec.type) ? complete(spec, familyDefaults(spec)) : spec;
}

/** Which families and how many, in a cluster that has only IPv4. */
function familyDefaults(input: ServiceSpec): Pick<ServiceSpec, 'ipFamilies' | 'ipFamilyPolicy'> {
  const hasSelector = Object.keys(input.selector ?? {}).length > 0;
  if (input.clusterIP === 'None' && !hasSelector) {
    // Whoever writes the endpoints of such a Service may use both families, whatever the cluster has.
    const ipFamilyPolicy = input.ipFamilyPolicy ?? 'RequireDualStack';
    const families = ipFamilyPolicy === 'SingleStack' ? ipv4 : ipv4AndIpv6;
    return { ipFamilyPolicy, ipFamilies: input.ipFamilies?.length ? input.ipFamilies : families };
  }
  return {
    ipFamilyPolicy: input.ipFamilyPolicy ?? 'SingleStack',
    ipFamilies: input.ipFamilies?.length ? input.ipFamilies : input.clusterIP?.includes(':') ? ipv6 : ipv4,
  };
}

/** Without affinity its settings are dropped. */
function withoutUnusedConfig(input: ServiceSpecInput): ServiceSpecInput {
  if (input.sessionAffinityConfig === undefined || (input.sessionAffinity || 'None') !== 'None') return input;
  const { sessionAffinityConfig: _, ...rest } = input;
  return rest;
}

function specDefaults(given: ServiceSpecInput): ServiceSpec {
  const input = withoutUnusedConfig(given);
  const { ports } = input;
  const type = input.type || 'ClusterIP';
  const isInside = type === 'ClusterIP' || usesNodePorts(type);
  const sessionAffinity = input.sessionAffinity || 'None';
  return complete(input, {
    type,
    sessionAffinity,
    sessionAffinityConfig: sessionAffinity === 'ClientIP' ? affinityDefaults(input) : undefined,
    ports: ports && completeList(ports, portDefaults),
    internalTrafficPolicy: isInside ? (input.internalTrafficPolicy ?? ('Cluster' as const)) : undefined,
    externalTrafficPolicy: usesNodePorts(type) || (type === 'ClusterIP' && input.externalIPs?.length)
      ? input.externalTrafficPolicy || ('Cluster' as const)
      : undefined,
    allocateLoadBalancerNodePorts: type === 'LoadBalancer' ? (input.allocateLoadBalancerNodePorts ?? true) : undefined,
  });
}

/** An address of a load balancer is reached at that address, unless said. */
function balancerDefaults(input: LoadBalancerStatusInput): LoadBalancerStatus {
  const { ingress } = input;
  return complete(input, {
    ingress: ingress && completeList(ingress, (entry) => complete(entry, { ipMode: entry.ipMode ?? (entry.ip ? 'VIP' : undefined) })),
  });
}

/** A Service with everything said that has a default. */
export function serviceDefaults(input: ServiceInput): Defaulted<Service> {
  const spec = input.spec ?? {};
  const status = input.status ?? {};
  return complete(input, {
        metadata: input.metadata ?? {},
    spec: specDefaults(spec),
    status: complete(status, { loadBalancer: balancerDefaults(status.loadBalancer ?? {}) }),
  });
}
