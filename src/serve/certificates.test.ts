import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCertificate } from './certificates.ts';

test('a certificate is good for its names, signed by the authority, and its key fits', () => {
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  const made = makeCertificate(['localhost', '127.0.0.1', '::1', 'fe80::1:2'], nowMs);
  const [authority, certificate] = [new X509Certificate(made.authority), new X509Certificate(made.certificate)];
  expect([authority.ca, certificate.ca]).toEqual([true, false]);
  expect(certificate.verify(authority.publicKey)).toBe(true);
  expect(certificate.checkIssued(authority)).toBe(true);
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FE80:0:0:0:0:0:1:2');
  expect([certificate.validFrom, certificate.validTo]).toEqual(['Feb 28 12:00:00 2026 GMT', 'Mar  1 12:00:00 2027 GMT']);
  expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
});
