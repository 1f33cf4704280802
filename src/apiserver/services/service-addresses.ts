// Who has which Service address: one IPAddress object in etcd for each, so that an address is claimed by creating it.
// Upstream: pkg/registry/core/service/ipallocator/ipallocator.go

import { formatTime, parseCidr } from '../../base/index.ts';
import type { Kernel, Process, RandomStream } from '../../kernel/index.ts';
import { isConditionTrue } from '../../kinds/index.ts';
import type { KubeObject, ServiceCIDR } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import type { Storage } from '../storage/storage.ts';
import { AddressRange } from './address-range.ts';
import { NodePorts } from './node-ports.ts';
import type { PortRange } from './node-ports.ts';

const prefix = '/registry/ipaddresses/';

/** For whom an address is claimed. */
export interface AddressOwner {
  readonly namespace: string;
  readonly name: string;
}

/** Hands out the addresses and node ports of Services: from the block that the server was started with, and from ServiceCIDRs. */
export class ServiceAddresses {
  readonly ports: NodePorts;
  readonly range: AddressRange;
  private readonly declared: () => Iterable<ServiceCIDR>;
  private readonly known = new Map<string, AddressRange>();
  private readonly kernel: Kernel;
  private readonly storage: Storage;
  private readonly random: RandomStream;
  private readonly serviceCidr: string;

  constructor(options: {
    readonly kernel: Kernel;
    readonly storage: Storage;
    readonly random: RandomStream;
    readonly serviceCidr: string;
    /** All ServiceCIDRs. */
    readonly declared: () => Iterable<ServiceCIDR>;
    readonly nodePorts: PortRange;
  }) {
    this.kernel = options.kernel;
    this.storage = options.storage;
    this.random = options.random;
    this.serviceCidr = options.serviceCidr;
    this.range = new AddressRange(options.serviceCidr);
    this.declared = options.declared;
    this.ports = new NodePorts(options.storage, options.random, options.nodePorts);
  }

  /** Takes that address; or says why not. */
  *claim(address: string, owner: AddressOwner, isDryRun: boolean): Process<string | undefined> {
    if (![...this.ranges()].some((range) => range.contains(address))) {
      return isDryRun ? `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${this.serviceCidr}` : 'the provided network does not match the current range';
    }
    // Who has it is found out by taking it.
    return isDryRun || (yield* this.create(address, owner, isDryRun)) ? undefined : 'provided IP is already allocated';
  }

  /** Takes any free address; undefined when there is none. */
  *claimAny(owner: AddressOwner, isDryRun: boolean): Process<string | undefined> {
    for (const range of this.ranges()) {
      let attempts = 0;
      for (const address of range.candidates(this.random)) {
        if (yield* this.create(address, owner, isDryRun)) return address;
        if (++attempts >= limits.addressAttempts) break;
      }
    }
    return undefined;
  }

  /** The server's own block first, then those that are declared, ready and not about to go. */
  private *ranges(): Generator<AddressRange, void, undefined> {
    yield this.range;
    for (const { metadata, spec, status } of this.declared()) {
      if (!isConditionTrue(status.conditions, 'Ready') || metadata.deletionTimestamp !== undefined) continue;
      for (const cidr of spec.cidrs ?? []) if (parseCidr(cidr)?.version === 4) yield this.rangeOf(cidr);
    }
  }

  private rangeOf(cidr: string): AddressRange {
    let range = this.known.get(cidr);
    if (!range) this.known.set(cidr, (range = new AddressRange(cidr)));
    return range;
  }

  /** Gives addresses back. */
  *release(addresses: readonly string[]): Process {
    for (const address of addresses) {
      const key = prefix + address;
      const { item } = yield* this.storage.get(key);
      if (item) yield* this.storage.delete({ key, expected: item.revision });
    }
  }

  private *create(address: string, owner: AddressOwner, isDryRun: boolean): Process<boolean> {
    const key = prefix + address;
    if (isDryRun) return (yield* this.storage.get(key)).item === undefined;
    const value: KubeObject = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IPAddress',
      metadata: {
        name: address,
        uid: this.random.uuid(),
        resourceVersion: '',
        creationTimestamp: formatTime(this.kernel.wallMs),
        labels: { 'ipaddress.kubernetes.io/ip-family': 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
      },
      spec: { parentRef: { resource: 'services', namespace: owner.namespace, name: owner.name } },
    };
    return (yield* this.storage.put({ key, value, expected: 0 })).done;
  }
}
