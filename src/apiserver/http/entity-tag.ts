// Documents that seldom change carry a tag, so that clients need not read again what they have.
// Upstream: k8s.io/apiserver pkg/endpoints/discovery/aggregated/etag.go

import { isObject, sha256Hex } from '../../base/index.ts';
import type { Answer } from '../request/call.ts';

const tags = new WeakMap<object, string>();

function tagOf(document: object): string {
  let tag = tags.get(document);
  if (tag === undefined) {
    tag = `"${sha256Hex(JSON.stringify(document)).toUpperCase()}"`;
    tags.set(document, tag);
  }
  return tag;
}

/** The answer with its document's tag; without the document when the client has it already. */
export function tagged(known: string | undefined, answer: Answer): Answer {
  const { code, body, headers } = answer;
  if (code !== 200 || !isObject(body) || body['kind'] !== 'APIGroupDiscoveryList') return answer;
  const etag = tagOf(body);
  const all = { ...headers, 'cache-control': 'public', etag, vary: 'Accept' };
  return known === etag ? { code: 304, body: undefined, headers: all } : { code, body, headers: all };
}
