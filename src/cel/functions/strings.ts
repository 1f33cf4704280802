// What can be done with text. Places are counted in characters.
// Upstream: cel-go ext/strings.go

import { CelError, CelList } from '../values.ts';
import type { Value } from '../values.ts';
import { items, text, whole } from './arguments.ts';
import type { Library } from './arguments.ts';
import { formatText } from './format.ts';

const outOfRange = (index: bigint): CelError => new CelError(`index out of range: ${index}`);

function charAt(written: string, index: bigint): string {
  const characters = Array.from(written);
  if (index < 0n || index > BigInt(characters.length)) throw outOfRange(index);
  return characters[Number(index)] ?? '';
}

/** Where a text has another, from a place on; -1: nowhere. */
function indexOf(written: string, wanted: string, from: bigint): bigint {
  if (wanted === '') return from;
  const [characters, sought] = [Array.from(written), Array.from(wanted)];
  if (from < 0n) throw outOfRange(from);
  for (let i = Number(from); i + sought.length <= characters.length; i++) {
    if (sought.every((character, offset) => characters[i + offset] === character)) return BigInt(i);
  }
  return -1n;
}

function lastIndexOf(written: string, wanted: string, from: bigint | undefined): bigint {
  const [characters, sought] = [Array.from(written), Array.from(wanted)];
  if (from !== undefined && from < 0n) throw outOfRange(from);
  if (from !== undefined && wanted !== '' && from >= BigInt(characters.length)) return -1n;
  if (wanted === '') return from ?? BigInt(characters.length);
  const start = Math.min(Number(from ?? characters.length), characters.length - sought.length);
  for (let i = start; i >= 0; i--) {
    if (sought.every((character, offset) => characters[i + offset] === character)) return BigInt(i);
  }
  return -1n;
}

function substring(written: string, start: bigint, end: bigint | undefined): string {
  const characters = Array.from(written);
  const length = BigInt(characters.length);
  const stop = end ?? length;
  if (end !== undefined && start > stop) throw new CelError(`invalid substring range. start: ${start}, end: ${stop}`);
  if (start < 0n || start > length) throw outOfRange(start);
  if (stop < 0n || stop > length) throw outOfRange(stop);
  return characters.slice(Number(start), Number(stop)).join('');
}

function replace(written: string, old: string, next: string, limit: bigint): string {
  if (limit < 0n) return old === '' ? between(written, next, Infinity) : written.replaceAll(old, () => next);
  if (old === '') return between(written, next, Number(limit));
  const parts = written.split(old);
  const count = Math.min(Number(limit), parts.length - 1);
  return parts.slice(0, count + 1).join(next) + parts.slice(count + 1).map((part) => old + part).join('');
}

/** A text with something before each character and at the end, so many times. */
function between(written: string, next: string, limit: number): string {
  const characters = Array.from(written);
  return characters.map((character, index) => (index < limit ? next : '') + character).join('') + (characters.length < limit ? next : '');
}

function split(written: string, separator: string, limit: bigint): CelList {
  if (limit === 0n) return new CelList([]);
  const parts = separator === '' ? Array.from(written) : written.split(separator);
  if (limit < 0n || parts.length <= Number(limit)) return new CelList(parts);
  const count = Number(limit) - 1;
  return new CelList([...parts.slice(0, count), parts.slice(count).join(separator)]);
}

const join = (list: Value | undefined, separator: string): string => items(list).map((item) => text(item)).join(separator);

// The white space of Unicode, as Go sees it.
const space = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

const lower = (letter: string): string => letter.toLowerCase();
const upper = (letter: string): string => letter.toUpperCase();

export const strings: Library = {
  contains_string: ([a, b]) => text(a).includes(text(b)),
  starts_with_string: ([a, b]) => text(a).startsWith(text(b)),
  ends_with_string: ([a, b]) => text(a).endsWith(text(b)),
  string_char_at_int: ([a, index]) => charAt(text(a), whole(index)),
  string_index_of_string: ([a, b]) => indexOf(text(a), text(b), 0n),
  string_index_of_string_int: ([a, b, from]) => indexOf(text(a), text(b), whole(from)),
  string_last_index_of_string: ([a, b]) => lastIndexOf(text(a), text(b), undefined),
  string_last_index_of_string_int: ([a, b, from]) => lastIndexOf(text(a), text(b), whole(from)),
  string_lower_ascii: ([a]) => text(a).replaceAll(/[A-Z]/g, lower),
  string_upper_ascii: ([a]) => text(a).replaceAll(/[a-z]/g, upper),
  string_replace_string_string: ([a, old, next]) => replace(text(a), text(old), text(next), -1n),
  string_replace_string_string_int: ([a, old, next, limit]) => replace(text(a), text(old), text(next), whole(limit)),
  string_split_string: ([a, separator]) => split(text(a), text(separator), -1n),
  string_split_string_int: ([a, separator, limit]) => split(text(a), text(separator), whole(limit)),
  string_substring_int: ([a, start]) => substring(text(a), whole(start), undefined),
  string_substring_int_int: ([a, start, end]) => substring(text(a), whole(start), whole(end)),
  string_trim: ([a]) => text(a).replaceAll(space, ''),
  string_format: ([a, list]) => formatText(text(a), items(list)),
  strings_quote: ([a]) => quoteText(text(a)),
  // Upstream: k8s.io/apiserver pkg/cel/library/jsonpatch.go
  jsonpatch_escapeKey: ([key]) => text(key).replaceAll('~', '~0').replaceAll('/', '~1'),
  list_join: ([list]) => join(list, ''),
  list_join_string: ([list, separator]) => join(list, text(separator)),
};

const escapes: Readonly<Record<string, string>> = { '\u0007': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"' };

function quoteText(written: string): string {
  return `"${written.replaceAll(/["\\\u0007-\r]/g, (character) => escapes[character] ?? character)}"`;
}
