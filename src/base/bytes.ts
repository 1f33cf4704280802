// Bytes as base64 or hexadecimal text.

import { utf8Bytes, utf8Text } from './utf8.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with padding. */
export function base64Encode(bytes: Uint8Array): string {
  const letters: number[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    letters.push(letterAt(word >> 18), letterAt(word >> 12), letterAt(word >> 6), letterAt(word));
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  letters.length -= padding;
  return textOf(letters) + '='.repeat(padding);
}

function letterAt(bits: number): number {
  return alphabet.charCodeAt(bits & 63);
}

/** So many codes are made text at once: a call has a limit of arguments. */
const codesAtOnce = 8_192;

function textOf(codes: readonly number[]): string {
  if (codes.length <= codesAtOnce) return String.fromCharCode(...codes);
  let text = '';
  for (let i = 0; i < codes.length; i += codesAtOnce) text += String.fromCharCode(...codes.slice(i, i + codesAtOnce));
  return text;
}

/** The bytes of base64 text, or the offset of the first byte that is wrong. Line breaks are skipped. */
export function base64Decode(text: string): Uint8Array | { readonly illegalAt: number } {
  const bytes: number[] = [];
  let word = 0;
  let count = 0;
  let padding = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\n' || character === '\r') continue;
    const value = alphabet.indexOf(character);
    if (character === '=' && count >= 2 && count + padding < 4) {
      padding++;
    } else if (value < 0 || padding > 0) {
      return { illegalAt: i };
    } else {
      word = (word << 6) | value;
      count++;
    }
    if (count + padding < 4) continue;
    const bits = word << (6 * padding);
    bytes.push((bits >> 16) & 255);
    if (padding < 2) bytes.push((bits >> 8) & 255);
    if (padding < 1) bytes.push(bits & 255);
    if (padding > 0) {
      const rest = /[^\r\n]/.exec(text.slice(i + 1));
      return rest ? { illegalAt: i + 1 + rest.index } : Uint8Array.from(bytes);
    }
    word = 0;
    count = 0;
  }
  if (count + padding === 0) return Uint8Array.from(bytes);
  return { illegalAt: padding > 0 ? text.length : text.length - count };
}

/** The base64 of a text's UTF-8 bytes. */
export function base64EncodeText(text: string): string {
  return base64Encode(utf8Bytes(text));
}

/** The UTF-8 text that base64 holds; undefined when it is not base64. */
export function base64DecodeText(text: string): string | undefined {
  const bytes = base64Decode(text);
  return bytes instanceof Uint8Array ? utf8Text(bytes) : undefined;
}

/** base64 for addresses and tokens: `-` and `_`, without padding. Source: RFC 4648, section 5. */
export function base64UrlEncode(bytes: Uint8Array): string {
  return base64Encode(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The bytes that such a text holds; undefined when it is none. */
export function base64UrlDecode(text: string): Uint8Array | undefined {
  if (/[+/=]/.test(text)) return undefined;
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = base64Decode(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  return bytes instanceof Uint8Array ? bytes : undefined;
}

/** Two hexadecimal digits a byte. */
export function hex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}
