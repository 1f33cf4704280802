// What a Service means where its author left something out; addresses and node ports are the API server's to hand out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Service, pkg/registry/core/service/storage/alloc.go initIPFamilyFields

import type { Service, ServiceInput, ServicePort, ServicePortInput, ServiceSpec, ServiceSpecInput } from '../../generated/types.ts';
import type { Defaulted } from '../../object.ts';
import { reuse, reuseList } from '../../reuse.ts';

const affinitySeconds = 10_800; // v1.DefaultClientIPServiceAffinitySeconds

function portDefaults(input: ServicePortInput): ServicePort {
  return reuse(input, {
    ...input,
    port: input.port ?? 0,
    protocol: input.protocol || 'TCP',
    targetPort: input.targetPort || (input.port ?? 0),
  });
}

/** Whether a Service of this type is reached from outside through the nodes. */
export function usesNodePorts(type: string): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function affinityDefaults(input: ServiceSpecInput): Pick<ServiceSpec, 'sessionAffinity' | 'sessionAffinityConfig'> {
  const sessionAffinity = input.sessionAffinity || 'None';
  if (sessionAffinity !== 'ClientIP') {
    // Without affinity its settings are dropped.
    const kept = sessionAffinity === 'None' ? undefined : input.sessionAffinityConfig;
    return { sessionAffinity, ...(kept && { sessionAffinityConfig: kept }) };
  }
  const timeoutSeconds = input.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  const given = timeoutSeconds === undefined ? undefined : input.sessionAffinityConfig;
  return { sessionAffinity, sessionAffinityConfig: given ?? { clientIP: { timeoutSeconds: affinitySeconds } } };
}

/** Which families and how many, in a cluster that has only IPv4. */
function familyDefaults(input: ServiceSpecInput): Pick<ServiceSpec, 'ipFamilies' | 'ipFamilyPolicy'> {
  const hasSelector = Object.keys(input.selector ?? {}).length > 0;
  if (input.clusterIP === 'None' && !hasSelector) {
    // Whoever writes the endpoints of such a Service may use both families, whatever the cluster has.
    const ipFamilyPolicy = input.ipFamilyPolicy ?? 'RequireDualStack';
    const both = ipFamilyPolicy === 'SingleStack' ? (['IPv4'] as const) : (['IPv4', 'IPv6'] as const);
    return { ipFamilyPolicy, ipFamilies: input.ipFamilies?.length ? input.ipFamilies : both };
  }
  return {
    ipFamilyPolicy: input.ipFamilyPolicy ?? 'SingleStack',
    ipFamilies: input.ipFamilies?.length ? input.ipFamilies : ['IPv4'],
  };
}

function specDefaults(input: ServiceSpecInput): ServiceSpec {
  const { ports, sessionAffinityConfig: _, ...rest } = input;
  const type = input.type || 'ClusterIP';
  const inside = type === 'ClusterIP' || usesNodePorts(type);
  return {
    ...rest,
    type,
    ...affinityDefaults(input),
    ...(ports && { ports: reuseList(ports, portDefaults) }),
    ...(inside && { internalTrafficPolicy: input.internalTrafficPolicy || 'Cluster' }),
    ...(inside && familyDefaults(input)),
    ...(usesNodePorts(type) && { externalTrafficPolicy: input.externalTrafficPolicy || 'Cluster' }),
    ...(type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: input.allocateLoadBalancerNodePorts ?? true }),
  };
}

/** A Service with everything said that has a default. */
export function serviceDefaults(input: ServiceInput): Defaulted<Service> {
  const spec = input.spec ?? {};
  const status = input.status ?? {};
  return reuse(input, {
    ...input,
    metadata: input.metadata ?? {},
    spec: reuse(spec, specDefaults(spec)),
    status: reuse(status, { ...status, loadBalancer: status.loadBalancer ?? {} }),
  });
}
