// Upstream: k8s.io/kube-scheduler framework HostPortInfo
import type { ContainerPort, PodSpec } from '../../generated/types.ts';
import { isSidecar } from './pod-state.ts';

/** A port of the machine that a Pod asks for. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const anyAddress = '0.0.0.0';
const noPorts: readonly never[] = Object.freeze([]);

type Containers = Pick<PodSpec, 'containers' | 'initContainers'>;

/** A port of a container that is also one of its machine. */
export type MappedPort = ContainerPort & { readonly hostPort: number };

/** The ports of containers that stand for ports of the machine: of those that run side by side. */
export function mappedPortsOf({ containers, initContainers }: Containers): readonly MappedPort[] {
  const sidecars = initContainers?.filter(isSidecar);
  const running = sidecars && sidecars.length > 0 ? [...containers, ...sidecars] : containers;
  if (!running.some(({ ports }) => ports?.some(({ hostPort }) => hostPort))) return noPorts;
  return running.flatMap(({ ports = [] }) => ports.flatMap((port) => (port.hostPort ? [{ ...port, hostPort: port.hostPort }] : [])));
}

/** The ports of its machine that a Pod asks for. */
export function hostPortsOf(spec: Containers): readonly HostPort[] {
  const mapped = mappedPortsOf(spec);
  return mapped.length === 0 ? noPorts : mapped.map(({ hostPort, hostIP, protocol }) => ({ ip: hostIP || anyAddress, protocol: protocol ?? 'TCP', port: hostPort }));
}

/** Whether two cannot have their ports on one machine: the same port by the same address, or by all addresses. */
export function portsConflict(one: HostPort, other: HostPort): boolean {
  if (one.port !== other.port || one.protocol !== other.protocol) return false;
  return one.ip === other.ip || one.ip === anyAddress || other.ip === anyAddress;
}
