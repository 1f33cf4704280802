// Upstream: k8s.io/cluster-bootstrap token/jws. Source: RFC 7515, appendix F
import { base64UrlEncode, hmacSha256, utf8Bytes } from '../../base/index.ts';
import type { BootstrapToken } from '../../kinds/index.ts';

const encode = (text: string): string => base64UrlEncode(utf8Bytes(text));

/** A JSON web signature of a content that stands elsewhere: who knows the token can tell that it was not changed. */
export function detachedSignature(content: string, { id, secret }: BootstrapToken): string {
  const head = encode(JSON.stringify({ alg: 'HS256', kid: id }));
  const mac = hmacSha256(utf8Bytes(secret), utf8Bytes(`${head}.${encode(content)}`));
  return `${head}..${base64UrlEncode(mac)}`;
}
