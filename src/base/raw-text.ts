// Bytes that need not be UTF-8, in the text that pipes, files and sessions carry.

import { lengthFrom, putCode, textFrom, utf8Length } from './utf8.ts';

/** What a byte that is no part of UTF-8 is in a raw text: half a surrogate pair, which no well-formed text has alone. */
const rawOffset = 0xdc00;

/** Any bytes as text, without loss: what is UTF-8 as such, every other byte as half a surrogate pair (U+DC80 to U+DCFF). */
export function rawText(bytes: Uint8Array): string {
  return textFrom(bytes, (byte) => rawOffset + byte);
}

/** The bytes that a raw text stands for; of any other text its UTF-8. */
export function rawBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) bytes[at++] = code - rawOffset;
    else at = putCode(bytes, at, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return at === bytes.length ? bytes : bytes.slice(0, at);
}

/** Whether a text stands for bytes that are no UTF-8. */
export function isRaw(text: string): boolean {
  return /[\udc80-\udcff]/u.test(text);
}

/** How many bytes a raw text stands for. */
export function rawLength(text: string): number {
  return isRaw(text) ? rawBytes(text).length : utf8Length(text);
}

/** Makes raw text of bytes that come in pieces, which may end within a character. */
export class RawTextReader {
  private rest: Uint8Array = new Uint8Array();

  /** The text so far; the beginning of a character waits for the rest of it. */
  take(bytes: Uint8Array): string {
    const all = this.rest.length === 0 ? bytes : joined(this.rest, bytes);
    const end = all.length - unfinished(all);
    this.rest = all.slice(end);
    return rawText(end === all.length ? all : all.subarray(0, end));
  }

  /** What is left when no more comes. */
  end(): string {
    const text = rawText(this.rest);
    this.rest = new Uint8Array();
    return text;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** How many bytes at the end are the beginning of a character that is longer. */
function unfinished(bytes: Uint8Array): number {
  for (let count = 1; count < 4 && count <= bytes.length; count++) {
    const byte = bytes[bytes.length - count] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return lengthFrom(byte) > count ? count : 0;
  }
  return 0;
}
