// Text as UTF-8 bytes, and bytes as base64 or hexadecimal text.

/** The UTF-8 bytes of a text; half a surrogate pair becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (const character of text) {
    const raw = character.codePointAt(0) ?? 0;
    const code = raw >= 0xd800 && raw <= 0xdfff ? 0xfffd : raw;
    if (code < 0x80) {
      bytes[at++] = code;
    } else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes;
}

/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) {
      length += 1;
    } else if (code >= 0xd800 && code <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 2;
      i++;
    } else {
      length += 2;
    }
  }
  return length;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  const parts: string[] = [];
  let run = '';
  for (let i = 0; i < bytes.length;) {
    const { code, length } = decodeOne(bytes, i);
    run += String.fromCodePoint(code);
    i += length;
    if (run.length > 4096) {
      parts.push(run);
      run = '';
    }
  }
  return parts.join('') + run;
}

function decodeOne(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  const bad = { code: 0xfffd, length: 1 };
  if (length === 0) return bad;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return bad;
    code = (code << 6) | (next & 0x3f);
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  return code < smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? bad : { code, length };
}

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
