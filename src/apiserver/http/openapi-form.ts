// How documents of OpenAPI are told: in which form, how long a client may keep them, and where they are when their hash is another.
// Upstream: k8s.io/kube-openapi pkg/handler, pkg/handler3

import { httpDate, isObject, sha256Hex } from '../../base/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import type { Answer } from '../request/call.ts';

const version2 = '/openapi/v2';
const version3 = '/openapi/v3';
const yearMs = 365 * 86_400_000;

/** What the form of an answer goes by. */
export interface Served {
  /** The index of all documents of version 3, with their hashes. */
  readonly index: unknown;
  readonly startedMs: number;
  readonly nowMs: number;
}

/** Whether a path is one where documents of OpenAPI are. */
export const isOpenApiPath = (path: string): boolean => /^\/openapi\/v(2($|\?)|3($|[/?]))/.test(path);

/** What was found at such a path, as its client gets it; refusals of clients that may not ask stay as they are. */
export function openApiForm({ path, headers }: HttpRequest, answer: Answer, served: Served): Answer {
  if (answer.code !== 200 && answer.code !== 404) return answer;
  const [place = '', query = ''] = path.split('?', 2);
  const modified = { 'last-modified': httpDate(served.startedMs), 'accept-ranges': 'bytes' };
  if (place === version3) return { code: 200, body: JSON.stringify(served.index), headers: { 'content-type': 'text/plain; charset=utf-8', ...modified } };
  const hash = place === version2 ? tagOf(answer.body) : hashIn(served.index, place.slice(version3.length + 1));
  if (hash === undefined || answer.code !== 200) return { code: 404, body: undefined };
  const vary = place === version2 ? 'Accept-Encoding, Accept' : 'Accept';
  if (!takesJson(headers['accept'])) return { code: 406, body: undefined, headers: { vary } };
  const etag = `"${hash}"`;
  const asked = place === version2 ? '' : (new Map(query.split('&').map((part) => part.split('=', 2) as [string, string])).get('hash') ?? '');
  if (asked !== '' && asked !== hash) return { code: 301, body: undefined, headers: { 'content-type': 'application/json', etag, vary, location: `${place}?hash=${hash}` } };
  // What is asked for by its hash will never be another.
  const kept: Readonly<Record<string, string>> = asked === '' ? {} : { 'cache-control': 'public, immutable', expires: httpDate(served.nowMs + yearMs, 'UTC') };
  if (headers['if-none-match'] === etag || headers['if-modified-since'] === modified['last-modified']) return { code: 304, body: undefined, headers: { ...kept, etag, vary } };
  return { code: 200, body: answer.body, headers: { ...kept, etag, vary, ...modified } };
}

function hashIn(index: unknown, name: string): string | undefined {
  const paths = isObject(index) && isObject(index['paths']) ? index['paths'] : {};
  const entry = Object.hasOwn(paths, name) ? paths[name] : undefined;
  return isObject(entry) ? String(entry['serverRelativeURL']).split('hash=', 2)[1] : undefined;
}

const tags = new WeakMap<object, string>();

function tagOf(document: unknown): string | undefined {
  if (!isObject(document)) return undefined;
  let tag = tags.get(document);
  if (tag === undefined) tags.set(document, (tag = sha256Hex(JSON.stringify(document)).toUpperCase()));
  return tag;
}

function takesJson(accept = ''): boolean {
  return accept === '' || accept.split(',').some((clause) => ['application/json', 'application/*', '*/*'].includes(clause.split(';', 1)[0]?.trim() ?? ''));
}
