// A certificate for HTTPS, made at the start and kept nowhere: signed by an authority that signs nothing else, and good for the
// names by which the server is reached. (RFC 5280, RFC 5480)

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** PEM of a server's certificate with its key, and of the authority that signed it. */
export interface ServerCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;
const validDays = 365;

/** Makes a certificate for these names and addresses, good from now on. */
export function makeCertificate(names: readonly string[], nowMs: number): ServerCertificate {
  const [authority, server] = [newKeys(), newKeys()];
  const issued = { issuer: 'orrery', notBeforeMs: nowMs - dayMs, notAfterMs: nowMs + validDays * dayMs, signer: authority.privateKey };
  return {
    authority: certificateOf({ ...issued, subject: 'orrery', publicKey: authority.publicKey, extensions: [extension(basicConstraints, sequence(boolean(true)))] }),
    certificate: certificateOf({
      ...issued, subject: 'kube-apiserver', publicKey: server.publicKey,
      extensions: [extension(basicConstraints, sequence()), extension(extendedKeyUsage, sequence(serverAuthentication)), extension(alternativeNames, sequence(...names.map(alternativeName)))],
    }),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

interface Statement {
  readonly subject: string;
  readonly issuer: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certificateOf({ subject, issuer, notBeforeMs, notAfterMs, publicKey, signer, extensions }: Statement): string {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.of(0x40), randomBytes(15)),
    ecdsaWithSha256,
    commonName(issuer),
    sequence(time(notBeforeMs), time(notAfterMs)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.of(0), sign('sha256', body, signer)));
  return certificatePem(whole);
}

/** A certificate in PEM. */
export function certificatePem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

/** A value of DER: its tag, its length, its content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const length = bytes.length < 0x80 ? [bytes.length] : bytes.length < 0x100 ? [0x81, bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), bytes]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.of(value ? 0xff : 0));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(commonNameId, der(0x0c, Buffer.from(name)))));
}

/** UTCTime: `261122093000Z`. */
function time(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, der(0x04, value));
}

/** A GeneralName: the bytes of an address, or a name of the DNS. */
function alternativeName(name: string): Buffer {
  if (isIP(name) === 4) return der(0x87, Buffer.from(name.split('.').map(Number)));
  return isIP(name) === 6 ? der(0x87, bytesOfIPv6(name)) : der(0x82, Buffer.from(name));
}

function bytesOfIPv6(address: string): Buffer {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text = ''): number[] => text.split(':').filter((group) => group !== '').map((group) => Number.parseInt(group, 16));
  const [front, back] = [groups(head), groups(tail)];
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const commonNameId = Buffer.from('0603550403', 'hex');
const basicConstraints = Buffer.from('0603551d13', 'hex');
const extendedKeyUsage = Buffer.from('0603551d25', 'hex');
const alternativeNames = Buffer.from('0603551d11', 'hex');
const serverAuthentication = Buffer.from('06082b06010505070301', 'hex');
