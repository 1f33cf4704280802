// Links in what is passed on lead back through the server.
// Upstream: k8s.io/apimachinery pkg/util/proxy transport.go

import type { HttpResponse } from '../../machine/index.ts';

const tag = /<[a-z][^>]*>/gi;
/** Attributes that hold addresses, where these begin at the root. */
const link = /(\s(?:href|src|action|formaction|cite|background|codebase|icon|manifest|longdesc|poster|usemap|data|classid|profile)=")(\/(?!\/)[^"]*)/gi;

/** The answer with the addresses of this host put below a prefix: where it redirects to, and the links of a page. */
export function linksBelow(prefix: string, response: HttpResponse): HttpResponse {
  const { location, 'content-type': type = '' } = response.headers;
  const headers = location?.startsWith('/') === true ? { ...response.headers, location: prefix + location } : response.headers;
  const body = type.startsWith('text/html') ? response.body.replace(tag, (text) => text.replace(link, `$1${prefix.replaceAll('$', '$$$$')}$2`)) : response.body;
  return { ...response, headers, body };
}
