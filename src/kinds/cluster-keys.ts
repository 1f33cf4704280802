// What a cluster signs with, as kubeadm makes it in /etc/kubernetes/pki.

import { CertificateAuthority, TokenKey, privateKeyPem, publicKeyOf, sha256, utf8Bytes } from '../base/index.ts';
import type { CertificateTemplate } from '../base/index.ts';
import type { Credentials } from './credentials.ts';

const yearMs = 365 * 86_400_000; // kubeadm's client certificates

/** A certificate with the key that belongs to it, both in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** The authority that makes client certificates, and the key that signs tokens of service accounts. */
export class ClusterKeys {
  readonly authority: CertificateAuthority;
  readonly accounts: TokenKey;
  readonly #draw: () => string;
  readonly #nowMs: () => number;

  /**
   * @param draw a text that nobody can guess, another one each time
   * @param nowMs the wall clock
   */
  constructor(draw: () => string, nowMs: () => number) {
    this.#draw = draw;
    this.#nowMs = nowMs;
    this.authority = new CertificateAuthority('kubernetes', this.#bytes(), nowMs());
    this.accounts = new TokenKey(this.#bytes());
  }

  /** A new client certificate, good for a year from now. */
  issue(commonName: string, ...organizations: readonly string[]): KeyPair {
    const secret = this.#bytes();
    const notBeforeMs = this.#nowMs();
    const certificate = this.certify({ subject: { commonName, organizations }, notBeforeMs, notAfterMs: notBeforeMs + yearMs, publicKey: publicKeyOf(sha256(secret)) });
    return { certificate, key: privateKeyPem(secret) };
  }

  /** A new certificate for a key that somebody else has, as PEM. */
  certify(template: Omit<CertificateTemplate, 'issuer' | 'serial'>): string {
    return this.authority.issue({ ...template, serial: this.#bytes().subarray(0, 8) });
  }

  /** What a component of the cluster shows that it was installed with. */
  credentials(commonName: string, ...organizations: readonly string[]): Credentials {
    return { certificate: this.issue(commonName, ...organizations).certificate };
  }

  #bytes(): Uint8Array {
    return sha256(utf8Bytes(this.#draw()));
  }
}
