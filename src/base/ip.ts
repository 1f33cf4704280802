// IP addresses and the blocks that a prefix length cuts out.

/** An address block: `10.0.0.0/8`. */
export interface Cidr {
  readonly version: 4 | 6;
  /** The first address as a number. */
  readonly base: bigint;
  readonly prefix: number;
}

/** The 32-bit number of a dotted IPv4 address; undefined when it is none. Leading zeros are refused unless `legacy`. */
export function parseIpv4(text: string, legacy = false): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) && !(legacy && /^\d+$/.test(part))) return undefined;
    if (!legacy && part.length > 1 && part.startsWith('0')) return undefined;
    const byte = Number(part);
    if (byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

/** The dotted form of a 32-bit number. */
export function formatIpv4(value: number): string {
  return `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const v4 = parseIpv4(part);
      if (v4 === undefined) return undefined;
      groups.push(v4 >>> 16, v4 & 0xffff);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** The 128-bit number of an IPv6 address; undefined when it is none. */
export function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return undefined;
  const head = parseGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '') : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail].reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

/** The canonical text of a 128-bit address: the longest run of zero groups becomes `::`. */
export function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const text = (from: number, to: number): string => groups.slice(from, to).map((group) => group.toString(16)).join(':');
  return best.start < 0 ? text(0, 8) : `${text(0, best.start)}::${text(best.start + best.length, 8)}`;
}

/** Which version of IP an address is of; undefined when it is no address. */
export function ipVersion(text: string): 4 | 6 | undefined {
  if (parseIpv4(text) !== undefined) return 4;
  return parseIpv6(text) === undefined ? undefined : 6;
}

/** A block; undefined when the text is none. Bits beyond the prefix are dropped. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.lastIndexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const address = text.slice(0, slash);
  const version = ipVersion(address);
  const prefix = Number(length);
  const bits = version === 4 ? 32 : 128;
  if (version === undefined || prefix > bits) return undefined;
  const value = version === 4 ? BigInt(parseIpv4(address) ?? 0) : (parseIpv6(address) ?? 0n);
  const hostBits = BigInt(bits - prefix);
  return { version, base: (value >> hostBits) << hostBits, prefix };
}

/** The block as text, from its first address. */
export function formatCidr(cidr: Cidr): string {
  return `${addressAt(cidr, 0n)}/${cidr.prefix}`;
}

/** How many addresses a block has. */
export function cidrSize(cidr: Cidr): bigint {
  return 1n << BigInt((cidr.version === 4 ? 32 : 128) - cidr.prefix);
}

/** The address so many places after the first of a block. */
export function addressAt(cidr: Cidr, offset: bigint): string {
  const value = cidr.base + offset;
  return cidr.version === 4 ? formatIpv4(Number(value)) : formatIpv6(value);
}

/** Whether an address lies in a block. */
export function cidrContains(cidr: Cidr, address: string): boolean {
  if (cidr.version === 4) {
    const first = Number(cidr.base);
    const value = parseIpv4(address) ?? -1;
    return value >= first && value < first + 2 ** (32 - cidr.prefix);
  }
  const value = parseIpv6(address);
  if (value === undefined) return false;
  const offset = value - cidr.base;
  return offset >= 0n && offset < cidrSize(cidr);
}

/** Cuts a block into smaller ones of that prefix and gives the one at this index; undefined past the end. */
export function subnet(cidr: Cidr, prefix: number, index: number): Cidr | undefined {
  const bits = cidr.version === 4 ? 32 : 128;
  if (prefix < cidr.prefix || BigInt(index) >= 1n << BigInt(prefix - cidr.prefix)) return undefined;
  return { version: cidr.version, base: cidr.base + (BigInt(index) << BigInt(bits - prefix)), prefix };
}
