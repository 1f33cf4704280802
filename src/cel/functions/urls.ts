// Addresses of the web.
// Upstream: k8s.io/apiserver pkg/cel/library/urls.go; read as Go's net/url reads what stands in a request

import { quote, utf8Bytes, utf8Text } from '../../base/index.ts';
import { opaque } from '../types.ts';
import { CelError, CelList, EntryMap, Opaque } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';
import { inner, text } from './arguments.ts';
import type { Library } from './arguments.ts';

interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

const url: OpaqueBehaviour<Url> = {
  type: opaque('kubernetes.URL'),
  equals: (a, b) => a.scheme === b.scheme && a.host === b.host && a.path === b.path && a.query === b.query,
};

const unescapable = /%(?![0-9A-Fa-f]{2})/;

function escapeFault(part: string): string | undefined {
  const at = unescapable.exec(part)?.index;
  return at === undefined ? undefined : `invalid URL escape ${quote(part.slice(at, at + 3))}`;
}

/** The parts of an address; or why it is none, in Go's words. */
export function readUrl(written: string): Url | string {
  const why = (fault: string): string => `parse ${quote(written)}: ${fault}`;
  if (/[\u0000-\u001f\u007f]/.test(written)) return why('net/url: invalid control character in URL');
  if (written === '') return why('empty url');
  if (written.startsWith(':')) return why('missing protocol scheme');
  const [, scheme, rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)$/s.exec(written) ?? [];
  const [before = '', ...after] = rest.split('?');
  const query = after.join('?');
  if (!before.startsWith('/')) return scheme === undefined ? why('invalid URI for request') : { scheme: scheme.toLowerCase(), host: '', path: '', query };
  const [, authority, path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(before) ?? [];
  const hasAuthority = authority !== undefined && (scheme !== undefined || !before.startsWith('///'));
  const host = hasAuthority && scheme !== undefined ? authority.slice(authority.lastIndexOf('@') + 1) : '';
  const fault = hostFault(host) ?? escapeFault(path);
  if (fault !== undefined) return why(fault);
  return { scheme: scheme?.toLowerCase() ?? '', host, path: scheme === undefined ? before : path, query };
}

function hostFault(host: string): string | undefined {
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']');
    if (end < 0) return "missing ']' in host";
    return portFault(host.slice(end + 1));
  }
  const colon = host.lastIndexOf(':');
  const wrong = colon >= 0 ? portFault(host.slice(colon)) : undefined;
  if (wrong !== undefined) return wrong;
  const odd = /[ "<>^`{|}\\]/.exec(host)?.[0];
  return odd === undefined ? escapeFault(host) : `invalid character ${quote(odd)} in host name`;
}

function portFault(port: string): string | undefined {
  return port === '' || /^:[0-9]*$/.test(port) ? undefined : `invalid port ${quote(port)} after host`;
}

const portOf = (host: string): string => /:([0-9]*)$/.exec(host.slice(host.lastIndexOf(']') + 1))?.[1] ?? '';

function hostname(host: string): string {
  if (host.startsWith('[')) return host.slice(1, host.lastIndexOf(']'));
  return host.replace(/:[0-9]*$/, '');
}

/** A path with what has no place in it escaped. */
function escapedPath(path: string): string {
  const allowed = /^[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%]$/;
  return Array.from(path, (character) => (allowed.test(character) ? character : escapeBytes(character))).join('');
}

function escapeBytes(character: string): string {
  return Array.from(utf8Bytes(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function unescape(part: string): string | undefined {
  if (unescapable.test(part)) return undefined;
  const bytes: number[] = [];
  for (const piece of part.replaceAll('+', ' ').split(/(%[0-9A-Fa-f]{2})/)) {
    if (/^%[0-9A-Fa-f]{2}$/.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16));
    else bytes.push(...utf8Bytes(piece));
  }
  return utf8Text(Uint8Array.from(bytes));
}

function readQuery(query: string): Value {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    const key = unescape(equals < 0 ? pair : pair.slice(0, equals));
    const value = unescape(equals < 0 ? '' : pair.slice(equals + 1));
    if (key === undefined || value === undefined) continue;
    const known = values.get(key);
    if (known) known.push(value);
    else values.set(key, [value]);
  }
  return EntryMap.of(Array.from(values, ([key, list]) => [key, new CelList(list)] as const));
}

function urlOf(written: string): Url {
  const found = readUrl(written);
  if (typeof found === 'string') throw new CelError(`URL parse error during conversion from string: ${found}`);
  return found;
}

export const urls: Library = {
  string_to_url: ([written]) => new Opaque(url, urlOf(text(written))),
  is_url_string: ([written]) => typeof readUrl(text(written)) !== 'string',
  url_get_scheme: ([a]) => inner(url, a).scheme,
  url_get_host: ([a]) => inner(url, a).host,
  url_get_hostname: ([a]) => hostname(inner(url, a).host),
  url_get_port: ([a]) => portOf(inner(url, a).host),
  url_get_escaped_path: ([a]) => escapedPath(inner(url, a).path),
  url_get_query: ([a]) => readQuery(inner(url, a).query),
};
