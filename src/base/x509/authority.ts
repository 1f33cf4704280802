import { sha256 } from '../hash.ts';
import { hex } from '../bytes.ts';
import { hmacSha256, isSameMac } from '../hmac.ts';
import { makeCertificate, publicKeyOf, readCertificate } from './certificate.ts';
import type { Certificate, CertificateTemplate, Subject } from './certificate.ts';

const tenYearsMs = 10 * 365 * 86_400_000; // kubeadm's authorities

/** Somebody who makes certificates and knows its own again. */
export class CertificateAuthority {
  readonly subject: Subject;
  /** Its own certificate, which clients trust. */
  readonly certificate: string;
  readonly #key: Uint8Array;

  /** @param key 32 bytes that nobody else has */
  constructor(name: string, key: Uint8Array, nowMs: number) {
    this.subject = { commonName: name, organizations: [] };
    this.#key = key;
    const publicKey = publicKeyOf(sha256(key));
    const own = { subject: this.subject, serial: sha256(publicKey).subarray(0, 16), notBeforeMs: nowMs, notAfterMs: nowMs + tenYearsMs, publicKey, isAuthority: true };
    this.certificate = this.issue(own);
  }

  /** A certificate as PEM. */
  issue(template: Omit<CertificateTemplate, 'issuer'>): string {
    return makeCertificate({ ...template, issuer: this.subject }, (bytes) => hmacSha256(this.#key, bytes));
  }

  /** What a certificate says, if this authority has signed it. */
  verify(pem: string): Certificate | undefined {
    const certificate = readCertificate(pem);
    return certificate && isSameMac(hmacSha256(this.#key, certificate.signed), certificate.signature) ? certificate : undefined;
  }
}

/** What tells a certificate from all others. */
export function fingerprint({ bytes }: Certificate): string {
  return hex(sha256(bytes));
}
