import { cidrContains, formatCidr, parseCidr } from '../../base/index.ts';
import type { Cidr } from '../../base/index.ts';
import { machineCidr } from '../address-plan.ts';
import { TopologyError } from './fields.ts';
import type { Topology } from './topology.ts';

/** Pods that a node's range has room for at least: a /24 holds them. */
const defaultNodePods = 253;
/** The widest and the narrowest range for Services. Upstream: kube-apiserver's validation of --service-cluster-ip-range. */
const servicePrefixes = { widest: 12, narrowest: 28 } as const;

/** What the network of Pods must have room for. */
type Nodes = Pick<Topology, 'workers' | 'registered' | 'controlPlanes'>;

/** How long the prefix of a node's range is: room for the Pods of the largest. */
export function nodePrefix({ workers }: Pick<Topology, 'workers'>): number {
  const most = Math.max(defaultNodePods, ...workers.map(({ pods }) => pods));
  return Math.clz32(most + 2); // kube-controller-manager --node-cidr-mask-size, 24 for up to 253 Pods
}

const countOf = ({ workers, registered, controlPlanes }: Nodes): number => workers.length + (registered ? controlPlanes : 0);

/** The longest prefix that has a range for each node. */
function neededPrefix(topology: Nodes): number {
  const nodes = countOf(topology);
  return nodePrefix(topology) - (nodes > 1 ? 32 - Math.clz32(nodes - 1) : 0);
}

/** A network for Pods with a range for each node: kubeadm's usual one, or one that is wide enough. */
export function podNetworkFor(topology: Nodes): string {
  return neededPrefix(topology) >= 16 ? '10.244.0.0/16' : '10.224.0.0/11';
}

/** Every node gets a range of its own, and no range lies in another. Throws TopologyError. */
export function checkNetworks(topology: Topology): void {
  const { podCIDR, serviceCIDR } = topology;
  const [pods, services, machines] = [podCIDR, serviceCIDR, machineCidr].map(parseCidr);
  if (!pods || !services || !machines) return;
  const needed = neededPrefix(topology);
  if (pods.prefix > needed) throw new TopologyError(`podCIDR: ${podCIDR} has no room for ${countOf(topology)} nodes with a /${nodePrefix(topology)} each; that takes a /${needed}`);
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
