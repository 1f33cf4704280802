// Certificates and requests for them, as far as they say who somebody is.
// Source: RFC 5280 (certificates), RFC 2986 (requests)

import { utf8Bytes, utf8Text } from '../utf8.ts';
import { formatTime, parseTime } from '../time.ts';
import { DerError, der, marked, oid, readDer, tags } from './der.ts';
import type { DerValue } from './der.ts';
import { extensionsOf, isSameBytes, noAlternativeNames, requestedNames } from './extensions.ts';
import type { AlternativeNames, CertificateUsage } from './extensions.ts';
import { pemBlock, pemBytes } from './pem.ts';

/** Whom a certificate is for. */
export interface Subject {
  /** CN */
  readonly commonName: string;
  /** O, in their order. */
  readonly organizations: readonly string[];
}

/** What else a subject may be told by, each in its order. */
const furtherParts = {
  serialNumber: oid('2.5.4.5'), organizationalUnits: oid('2.5.4.11'), countries: oid('2.5.4.6'), localities: oid('2.5.4.7'), provinces: oid('2.5.4.8'), streets: oid('2.5.4.9'), postalCodes: oid('2.5.4.17'),
} as const;

/** Whom a certificate is for, whole. */
export type RequestedSubject = Subject & Readonly<Record<keyof typeof furtherParts, readonly string[]>>;

/** What a certificate says. */
export interface Certificate {
  readonly subject: Subject;
  readonly issuer: Subject;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** What the issuer has signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** The whole of it. */
  readonly bytes: Uint8Array;
}

/** What a request for a certificate says. */
export interface CertificateRequest {
  readonly subject: RequestedSubject;
  /** A SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  /** What else the subject is called. */
  readonly names: AlternativeNames;
}

/** What a new certificate is to say. */
export interface CertificateTemplate {
  readonly subject: Subject;
  readonly issuer: Subject;
  /** Up to 16 bytes that no other certificate of the issuer has. */
  readonly serial: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** A SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly isAuthority?: boolean;
  /** What the key is for; without, whatever one likes. */
  readonly usages?: readonly CertificateUsage[];
  readonly names?: AlternativeNames;
}

const commonNameOid = oid('2.5.4.3');
const organizationOid = oid('2.5.4.10');
/**
 * How certificates say that they are signed: as kubeadm's do, because clients outside of a world do not load any that they
 * think weak. In truth the issuers here sign with a key that only they have, and check with the same one.
 */
const algorithm = der(tags.sequence, oid('1.2.840.113549.1.1.11'), der(tags.nothing)); // sha256WithRSAEncryption

/** A certificate as PEM; `sign` gives the issuer's signature of bytes. */
export function makeCertificate(template: CertificateTemplate, sign: (bytes: Uint8Array) => Uint8Array): string {
  const { subject, issuer, serial, notBeforeMs, notAfterMs, publicKey, isAuthority = false, usages = [], names = noAlternativeNames } = template;
  const positive = Uint8Array.from([(serial[0] ?? 0) & 0x7f | 0x40, ...serial.subarray(1)]);
  const body = der(tags.sequence,
    der(marked(0), der(tags.integer, Uint8Array.of(2))),
    der(tags.integer, positive),
    algorithm,
    nameOf(issuer),
    der(tags.sequence, timeOf(notBeforeMs), timeOf(notAfterMs)),
    nameOf(subject),
    publicKey,
    extensionsOf({ isAuthority, usages, names }));
  return pemBlock('CERTIFICATE', der(tags.sequence, body, algorithm, bits(sign(body))));
}

/** The first certificate in a PEM text; undefined when there is none that can be read. */
export function readCertificate(pem: string): Certificate | undefined {
  const bytes = pemBytes('CERTIFICATE', pem);
  return bytes && readable(() => {
    const [body, , signature] = inside(first(bytes));
    const [version, ...rest] = inside(body);
    const [, , issuer, validity, subject] = version?.tag === marked(0) ? rest : [version, ...rest];
    const [notBefore, notAfter] = inside(validity);
    return {
      subject: readName(subject), issuer: readName(issuer), notBeforeMs: readTime(notBefore), notAfterMs: readTime(notAfter),
      signed: body?.whole ?? new Uint8Array(), signature: signature?.content.subarray(1) ?? new Uint8Array(), bytes,
    };
  });
}

