import type { ProcessGroup } from '../kernel/index.ts';
import type { Link } from './link.ts';
import type { Network } from './network.ts';
import type { NoPath } from './path.ts';
import { Stack } from './stack.ts';

export type HostRole =
  | 'workstation'
  | 'control-plane'
  | 'etcd'
  | 'worker'
  | 'load-balancer'
  | 'registry'
  | 'client'
  | 'outside';

/** Where a connection really goes: the answer of a machine's packet rules (kube-proxy's, a load balancer's). */
export type Translation =
  | { readonly verdict: 'to'; readonly address: string; readonly port: number; readonly source?: string; readonly via: string }
  | NoPath;

/** Asked for each new connection that leaves or reaches a machine; undefined lets it pass unchanged. */
export type Translator = (connection: {
  readonly from: Stack;
  readonly address: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly direction: 'out' | 'in';
}) => Translation | undefined;

/** What a machine is made of. */
export interface Hardware {
  readonly cpus: number;
  readonly memoryBytes: number;
}

const usualHardware: Hardware = { cpus: 4, memoryBytes: 8 * 2 ** 30 };

/** A machine: processes that die with it, and network stacks (its own and those of its Pods). */
export class Host {
  readonly name: string;
  readonly role: HostRole;
  readonly network: Network;
  readonly group: ProcessGroup;
  readonly stack: Stack;
  /** Whether the machine runs; a powered-off one neither sends nor receives. */
  isUp = true;
  hardware = usualHardware;
  translator: Translator | undefined;
  /** Which addresses it has a route to; by default all. */
  hasRouteTo: (address: string) => boolean = () => true;
  /** Links to other hosts, made when first used. */
  readonly links = new Map<Host, Link>();

  constructor(network: Network, name: string, role: HostRole, address: string) {
    this.network = network;
    this.name = name;
    this.role = role;
    this.group = network.kernel.root.subgroup(name);
    this.stack = new Stack(this, name, address);
  }

  /** The component that a process group belongs to: the outermost group inside the machine's own. */
  componentOf(group: ProcessGroup): string | undefined {
    let outermost: ProcessGroup | undefined = group;
    while (outermost && outermost.parent !== this.group) outermost = outermost.parent;
    return outermost?.name;
  }
}
