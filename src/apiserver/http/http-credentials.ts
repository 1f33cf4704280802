// Who asks, as HTTP says it: the certificate of the connection, a bearer token, and whom the client wants to be taken for.
// Upstream: k8s.io/apiserver pkg/authentication/request/bearertoken; k8s.io/api authentication/v1 (Impersonate-* headers)

import { LruMap, compareText, quote } from '../../base/index.ts';
import { noCredentials } from '../../kinds/index.ts';
import type { Credentials, Impersonation } from '../../kinds/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { badRequest } from '../failures.ts';
import { limits } from '../limits.ts';

const extraPrefix = 'impersonate-extra-';

/** What clients show with all their requests, by the header: one object, by which the server knows them again. */
const bearers = new LruMap<string, Credentials>(limits.rememberedCredentials);

/** What a request shows of its client. */
export function credentialsOf({ headers, certificate }: HttpRequest): Credentials {
  const bearer = bearerOf(headers['authorization'] ?? '');
  if (certificate === undefined) return bearer;
  return bearer.token === undefined ? { certificate } : { certificate, token: bearer.token };
}

function bearerOf(header: string): Credentials {
  if (header === '') return noCredentials;
  const known = bearers.get(header);
  if (known) return known;
  const [, token] = /^Bearer +([^ ]+)$/i.exec(header.trim()) ?? [];
  const credentials = token === undefined ? noCredentials : { token };
  bearers.set(header, credentials);
  return credentials;
}

/** Whom a request is to be treated as coming from; undefined when that is who sends it. Throws BadRequest. */
export function impersonationOf({ headers }: HttpRequest): Impersonation | undefined {
  if (!speaksForAnother(headers)) return undefined;
  const user = headers['impersonate-user'] ?? '';
  const groups = valuesOf(headers['impersonate-group']);
  const uid = headers['impersonate-uid'] ?? '';
  const extra = Object.entries(headers).filter(([name]) => name.startsWith(extraPrefix))
    .map(([name, value]) => [decodedKey(name.slice(extraPrefix.length)), valuesOf(value)] as const);
  if (user !== '') return { user, groups, uid, extra: Object.fromEntries(extra) };
  if (groups.length === 0 && uid === '' && extra.length === 0) return undefined;
  const said = `Name:"", UID:${quote(uid)}, Groups:${goStrings(groups)}, Extra:${goMap(extra)}`;
  throw badRequest(`requested &user.DefaultInfo{${said}} without impersonating a user name`);
}

/** As Go writes a slice of strings in its own syntax. */
const goStrings = (values: readonly string[]): string => (values.length === 0 ? '[]string(nil)' : `[]string{${values.map(quote).join(', ')}}`);

function goMap(entries: readonly (readonly [string, readonly string[]])[]): string {
  if (entries.length === 0) return 'map[string][]string(nil)';
  const sorted = entries.toSorted(([a], [b]) => compareText(a, b));
  return `map[string][]string{${sorted.map(([key, values]) => `${quote(key)}:${goStrings(values)}`).join(', ')}}`;
}

function speaksForAnother(headers: HttpRequest['headers']): boolean {
  for (const name in headers) if (name.startsWith('impersonate-')) return true;
  return false;
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
