// Upstream: k8s.io/kube-scheduler framework HostPortInfo
import type { PodSpec } from '../../generated/types.ts';
import { isSidecar } from './pod-state.ts';

/** A port of the machine that a Pod asks for. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const anyAddress = '0.0.0.0';
const noPorts: readonly HostPort[] = Object.freeze([]);

/** The ports of its machine that a Pod asks for. */
export function hostPortsOf({ containers, initContainers }: Pick<PodSpec, 'containers' | 'initContainers'>): readonly HostPort[] {
  const sidecars = initContainers?.filter(isSidecar);
  const running = sidecars && sidecars.length > 0 ? [...containers, ...sidecars] : containers;
  if (!running.some(({ ports }) => ports?.some(({ hostPort }) => hostPort))) return noPorts;
  return running.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, hostIP, protocol }) =>
      hostPort > 0 ? [{ ip: hostIP || anyAddress, protocol: protocol ?? 'TCP', port: hostPort }] : [],
    ),
  );
}

/** Whether two cannot have their ports on one machine: the same port by the same address, or by all addresses. */
export function portsConflict(one: HostPort, other: HostPort): boolean {
  if (one.port !== other.port || one.protocol !== other.protocol) return false;
  return one.ip === other.ip || one.ip === anyAddress || other.ip === anyAddress;
}
