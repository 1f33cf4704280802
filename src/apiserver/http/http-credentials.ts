// Who asks, as HTTP says it: the certificate of the connection, a bearer token, and whom the client wants to be taken for.
// Upstream: k8s.io/apiserver pkg/authentication/request/bearertoken; k8s.io/api authentication/v1 (Impersonate-* headers)

import { noCredentials } from '../../kinds/index.ts';
import type { Credentials, Impersonation } from '../../kinds/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { internalError } from '../failures.ts';

const extraPrefix = 'impersonate-extra-';

/** What a request shows of its client. */
export function credentialsOf({ headers, certificate }: HttpRequest): Credentials {
  const [, token] = /^Bearer +([^ ]+)$/i.exec((headers['authorization'] ?? '').trim()) ?? [];
  if (token === undefined) return certificate === undefined ? noCredentials : { certificate };
  return certificate === undefined ? { token } : { certificate, token };
}

/** Whom a request is to be treated as coming from; undefined when that is who sends it. Throws InternalError. */
export function impersonationOf({ headers }: HttpRequest): Impersonation | undefined {
  const user = headers['impersonate-user'] ?? '';
  const groups = valuesOf(headers['impersonate-group']);
  const uid = headers['impersonate-uid'] ?? '';
  const extra = Object.entries(headers).filter(([name]) => name.startsWith(extraPrefix))
    .map(([name, value]) => [decodedKey(name.slice(extraPrefix.length)), valuesOf(value)] as const);
  if (user !== '') return { user, groups, uid, extra: Object.fromEntries(extra) };
  if (groups.length === 0 && uid === '' && extra.length === 0) return undefined;
  throw internalError(`requested [${groups.map((name) => `{groups ${name}}`).join(' ')}] without impersonating a user`);
}

/** Several headers of a name come as one. */
function valuesOf(header: string | undefined): readonly string[] {
  return header === undefined ? [] : header.split(',').map((value) => value.trim());
}

function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key).toLowerCase();
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return key.toLowerCase();
  }
}
