import { base64EncodeText } from '../base/index.ts';

/** A bearer token by which the API server knows the administrator. */
export function adminToken(): string {
  return [{ alg: 'RS256', kid: 'orrery' }, { sub: 'kubernetes-admin' }].map((part) => base64EncodeText(JSON.stringify(part)).replace(/=+$/, '')).concat('orrery').join('.');
}
