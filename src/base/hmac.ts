import { sha256 } from './hash.ts';

const blockSize = 64;

/** HMAC-SHA-256 of a message: nobody without the key can make it. Source: RFC 2104 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const secret = key.length > blockSize ? sha256(key) : key;
  const inner = new Uint8Array(blockSize + message.length).fill(0x36, 0, blockSize);
  const outer = new Uint8Array(blockSize + 32).fill(0x5c, 0, blockSize);
  for (let i = 0; i < secret.length; i++) {
    inner[i] = 0x36 ^ (secret[i] ?? 0);
    outer[i] = 0x5c ^ (secret[i] ?? 0);
  }
  inner.set(message, blockSize);
  outer.set(sha256(inner), blockSize);
  return sha256(outer);
}

/** Whether two codes are the same. */
export function isSameMac(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