/** The request in a PEM text; undefined when there is none that can be read. */
export function readCertificateRequest(pem: string): CertificateRequest | undefined {
  const bytes = pemBytes('CERTIFICATE REQUEST', pem);
  return bytes && readable(() => {
    const [body] = inside(first(bytes));
    const [, subject, publicKey, attributes] = inside(body);
    if (!publicKey) throw new DerError('no key');
    return { subject: readWholeName(subject), publicKey: publicKey.whole, names: requestedNames(attributes) };
  });
}

/** 32 bytes as the public key of an Ed25519 pair. */
export function publicKeyOf(bytes: Uint8Array): Uint8Array {
  return der(tags.sequence, der(tags.sequence, oid('1.3.101.112')), bits(bytes));
}

/** 32 bytes as the private key of an Ed25519 pair, in PEM. */
export function privateKeyPem(bytes: Uint8Array): string {
  const version = der(tags.integer, Uint8Array.of(0));
  return pemBlock('PRIVATE KEY', der(tags.sequence, version, der(tags.sequence, oid('1.3.101.112')), der(tags.octetString, der(tags.octetString, bytes))));
}

function readable<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

function first(bytes: Uint8Array): DerValue | undefined {
  return readDer(bytes)[0];
}

function inside(value: DerValue | undefined): DerValue[] {
  if (value === undefined || (value.tag & 0x20) === 0) throw new DerError('structure expected');
  return readDer(value.content);
}

const bits = (bytes: Uint8Array): Uint8Array => der(tags.bitString, Uint8Array.of(0), bytes);

/** A distinguished name, its parts in the order in which the real signers write them; several of one sort are a set, sorted. */
function nameOf({ commonName, organizations, countries, provinces, localities, streets, postalCodes, organizationalUnits, serialNumber }: Subject & Partial<RequestedSubject>): Uint8Array {
  const setOf = (type: Uint8Array, texts: readonly string[] = []): readonly Uint8Array[] => {
    const parts = texts.map((text) => der(tags.sequence, type, der(tags.utf8, utf8Bytes(text)))).sort(compareBytes);
    return parts.length > 0 ? [der(tags.set, ...parts)] : [];
  };
  const { countries: c, provinces: st, localities: l, streets: street, postalCodes: postal, organizationalUnits: ou, serialNumber: serial } = furtherParts;
  return der(
    tags.sequence, ...setOf(c, countries), ...setOf(st, provinces), ...setOf(l, localities), ...setOf(street, streets), ...setOf(postal, postalCodes),
    ...setOf(organizationOid, organizations), ...setOf(ou, organizationalUnits), ...setOf(commonNameOid, [commonName]), ...setOf(serial, serialNumber),
  );
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

function readName(name: DerValue | undefined): Subject {
  const parts = textsOf(name);
  return { commonName: parts(commonNameOid).at(-1) ?? '', organizations: parts(organizationOid) };
}

function readWholeName(name: DerValue | undefined): RequestedSubject {
  const parts = textsOf(name);
  const { serialNumber, organizationalUnits, countries, localities, provinces, streets, postalCodes } = furtherParts;
  return {
    ...readName(name), serialNumber: parts(serialNumber), organizationalUnits: parts(organizationalUnits), countries: parts(countries), localities: parts(localities), provinces: parts(provinces), streets: parts(streets), postalCodes: parts(postalCodes),
  };
}

/** The texts of a name by the kind of part that they are. */
function textsOf(name: DerValue | undefined): (kind: Uint8Array) => readonly string[] {
  const parts = inside(name).flatMap((set) => inside(set)).map((part) => inside(part));
  return (kind) => parts.flatMap(([type, text]) => (type && text && isSameBytes(type.whole, kind) ? [utf8Text(text.content)] : []));
}

/** `261122093000Z`; from 2050 on with all four digits of the year. */
function timeOf(ms: number): Uint8Array {
  const digits = formatTime(ms).replaceAll(/[-:T]/g, '');
  return digits < '2050' ? der(tags.utcTime, utf8Bytes(digits.slice(2))) : der(tags.generalizedTime, utf8Bytes(digits));
}

function readTime(value: DerValue | undefined): number {
  const text = value ? utf8Text(value.content) : '';
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) throw new DerError('time expected');
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  const whole = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`;
  return parseTime(`${whole}-${month}-${day}T${hour}:${minute}:${second}Z`) ?? 0;
}
