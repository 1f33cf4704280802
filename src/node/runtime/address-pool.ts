// Upstream: containernetworking plugins, ipam/host-local
import { addressAt, cidrSize, formatCidr, parseCidr } from '../../base/index.ts';
import type { Cidr } from '../../base/index.ts';

/** The addresses of a node's Pods: given one after the other, so that one that became free is not given again soon. */
export class AddressPool {
  readonly cidr: string;
  private readonly block: Cidr;
  private readonly used = new Set<string>();
  private last = 1;

  constructor(cidr: string) {
    const block = parseCidr(cidr);
    if (!block) throw new Error(`not a CIDR: ${cidr}`);
    this.block = block;
    this.cidr = formatCidr(block);
  }

  /** The address of the node in the Pods' network. */
  get gateway(): string {
    return addressAt(this.block, 1n);
  }

  /** An address that nobody has; undefined when all are taken. */
  take(): string | undefined {
    const size = Number(cidrSize(this.block));
    for (let tries = 0; tries < size; tries++) {
      this.last = this.last + 1 >= size - 1 ? 2 : this.last + 1;
      const address = addressAt(this.block, BigInt(this.last));
      if (this.used.has(address)) continue;
      this.used.add(address);
      return address;
    }
    return undefined;
  }

  free(address: string): void {
    this.used.delete(address);
  }

  /** The error of a full pool. */
  get exhausted(): string {
    const last = addressAt(this.block, cidrSize(this.block) - 2n);
    return `failed to allocate for range 0: no IP addresses available in range set: ${this.gateway}-${last}`;
  }
}
