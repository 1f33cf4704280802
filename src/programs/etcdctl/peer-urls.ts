// URLs of members as they are written on a command line.
// Upstream: client/pkg/types/urls.go; texts of net/url as Go prints them

import { quote } from '../../base/index.ts';
import { ExitError } from './exit.ts';

const schemes = ['http', 'https', 'unix', 'unixs'];

/** The URLs of a list separated by commas. Throws ExitError. */
export function peerUrlsArgument(text: string): readonly string[] {
  return text.split(',').map((url) => {
    const mistake = mistakeIn(url.trim());
    if (mistake !== undefined) throw new ExitError('error', mistake);
    return url.trim();
  });
}

function mistakeIn(url: string): string | undefined {
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(url)?.[1];
  if (scheme === undefined && /^[^/]*:/.test(url)) {
    return url.startsWith(':') ? `parse ${quote(url)}: missing protocol scheme` : `parse ${quote(url)}: first path segment in URL cannot contain colon`;
  }
  const [, host = '', path = ''] = /^[^:]*:\/\/([^/?#]*)([^?#]*)/.exec(url) ?? [];
  const port = /:([^:\]]*)$/.exec(host)?.[1];
  if (port !== undefined && !/^\d*$/.test(port)) return `parse ${quote(url)}: invalid port ${quote(`:${port}`)} after host`;
  if (!schemes.includes(scheme?.toLowerCase() ?? '')) return `URL scheme must be http, https, unix, or unixs: ${url}`;
  if (port === undefined) return `URL address does not have the form "host:port": ${url}`;
  return path === '' ? undefined : `URL must not contain a path: ${url}`;
}
