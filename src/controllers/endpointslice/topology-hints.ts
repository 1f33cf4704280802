// Which zones and nodes endpoints are best used from, as their Service wants it.
// Upstream: k8s.io/endpointslice reconciler, trafficdist
import { objectKey } from '../../kinds/index.ts';
import type { Endpoint, EndpointHints, Node, ObjectKey, Service } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';
import { processorShares, shareOut } from '../later.ts';
import type { PortGroup } from './plan.ts';
import { isReadyEndpoint } from './pod-endpoint.ts';

/** Gives endpoints their hints, and tells when those of a Service begin or end to be shared out among zones. */
export class TopologyHints {
  /** Services whose endpoints are shared out. */
  readonly sharedOut = new Set<ObjectKey>();
  private readonly context: ControllerContext;
  private readonly nodes: { values(): Iterable<Node> };

  constructor(context: ControllerContext, nodes: { values(): Iterable<Node> }) {
    this.context = context;
    this.nodes = nodes;
  }

  /** The Service's endpoints with their hints. */
  of(service: Service, groups: readonly PortGroup[]): readonly PortGroup[] {
    if (wantsZoneShares(service)) return this.sharedAmongZones(service, groups);
    if (this.sharedOut.delete(objectKey(service.metadata))) this.report(service, 'Disabled', 'Topology Aware Hints has been disabled');
    if (service.spec.trafficDistribution === undefined) return groups;
    return groups.map(({ ports, endpoints }) => ({ ports, endpoints: endpoints.map((endpoint) => preferred(endpoint, service)) }));
  }

  private sharedAmongZones(service: Service, groups: readonly PortGroup[]): readonly PortGroup[] {
    const key = objectKey(service.metadata);
    const shares = processorShares(this.nodes.values());
    return groups.map((group) => {
      const endpoints = shareOut(group.endpoints, shares);
      if (typeof endpoints === 'string') {
        this.sharedOut.delete(key);
        this.report(service, 'Disabled', endpoints);
        return group;
      }
      if (!this.sharedOut.has(key)) this.report(service, 'Enabled', 'Topology Aware Hints has been enabled');
      this.sharedOut.add(key);
      return { ports: group.ports, endpoints };
    });
  }

  private report(service: Service, what: 'Enabled' | 'Disabled', message: string): void {
    this.context.recorder.record(service, { type: what === 'Enabled' ? 'Normal' : 'Warning', reason: `TopologyAwareHints${what}`, message: `${message}, addressType: IPv4` });
  }
}

/** Whether a Service wants its endpoints shared out among the zones. */
function wantsZoneShares({ metadata: { annotations = {} } }: Service): boolean {
  const mode = annotations['service.kubernetes.io/topology-mode'] ?? annotations['service.kubernetes.io/topology-aware-hints'];
  return mode === 'Auto' || mode === 'auto';
}

/** The endpoint with what the Service's trafficDistribution says of it. */
function preferred(endpoint: Endpoint, { spec: { trafficDistribution } }: Service): Endpoint {
  const { zone, nodeName } = endpoint;
  if (!isReadyEndpoint(endpoint)) return endpoint;
  const hints: EndpointHints = {
    ...(trafficDistribution === 'PreferSameNode' && nodeName !== undefined ? { forNodes: [{ name: nodeName }] } : {}),
    ...(zone === undefined ? {} : { forZones: [{ name: zone }] }),
  };
  return Object.keys(hints).length === 0 ? endpoint : { ...endpoint, hints };
}
