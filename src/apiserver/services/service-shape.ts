// What of a Service the server fills in or takes back without asking anybody: how its address fields hang together.
// Upstream: pkg/registry/core/service/strategy.go, storage/alloc.go

import type { KubeObject, Service, ServicePort, ServiceSpec } from '../../kinds/index.ts';

/** Whether the object is a Service. */
export function isService(object: KubeObject): object is Service {
  return object.kind === 'Service' && object.apiVersion === 'v1';
}

/** Whether the Service has an address in the cluster, or could have one. */
export function wantsAddress({ type }: ServiceSpec): boolean {
  return type !== 'ExternalName';
}

/** Whether the Service is reached through ports of the nodes. */
export function wantsNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** Whether a port without a node port is to get one. */
export function allocatesNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

/** Whether a load balancer asks the nodes which of them have endpoints. */
export function wantsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

/** The addresses that the cluster gave the Service. */
export function addressesOf({ clusterIPs = [] }: ServiceSpec): readonly string[] {
  return clusterIPs.filter((address) => address !== '' && address !== 'None');
}

/** The ports of the nodes that lead to the Service, each once. */
export function nodePortsOf({ ports = [], healthCheckNodePort }: ServiceSpec): readonly number[] {
  const numbers = new Set<number>();
  for (const { nodePort } of ports) if (nodePort) numbers.add(nodePort);
  if (healthCheckNodePort) numbers.add(healthCheckNodePort);
  return [...numbers];
}

/** A spec whose clusterIP is in its clusterIPs too. */
export function normalized(spec: ServiceSpec): ServiceSpec {
  const { clusterIP, clusterIPs } = spec;
  if (clusterIP && !clusterIPs?.length) return { ...spec, clusterIPs: [clusterIP] };
  return spec;
}

/** A changed spec with what was handed out before where the client left it out. */
export function withFormerAddresses(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  let spec = next;
  if (wantsAddress(next) && wantsAddress(previous)) {
    const { clusterIP, clusterIPs } = previous;
    if (!next.clusterIP && !next.clusterIPs?.length && clusterIP && clusterIPs) spec = { ...spec, clusterIP, clusterIPs };
    else if (!next.clusterIP && next.clusterIPs?.[0]) spec = { ...spec, clusterIP: next.clusterIPs[0] };
    else if (next.clusterIP !== undefined && next.clusterIP !== clusterIP && next.clusterIPs?.[0] === clusterIP) {
      spec = { ...spec, clusterIPs: [next.clusterIP] };
    }
  }
  if (wantsNodePorts(next) && wantsNodePorts(previous)) spec = withFormerPorts(spec, previous);
  if (wantsHealthCheck(next) && wantsHealthCheck(previous) && !next.healthCheckNodePort && previous.healthCheckNodePort) {
    spec = { ...spec, healthCheckNodePort: previous.healthCheckNodePort };
  }
  return normalized(spec);
}

function withFormerPorts(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!spec.ports?.some((port) => !port.nodePort)) return spec;
  const taken = new Set(spec.ports.map((port) => port.nodePort));
  const ports = spec.ports.map((port) => {
    if (port.nodePort) return port;
    const former = previous.ports?.find((candidate) => candidate.port === port.port && candidate.protocol === port.protocol);
    return former?.nodePort && !taken.has(former.nodePort) ? { ...port, nodePort: former.nodePort } : port;
  });
  return { ...spec, ports };
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((item, index) => item === b[index]);

/** A changed spec without what only its former type had, where the client did not touch it. */
export function withoutFormerType(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  let spec = next;
  if (wantsAddress(previous) && !wantsAddress(next) && isSame(addressesOf(next), addressesOf(previous))) {
    const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = spec;
    spec = rest;
  }
  if (wantsNodePorts(previous) && !wantsNodePorts(next) && isSame(portNumbers(next), portNumbers(previous))) {
    spec = { ...spec, ports: (spec.ports ?? []).map(withoutNodePort) };
  }
  if (wantsHealthCheck(previous) && !wantsHealthCheck(next) && next.healthCheckNodePort === previous.healthCheckNodePort) {
    const { healthCheckNodePort: _, ...rest } = spec;
    spec = rest;
  }
  if (previous.type === 'LoadBalancer' && next.type !== 'LoadBalancer') {
    if (next.allocateLoadBalancerNodePorts === previous.allocateLoadBalancerNodePorts) {
      const { allocateLoadBalancerNodePorts: _, ...rest } = spec;
      spec = rest;
    }
    if (next.loadBalancerClass === previous.loadBalancerClass) {
      const { loadBalancerClass: _, ...rest } = spec;
      spec = rest;
    }
  }
  if (wantsNodePorts(previous) && !wantsNodePorts(next) && !next.externalIPs?.length && next.externalTrafficPolicy === previous.externalTrafficPolicy) {
    const { externalTrafficPolicy: _, ...rest } = spec;
    spec = rest;
  }
  return spec;
}

const portNumbers = ({ ports = [] }: ServiceSpec): readonly unknown[] => ports.map((port) => port.nodePort);

function withoutNodePort(port: ServicePort): ServicePort {
  const { nodePort: _, ...rest } = port;
  return rest;
}
