import { cidrContains, formatCidr, parseCidr } from '../../base/index.ts';
import type { Cidr } from '../../base/index.ts';
import { machineCidr } from '../address-plan.ts';
import { TopologyError } from './fields.ts';
import type { Topology } from './topology.ts';

/** Pods that a node's range has room for at least: a /24 holds them. */
const defaultNodePods = 253;
/** The widest and the narrowest range for Services. Upstream: kube-apiserver's validation of --service-cluster-ip-range. */
const servicePrefixes = { widest: 12, narrowest: 28 } as const;

/** How long the prefix of a node's range is: room for the Pods of the largest. */
export function nodePrefix({ workers }: Topology): number {
  const most = Math.max(defaultNodePods, ...workers.map(({ pods }) => pods));
  return Math.clz32(most + 2); // kube-controller-manager --node-cidr-mask-size, 24 for up to 253 Pods
}

/** Every node gets a range of its own, and no range lies in another. Throws TopologyError. */
export function checkNetworks(topology: Topology): void {
  const { podCIDR, serviceCIDR, registered, controlPlanes, workers } = topology;
  const [pods, services, machines] = [podCIDR, serviceCIDR, machineCidr].map(parseCidr);
  if (!pods || !services || !machines) return;
  const nodes = workers.length + (registered ? controlPlanes : 0);
  const prefix = nodePrefix(topology);
  const needed = prefix - (nodes > 1 ? 32 - Math.clz32(nodes - 1) : 0);
  if (pods.prefix > needed) throw new TopologyError(`podCIDR: ${podCIDR} has no room for ${nodes} nodes with a /${prefix} each; that takes a /${needed}`);
  if (services.prefix < servicePrefixes.widest || services.prefix > servicePrefixes.narrowest) {
    throw new TopologyError(`serviceCIDR: ${serviceCIDR} should be a network from /${servicePrefixes.widest} to /${servicePrefixes.narrowest}`);
  }
  const ranges = { podCIDR: pods, serviceCIDR: services, 'the network of the machines': machines };
  for (const [name, range] of Object.entries(ranges)) {
    for (const [otherName, other] of Object.entries(ranges)) {
      if (range !== other && lies(range, other)) throw new TopologyError(`${name}: ${formatCidr(range)} lies within ${otherName}, ${formatCidr(other)}`);
    }
  }
}

function lies(inner: Cidr, outer: Cidr): boolean {
  return inner.prefix >= outer.prefix && cidrContains(outer, formatCidr(inner).replace(/\/.*/, ''));
}
