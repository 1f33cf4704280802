// The request inside a CertificateSigningRequest: base64 of PEM.

import { base64DecodeText, pemBytes, readCertificateRequest } from '../../base/index.ts';
import type { CertificateRequest } from '../../base/index.ts';

/** Whether a text is base64 of a request in PEM, whatever the request says; one that is missing is not. */
export function hasRequestBlock(request: string | null | undefined): boolean {
  return pemBytes('CERTIFICATE REQUEST', base64DecodeText(request ?? '') ?? '') !== undefined;
}

/** What the request says; undefined when it cannot be read. */
export function readRequest(request: string | null | undefined): CertificateRequest | undefined {
  return readCertificateRequest(base64DecodeText(request ?? '') ?? '');
}
