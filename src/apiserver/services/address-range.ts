// The cluster's block of Service addresses, and in which order free ones are looked for.
// Upstream: pkg/registry/core/service/ipallocator (calculateRangeOffset: the lower band is left to those who choose)

import { addressAt, cidrContains, cidrSize, parseCidr } from '../../base/index.ts';
import type { Cidr } from '../../base/index.ts';
import type { RandomStream } from '../../kernel/index.ts';

/** How many places at the beginning of a range are handed out last. */
export function lowerBand(size: number, step: number, most: number): number {
  const least = 16;
  if (size < least) return 0;
  return Math.min(most, Math.max(least, Math.floor(size / step)));
}

/** Places from 0 to size − 1: from a random one of the upper band round, then those of the lower band. */
export function* placesToTry(size: number, band: number, random: RandomStream): Generator<number, void, undefined> {
  const upper = size - band;
  const start = upper > 0 ? random.integer(0, upper) : 0;
  for (let index = 0; index < upper; index++) yield band + ((start + index) % upper);
  for (let place = 0; place < band; place++) yield place;
}

/** A block of addresses for Services. Its first and last address are nobody's. */
export class AddressRange {
  readonly cidr: Cidr;
  private readonly size: number;
  private readonly band: number;

  constructor(cidr: string) {
    const parsed = parseCidr(cidr);
    if (!parsed) throw new Error(`not a block of addresses: ${cidr}`);
    this.cidr = parsed;
    this.size = Number(cidrSize(parsed)) - 2;
    this.band = lowerBand(this.size, 16, 256);
  }

  /** Whether a Service may have the address: it is of the block, and neither its first nor its last. */
  contains(address: string): boolean {
    return cidrContains(this.cidr, address) && address !== addressAt(this.cidr, 0n) && address !== addressAt(this.cidr, cidrSize(this.cidr) - 1n);
  }

  /** The address at a place; 0 is the first that a Service may have. */
  at(place: number): string {
    return addressAt(this.cidr, BigInt(place + 1));
  }

  /** Addresses in the order in which to try them. */
  *candidates(random: RandomStream): Generator<string, void, undefined> {
    for (const place of placesToTry(this.size, this.band, random)) yield this.at(place);
  }
}
