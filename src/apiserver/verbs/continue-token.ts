// Where a list in pages goes on: the revision of its first page and the key to begin with, as text that clients pass back.
// Upstream: k8s.io/apiserver pkg/storage/continue.go

import { base64UrlDecode, base64UrlEncode, isObject, parseJson, utf8Bytes, utf8Text } from '../../base/index.ts';
import { badRequest } from '../failures.ts';

/** What a token says. */
export interface ContinueToken {
  readonly revision: number;
  /** The first key that is still to come, without the resource's prefix. */
  readonly start: string;
}

/** The token as text. */
export function encodeContinue({ revision, start }: ContinueToken): string {
  return base64UrlEncode(utf8Bytes(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })));
}

/** Reads a token; throws what the server answers to something else. */
export function decodeContinue(text: string): ContinueToken {
  const bad = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  const illegal = text.search(/[^A-Za-z0-9_-]/);
  if (illegal >= 0) throw bad(`illegal base64 data at input byte ${illegal}`);
  const bytes = base64UrlDecode(text);
  const json = bytes ? utf8Text(bytes) : '';
  const token = parseJson(json);
  if (token === undefined) throw bad(json === '' ? 'unexpected end of JSON input' : `invalid character '${json.charAt(0)}' looking for beginning of value`);
  const version = isObject(token) && typeof token['v'] === 'string' ? token['v'] : '';
  if (!isObject(token) || version !== 'meta.k8s.io/v1') throw bad(`server does not recognize this encoded version ${version}`);
  const { rv, start } = token;
  if (typeof rv !== 'number' || rv === 0) throw bad('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '') throw bad('encoded start key empty (version meta.k8s.io/v1)');
  if (start.split('/').includes('..')) throw bad(start);
  return { revision: rv, start };
}
