// Addresses of IP and blocks of them.
// Upstream: k8s.io/apiserver pkg/cel/library/ip.go, cidr.go; their errors are those of Go's net/netip

import { formatIpv4, formatIpv6, ipVersion, parseIpv4, parseIpv6, quote } from '../../base/index.ts';
import { opaque } from '../types.ts';
import { CelError, Opaque } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';
import { inner, text } from './arguments.ts';
import type { Library } from './arguments.ts';
import { whyNoAddress } from './no-address.ts';

interface Address {
  readonly version: 4 | 6;
  readonly bits: bigint;
}

interface Block {
  readonly address: Address;
  readonly prefix: number;
}

const width = ({ version }: Address): number => (version === 4 ? 32 : 128);

const ip: OpaqueBehaviour<Address> = {
  type: opaque('net.IP'),
  equals: (a, b) => a.version === b.version && a.bits === b.bits,
};
const cidr: OpaqueBehaviour<Block> = {
  type: opaque('net.CIDR'),
  equals: (a, b) => ip.equals(a.address, b.address) && a.prefix === b.prefix,
};

function parse(written: string): Address | undefined {
  const version = ipVersion(written);
  if (version === undefined) return undefined;
  return { version, bits: version === 4 ? BigInt(parseIpv4(written) ?? 0) : (parseIpv6(written) ?? 0n) };
}

const isMapped = ({ version, bits }: Address): boolean => version === 6 && bits >> 32n === 0xffffn;

function addressOf(written: string): Address {
  const [bare = '', zone] = written.split('%');
  const address = parse(bare);
  if (!address) throw new CelError(`IP Address ${quote(written)} parse error during conversion from string: ParseAddr(${quote(written)}): ${whyNoAddress(written)}`);
  if (zone !== undefined) throw new CelError(`IP address ${quote(written)} with zone value is not allowed`);
  if (isMapped(address)) throw new CelError(`IPv4-mapped IPv6 address ${quote(written)} is not allowed`);
  return address;
}

const whileReading = 'network address parse error during conversion from string: ';

function blockOf(written: string): Block {
  const fail = (why: string): CelError => new CelError(`${whileReading}${whileReading}netip.ParsePrefix(${quote(written)}): ${why}`);
  const slash = written.lastIndexOf('/');
  if (slash < 0) throw fail("no '/'");
  const before = written.slice(0, slash);
  const address = parse(before);
  if (!address) throw fail(`ParseAddr(${quote(before)}): ${whyNoAddress(before)}`);
  const length = written.slice(slash + 1);
  if (!/^(0|[1-9]\d*)$/.test(length)) throw fail(`bad bits after slash: ${quote(length)}`);
  if (Number(length) > width(address)) throw fail('prefix length out of range');
  if (isMapped(address)) throw new CelError(`${whileReading}IPv4-mapped IPv6 address ${quote(written)} is not allowed`);
  return { address, prefix: Number(length) };
}

function showAddress({ version, bits }: Address): string {
  return version === 4 ? formatIpv4(Number(bits)) : formatIpv6(bits);
}

function masked({ address, prefix }: Block): Block {
  const rest = BigInt(width(address) - prefix);
  return { address: { ...address, bits: (address.bits >> rest) << rest }, prefix };
}

function contains(block: Block, address: Address): boolean {
  const rest = BigInt(width(block.address) - block.prefix);
  return block.address.version === address.version && block.address.bits >> rest === address.bits >> rest;
}

const containsBlock = (outer: Block, within: Block): boolean => outer.prefix <= within.prefix && contains(outer, within.address);

/** Whether an address begins with so many bits. */
const begins = ({ version, bits }: Address, of: 4 | 6, prefix: number, value: bigint): boolean =>
  version === of && bits >> BigInt((of === 4 ? 32 : 128) - prefix) === value;

const isUnspecified = ({ bits }: Address): boolean => bits === 0n;
const isLoopback = (address: Address): boolean => begins(address, 4, 8, 127n) || begins(address, 6, 128, 1n);
const isMulticast = (address: Address): boolean => begins(address, 4, 4, 14n) || begins(address, 6, 8, 0xffn);
const isLinkLocal = (address: Address): boolean => begins(address, 4, 16, 0xa9fen) || begins(address, 6, 10, 0x3fan);
const isBroadcast = (address: Address): boolean => begins(address, 4, 32, 0xffffffffn);

function isLinkLocalMulticast(address: Address): boolean {
  return begins(address, 4, 24, 0xe00000n) || (isMulticast(address) && address.version === 6 && ((address.bits >> 112n) & 0xfn) === 2n);
}

function isGlobalUnicast(address: Address): boolean {
  return !isUnspecified(address) && !isBroadcast(address) && !isLoopback(address) && !isMulticast(address) && !isLinkLocal(address);
}

function succeeds(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return false;
  }
}

const address = (value: Value | undefined): Address => inner(ip, value);
const block = (value: Value | undefined): Block => inner(cidr, value);

function withinBlock(outer: Value | undefined, written: string): boolean {
  const found = parse(written);
  if (!found || isMapped(found)) throw new CelError('no such overload');
  return contains(block(outer), found);
}

export const networks: Library = {
  string_to_ip: ([written]) => new Opaque(ip, addressOf(text(written))),
  ip_to_string: ([value]) => showAddress(address(value)),
  ip_is_canonical: ([written]) => showAddress(addressOf(text(written))) === text(written),
  is_ip: ([written]) => succeeds(() => addressOf(text(written))),
  ip_family: ([value]) => BigInt(address(value).version),
  ip_is_unspecified: ([value]) => isUnspecified(address(value)),
  ip_is_loopback: ([value]) => isLoopback(address(value)),
  ip_is_link_local_multicast: ([value]) => isLinkLocalMulticast(address(value)),
  ip_is_link_local_unicast: ([value]) => isLinkLocal(address(value)),
  ip_is_global_unicast: ([value]) => isGlobalUnicast(address(value)),
  string_to_cidr: ([written]) => new Opaque(cidr, blockOf(text(written))),
  cidr_to_string: ([value]) => `${showAddress(block(value).address)}/${block(value).prefix}`,
  is_cidr: ([written]) => succeeds(() => blockOf(text(written))),
  cidr_contains_ip_string: ([outer, written]) => withinBlock(outer, text(written)),
  cidr_contains_ip_ip: ([outer, value]) => contains(block(outer), address(value)),
  cidr_contains_cidr_string: ([outer, written]) => containsBlock(block(outer), blockOf(text(written))),
  cidr_contains_cidr: ([outer, value]) => containsBlock(block(outer), block(value)),
  cidr_ip: ([value]) => new Opaque(ip, block(value).address),
  cidr_masked: ([value]) => new Opaque(cidr, masked(block(value))),
  cidr_prefix_length: ([value]) => BigInt(block(value).prefix),
};
