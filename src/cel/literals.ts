// What is written out in an expression as values.
// Upstream: cel-go parser/unescape.go

import { utf8Bytes } from '../base/index.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
};
const escape = /\\(?:([xX])([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7][0-7])|(.))/gsu;

/** The text between the quotes of a literal, without what marks it as raw or as bytes. */
function inside(literal: string): { readonly body: string; readonly isRaw: boolean } {
  const isRaw = /^[rR]/.test(literal);
  const text = (isRaw ? literal.slice(1) : literal).replaceAll(/\r\n?/g, '\n');
  const width = text.startsWith('"""') || text.startsWith("'''") ? 3 : 1;
  return { body: text.slice(width, -width), isRaw };
}

/** The text of a string literal; undefined when it has a character that there cannot be. */
export function readString(literal: string): string | undefined {
  const { body, isRaw } = inside(literal);
  if (isRaw || !body.includes('\\')) return body;
  if (Array.from(body.matchAll(escape)).some(([, , , short, long]) => !isCharacter(short ?? long ?? '0'))) return undefined;
  return body.replace(escape, (_all, _x, hex?: string, short?: string, long?: string, octal?: string, other?: string) => {
    const digits = hex ?? short ?? long;
    if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return simple[other ?? ''] ?? other ?? '';
  });
}

function isCharacter(hex: string): boolean {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

/** The bytes of a bytes literal: `\x` and octal escapes are bytes, all else is UTF-8; undefined when it has escapes that bytes do not. */
export function readBytes(literal: string): Uint8Array | undefined {
  const { body, isRaw } = inside(literal.slice(1));
  if (isRaw) return utf8Bytes(body);
  const parts: number[] = [];
  let last = 0;
  const text = (until: number): void => {
    parts.push(...utf8Bytes(body.slice(last, until)));
  };
  for (const match of body.matchAll(escape)) {
    text(match.index);
    last = match.index + match[0].length;
    const [, , hex, short, long, octal, other = ''] = match;
    if (hex !== undefined) parts.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) parts.push(Number.parseInt(octal, 8));
    else if (short !== undefined || long !== undefined) return undefined;
    else parts.push(...utf8Bytes(simple[other] ?? other));
  }
  text(body.length);
  return Uint8Array.from(parts);
}

const largestInt = (1n << 63n) - 1n;
const largestUint = (1n << 64n) - 1n;

/** Whether a whole number fits into 64 bits with a sign. */
export const fitsInt = (value: bigint): boolean => value <= largestInt && value >= -largestInt - 1n;
/** Whether a whole number fits into 64 bits without a sign. */
export const fitsUint = (value: bigint): boolean => value >= 0n && value <= largestUint;
