import { expect, test } from 'vitest';
import { utf8Bytes } from '../utf8.ts';
import { sha256 } from '../hash.ts';
import { CertificateAuthority } from './authority.ts';
import { readCertificate, readCertificateRequest } from './certificate.ts';
import { extensionsOf, requestedNames } from './extensions.ts';
import { der, marked, oid, readDer, tags } from './der.ts';

/** Made by openssl: C=DE, O=dev, OU=unit, O=ops, L=Town, CN=anna, with other names of each sort. */
const request = `-----BEGIN CERTIFICATE REQUEST-----
MIIBITCB1AIBADBWMQswCQYDVQQGEwJERTEMMAoGA1UECgwDZGV2MQ0wCwYDVQQL
DAR1bml0MQwwCgYDVQQKDANvcHMxDTALBgNVBAcMBFRvd24xDTALBgNVBAMMBGFu
bmEwKjAFBgMrZXADIQBd7++Zcox1ShE/25QS4SIsMXfKSjRHjyywFJMFbeEHoqBL
MEkGCSqGSIb3DQEJDjE8MDowOAYDVR0RBDEwL4ICbjGHBAoAAAGHEP0AAAAAAAAA
AAAAAAAAAAGBBWFAYi5jhgpodHRwOi8veC95MAUGAytlcANBADMJJMl086gsjvMF
Yb2shkw73yoWtJojEKCe2RTGcVwaqLrI2IAZkA4nOfOZ/waeBEIGGoFx/7sC5hvQ
suQEhwc=
-----END CERTIFICATE REQUEST-----
`;
const names = { dnsNames: ['n1'], emailAddresses: ['a@b.c'], ipAddresses: ['10.0.0.1', 'fd00::1'], uris: ['http://x/y'] };

test('a request tells who wants a certificate, and what they are called besides', () => {
  const read = readCertificateRequest(request);
  expect(read).toMatchObject({ subject: { commonName: 'anna', organizations: ['dev', 'ops'], organizationalUnits: ['unit'], countries: ['DE'], localities: ['Town'], provinces: [] }, names });
});

test('what is issued for a request has its subject, its names and its key', () => {
  const authority = new CertificateAuthority('kubernetes', sha256(utf8Bytes('key')), 1_767_225_600_000);
  const read = readCertificateRequest(request);
  if (!read) throw new Error('the request cannot be read');
  const pem = authority.issue({ ...read, serial: Uint8Array.of(1), notBeforeMs: 1_767_225_600_000, notAfterMs: 1_767_225_660_000, usages: ['digital signature', 'key encipherment', 'client auth'] });
  expect(authority.verify(pem)?.subject).toEqual({ commonName: 'anna', organizations: ['dev', 'ops'] });
  const written = String.fromCharCode(...(readCertificate(pem)?.bytes ?? []));
  expect(['DE', 'Town', 'dev', 'ops', 'unit', 'anna'].map((text) => written.lastIndexOf(text)).reduce((before, place) => (place > before ? place : Infinity))).toBeLessThan(Infinity);
  expect(readCertificate(pem)?.notAfterMs).toBe(1_767_225_660_000);
});

test('names are written as they are read', () => {
  const [extensions] = readDer(extensionsOf({ isAuthority: false, usages: [], names }));
  if (!extensions) throw new Error('nothing was written');
  const attribute = der(tags.sequence, oid('1.2.840.113549.1.9.14'), der(tags.set, extensions.content));
  expect(requestedNames(readDer(der(marked(0), attribute))[0])).toEqual(names);
});
