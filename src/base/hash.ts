// Hashes: FNV-1a (32 bits) for names, SHA-256 for contents; and Kubernetes' alphabet for names.

import { hex } from './bytes.ts';
import { utf8Bytes } from './utf8.ts';

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** FNV-1a of a text's UTF-8 bytes, as an unsigned 32-bit number; `from` continues an earlier one. */
export function fnv1a(text: string, from = fnvOffset): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return fnv1aBytes(utf8Bytes(text.slice(i)), hash);
    hash = Math.imul(hash ^ code, fnvPrime);
  }
  return hash >>> 0;
}

function fnv1aBytes(bytes: Uint8Array, from: number): number {
  let hash = from;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, fnvPrime);
  return hash >>> 0;
}

const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A text in letters that form no words, as Kubernetes writes hashes in names. */
export function safeEncode(text: string): string {
  let out = '';
  for (const byte of utf8Bytes(text)) out += safeAlphabet.charAt(byte % safeAlphabet.length);
  return out;
}

/** The letters of random parts of names. */
export const safeLetters = safeAlphabet;

const primes = firstPrimes(64);
const fraction = (x: number): number => Math.floor((x - Math.floor(x)) * 0x1_0000_0000);
// oxlint-disable-next-line no-restricted-properties -- the last bits of the roots do not count
const roundConstants = primes.map((prime) => fraction(Math.cbrt(prime)) | 0);
const initialState = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)) | 0);

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** SHA-256 of bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x2000_0000));
  view.setUint32(padded.length - 4, message.length << 3);
  const state = Int32Array.from(initialState);
  const words = new Int32Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + 4 * i);
    compress(state, words);
  }
  const out = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 8; i++) out.setInt32(4 * i, state[i] ?? 0);
  return new Uint8Array(out.buffer);
}

function compress(state: Int32Array, w: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] ?? 0;
    const y = w[i - 2] ?? 0;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = (w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1;
  }
  // Field by field: a list would be taken apart by its iterator.
  let { 0: a = 0, 1: b = 0, 2: c = 0, 3: d = 0, 4: e = 0, 5: f = 0, 6: g = 0, 7: h = 0 } = state;
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + (roundConstants[i] ?? 0) + (w[i] ?? 0)) | 0;
    const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  add(state, 0, a);
  add(state, 1, b);
  add(state, 2, c);
  add(state, 3, d);
  add(state, 4, e);
  add(state, 5, f);
  add(state, 6, g);
  add(state, 7, h);
}

const add = (state: Int32Array, at: number, value: number): void => {
  state[at] = (state[at] ?? 0) + value;
};

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export function sha256Hex(text: string): string {
  return hex(sha256(utf8Bytes(text)));
}
