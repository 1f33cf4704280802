// What a Service keeps, gains and loses when it is written: two fields for one address, and fields that belong to a type.
// Upstream: pkg/registry/core/service/strategy.go, storage/storage.go patchAllocatedValues, pkg/apis/core/v1 NormalizeClusterIPs

import { deepEqual } from '../../../base/index.ts';
import type { Service, ServicePort, ServiceSpec } from '../../generated/types.ts';
import { complete, completeList } from '../../reuse.ts';
import { usesNodePorts, withFamilies } from './service-defaults.ts';
import { isExternallyAccessible, needsHealthCheck } from './service-validation.ts';

const hasAddress = ({ type }: ServiceSpec): boolean => type !== 'ExternalName';
const isSame = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean => deepEqual(a ?? [], b ?? []);

/** Who writes only `clusterIP` means `clusterIPs` too. */
export function prepareServiceForCreate(service: Service): Service {
  const spec = withFamilies(withoutInsidePolicy(service.spec));
  const { clusterIP, clusterIPs } = spec;
  if (clusterIP && !clusterIPs?.length) return { ...service, spec: { ...spec, clusterIPs: [clusterIP] } };
  return spec === service.spec ? service : { ...service, spec };
}

/** When only one of the two fields was changed, the other one follows. */
function withAgreeingAddresses(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (next.clusterIP === previous.clusterIP || !isSame(next.clusterIPs, previous.clusterIPs)) return next;
  if (next.clusterIP) return { ...next, clusterIPs: [next.clusterIP] };
  const { clusterIPs: _, ...rest } = next;
  return previous.clusterIP ? rest : next;
}

/** An address that was not written again is kept. */
function withKeptAddress(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!hasAddress(next) || !hasAddress(previous) || !previous.clusterIP) return next;
  const clusterIP = next.clusterIP || previous.clusterIP;
  const clusterIPs = next.clusterIPs?.length || clusterIP !== previous.clusterIP ? next.clusterIPs : previous.clusterIPs;
  return complete(next, { clusterIP, clusterIPs });
}

const portKey = ({ protocol, port }: ServicePort): string => `${protocol}/${port}`;

/** Node ports that were not written again are kept, unless another port of the Service has asked for them. */
function withKeptNodePorts(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!usesNodePorts(next.type) || !usesNodePorts(previous.type) || !next.ports) return next;
  const before = new Map((previous.ports ?? []).map((port) => [portKey(port), port.nodePort]));
  const used = new Set(next.ports.map(({ nodePort }) => nodePort));
  const ports = completeList(next.ports, (port) => {
    const kept = port.nodePort ? undefined : before.get(portKey(port));
    if (!kept || used.has(kept)) return port;
    used.add(kept);
    return complete(port, { nodePort: kept });
  });
  return complete(next, { ports });
}

function withKeptHealthCheck(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!needsHealthCheck(next) || !needsHealthCheck(previous) || next.healthCheckNodePort) return next;
  return complete(next, { healthCheckNodePort: previous.healthCheckNodePort });
}

function without<Name extends keyof ServiceSpec>(spec: ServiceSpec, ...names: readonly Name[]): ServiceSpec {
  const copy: Partial<Record<keyof ServiceSpec, unknown>> = { ...spec };
  for (const name of names) delete copy[name];
  return copy as ServiceSpec; // only optional fields are taken
}

const insidePolicies = ['Cluster', 'Local'];

/** A name for what is outside has no traffic inside to be routed. What is no policy is left for validation to refuse. */
function withoutInsidePolicy(spec: ServiceSpec): ServiceSpec {
  if (hasAddress(spec) || spec.internalTrafficPolicy === undefined || !insidePolicies.includes(spec.internalTrafficPolicy)) return spec;
  return without(spec, 'internalTrafficPolicy');
}

type Optional = 'allocateLoadBalancerNodePorts' | 'clusterIP' | 'clusterIPs' | 'externalTrafficPolicy' | 'healthCheckNodePort'
  | 'internalTrafficPolicy' | 'ipFamilies' | 'ipFamilyPolicy' | 'loadBalancerClass';

/** Takes a field that belonged to the old type only, unless it was given a new value on purpose. */
function drop(next: ServiceSpec, previous: ServiceSpec, applies: (spec: ServiceSpec) => boolean, ...names: readonly Optional[]): ServiceSpec {
  if (!applies(previous) || applies(next)) return next;
  const stale = names.filter((name) => next[name] !== undefined && deepEqual(next[name], previous[name]));
  return stale.length === 0 ? next : without(next, ...stale);
}

function withoutStaleNodePorts(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!usesNodePorts(previous.type) || usesNodePorts(next.type) || !next.ports) return next;
  const before = new Set((previous.ports ?? []).map(({ nodePort }) => nodePort));
  if (!next.ports.every(({ nodePort }) => nodePort === undefined || before.has(nodePort))) return next;
  return { ...next, ports: next.ports.map(({ nodePort: _, ...port }) => port) };
}

const isBalancer = ({ type }: ServiceSpec): boolean => type === 'LoadBalancer';

function dropWhatOtherTypesHad(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  let spec = drop(next, previous, hasAddress, 'clusterIP', 'clusterIPs', 'internalTrafficPolicy', 'ipFamilies', 'ipFamilyPolicy');
  spec = withoutStaleNodePorts(spec, previous);
  spec = drop(spec, previous, needsHealthCheck, 'healthCheckNodePort');
  spec = drop(spec, previous, isBalancer, 'allocateLoadBalancerNodePorts', 'loadBalancerClass');
  return drop(spec, previous, isExternallyAccessible, 'externalTrafficPolicy');
}

/** Keeps what was allocated, and drops what the new type has no use for. */
export function prepareServiceForUpdate(next: Service, previous: Service): Service {
  if (next.spec === previous.spec) return next;
  let spec = withAgreeingAddresses(withFamilies(next.spec), previous.spec);
  spec = withKeptAddress(spec, previous.spec);
  spec = withKeptNodePorts(spec, previous.spec);
  spec = withKeptHealthCheck(spec, previous.spec);
  spec = dropWhatOtherTypesHad(spec, previous.spec);
  const { status } = next;
  const kept = isBalancer(spec) || !status.loadBalancer.ingress ? status : { ...status, loadBalancer: {} };
  return complete(next, { spec: withoutInsidePolicy(spec), status: kept });
}
