// How keys, values and ids are shown: as text, as bytes, as numbers of 64 bits.

import { base64Encode, goJson, quote, utf8Bytes } from '../../../base/index.ts';
import type { Style } from './forms.ts';

/**
 * The text of what is stored at a key. The API server stores objects; they show themselves as JSON, which is what it stores
 * with --storage-media-type=application/json.
 */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : goJson(value, { keepsOrder: true });
}

/** A key or a value as a line of the simple form. */
export function shownBytes(text: string, { isHex }: Style): string {
  if (!isHex) return text;
  return [...utf8Bytes(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Bytes in JSON; undefined for none. */
export function base64(text: string): string | undefined {
  return text === '' ? undefined : base64Encode(utf8Bytes(text));
}

/** Bytes in the form `fields`. */
export const quoted = (text: string): string => quote(text);

/** The id of a cluster or a member, which is known as hexadecimal text. */
export function memberNumber(id: string): bigint {
  return BigInt(`0x${id === '' ? '0' : id}`);
}

/** The same in the form `fields`. */
export function shownId(id: string, { isHex }: Style): string {
  return isHex ? id : String(memberNumber(id));
}

/** A lease's id as its 16 hexadecimal digits. */
export function leaseHex(id: number): string {
  return BigInt(id).toString(16).padStart(16, '0');
}

/** A lease's id in the form `fields`. */
export function shownLease(id: number, { isHex }: Style): string {
  return isHex ? leaseHex(id) : String(BigInt(id));
}

/** A number in JSON, left out when it is 0. */
export function count(value: number): bigint | undefined {
  return value === 0 ? undefined : BigInt(value);
}
