import { base64UrlDecode, base64UrlEncode, hex } from './bytes.ts';
import { utf8Bytes, utf8Text } from './utf8.ts';
import { sha256 } from './hash.ts';
import { hmacSha256, isSameMac } from './hmac.ts';
import { isObject, parseJson } from './json.ts';

/**
 * A key that signs JSON web tokens and knows its own again. Source: RFC 7515, RFC 7519.
 * The signature is HS256, which signer and checkers share a key for; outside of a world nobody could check it.
 */
export class TokenKey {
  readonly #key: Uint8Array;
  readonly #head: string;
  readonly algorithm = 'HS256';
  /** What tokens call the key that they are signed with. */
  readonly id: string;

  /** @param key 32 bytes that nobody else has */
  constructor(key: Uint8Array) {
    this.#key = key;
    this.id = hex(sha256(key)).slice(0, 43);
    this.#head = base64UrlEncode(utf8Bytes(JSON.stringify({ alg: this.algorithm, kid: this.id })));
  }

  sign(claims: object): string {
    const signed = `${this.#head}.${base64UrlEncode(utf8Bytes(JSON.stringify(claims)))}`;
    return `${signed}.${base64UrlEncode(this.#mac(signed))}`;
  }

  /** Whether a text that says so was signed with this key. */
  isSigned(token: string): boolean {
    const end = token.lastIndexOf('.');
    const signature = base64UrlDecode(token.slice(end + 1));
    return end > 0 && signature !== undefined && isSameMac(this.#mac(token.slice(0, end)), signature);
  }

  #mac(text: string): Uint8Array {
    return hmacSha256(this.#key, utf8Bytes(text));
  }
}

/** What a token claims, true or not; undefined when it is no token. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.split('.');
  const payload = parts.length === 3 ? base64UrlDecode(parts[1] ?? '') : undefined;
  const claims = payload && parseJson(utf8Text(payload));
  return isObject(claims) ? claims : undefined;
}
