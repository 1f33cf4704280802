// What certificates and requests say beside the subject: other names that somebody has, and what a key is for.
// Source: RFC 5280, sections 4.2.1.3, 4.2.1.6, 4.2.1.9 and 4.2.1.12; RFC 2985, section 5.4.2

import { utf8Bytes, utf8Text } from '../utf8.ts';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../ip.ts';
import { DerError, der, marked, oid, readDer, tags } from './der.ts';
import type { DerValue } from './der.ts';

/** The names of a subject other than its distinguished one. */
export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uris: readonly string[];
}

/** What a key may be used for, in the words of the certificates API. */
export type CertificateUsage = 'client auth' | 'digital signature' | 'key encipherment' | 'server auth';

/** Nobody but the subject. */
export const noAlternativeNames: AlternativeNames = { dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [] };

const alternativeNamesOid = oid('2.5.29.17');
const requestedExtensionsOid = oid('1.2.840.113549.1.9.14');
const nameTags = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;
/** The bits of a key usage, and the purposes of an extended one. */
const usageBits: Readonly<Record<string, number>> = { 'digital signature': 0x80, 'key encipherment': 0x20 };
const purposes: Readonly<Record<string, Uint8Array>> = { 'server auth': oid('1.3.6.1.5.5.7.3.1'), 'client auth': oid('1.3.6.1.5.5.7.3.2') };

/** The extensions of a new certificate, as the one value that it holds of them. */
export function extensionsOf({ isAuthority, usages, names }: { readonly isAuthority: boolean; readonly usages: readonly CertificateUsage[]; readonly names: AlternativeNames }): Uint8Array {
  const bits = usages.reduce((sum, usage) => sum | (usageBits[usage] ?? 0), 0);
  const extended = usages.flatMap((usage) => purposes[usage] ?? []);
  const others = namesValue(names);
  return der(marked(3), der(tags.sequence,
    ...(bits === 0 ? [] : [extension('2.5.29.15', der(tags.bitString, Uint8Array.of(unusedBits(bits), bits)), true)]),
    ...(extended.length === 0 ? [] : [extension('2.5.29.37', der(tags.sequence, ...extended), false)]),
    extension('2.5.29.19', der(tags.sequence, ...(isAuthority ? [der(tags.boolean, Uint8Array.of(0xff))] : [])), true),
    ...(others.length === 0 ? [] : [extension('2.5.29.17', der(tags.sequence, ...others), false)])));
}

function extension(type: string, value: Uint8Array, isCritical: boolean): Uint8Array {
  return der(tags.sequence, oid(type), ...(isCritical ? [der(tags.boolean, Uint8Array.of(0xff))] : []), der(tags.octetString, value));
}

function unusedBits(bits: number): number {
  let unused = 0;
  while (((bits >> unused) & 1) === 0) unused++;
  return unused;
}

function namesValue({ dnsNames, emailAddresses, ipAddresses, uris }: AlternativeNames): readonly Uint8Array[] {
  const text = (tag: number) => (name: string): Uint8Array => der(tag, utf8Bytes(name));
  return [...dnsNames.map(text(nameTags.dns)), ...emailAddresses.map(text(nameTags.email)), ...ipAddresses.map((address) => der(nameTags.ip, addressBytes(address))), ...uris.map(text(nameTags.uri))];
}

function addressBytes(address: string): Uint8Array {
  const four = parseIpv4(address);
  if (four !== undefined) return Uint8Array.of(four >>> 24, four >>> 16, four >>> 8, four);
  const six = parseIpv6(address) ?? 0n;
  return Uint8Array.from({ length: 16 }, (_, index) => Number((six >> BigInt(120 - 8 * index)) & 0xffn));
}

/** The other names that a request asks for; its attributes are the values marked `[0]`. Throws DerError. */
export function requestedNames(attributes: DerValue | undefined): AlternativeNames {
  if (attributes?.tag !== marked(0)) return noAlternativeNames;
  for (const attribute of readDer(attributes.content)) {
    const [type, values] = readDer(attribute.content);
    if (!type || !values || !isSameBytes(type.whole, requestedExtensionsOid)) continue;
    for (const each of readDer(values.content).flatMap(({ content }) => readDer(content))) {
      const parts = readDer(each.content);
      const [name] = parts;
      const value = parts.at(-1);
      if (name && value && isSameBytes(name.whole, alternativeNamesOid)) return readNames(readDer(value.content)[0]);
    }
  }
  return noAlternativeNames;
}

function readNames(names: DerValue | undefined): AlternativeNames {
  if (names?.tag !== tags.sequence) throw new DerError('names expected');
  const all = readDer(names.content);
  const texts = (tag: number): readonly string[] => all.filter((name) => name.tag === tag).map(({ content }) => utf8Text(content));
  return {
    dnsNames: texts(nameTags.dns), emailAddresses: texts(nameTags.email), uris: texts(nameTags.uri),
    ipAddresses: all.filter(({ tag }) => tag === nameTags.ip).map(({ content }) => addressText(content)),
  };
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return formatIpv4(bytes.reduce((sum, byte) => sum * 256 + byte, 0));
  if (bytes.length === 16) return formatIpv6(bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n));
  throw new DerError('address expected');
}

/** Whether two runs of bytes are the same. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
