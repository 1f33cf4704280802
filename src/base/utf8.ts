// Text as UTF-8 bytes, and back.

/** The UTF-8 bytes of a text; half a surrogate pair becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    at = putCode(bytes, at, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return bytes;
}

/** Writes the UTF-8 of a code point; gives where the next one begins. */
export function putCode(bytes: Uint8Array, from: number, code: number): number {
  let at = from;
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
  return at;
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
  return textFrom(bytes, () => 0xfffd);
}

/** The text of UTF-8 bytes, with a code point of the caller's for each byte that is none. */
export function textFrom(bytes: Uint8Array, codeOfBad: (byte: number) => number): string {
  const parts: string[] = [];
  let run = '';
  for (let i = 0; i < bytes.length;) {
    const { code, length } = decodeOne(bytes, i);
    run += String.fromCodePoint(code < 0 ? codeOfBad(bytes[i] ?? 0) : code);
    i += length;
    if (run.length > 4096) {
      parts.push(run);
      run = '';
    }
  }
  return parts.join('') + run;
}

/** The code point that begins there, and how many bytes it takes; -1 for a byte that is no part of UTF-8. */
function decodeOne(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const length = lengthFrom(first);
  const bad = { code: -1, length: 1 };
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

/** How many bytes a character has that begins with this one; 0 when none of more than one does. */
export function lengthFrom(first: number): number {
  return first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
}
