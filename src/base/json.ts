// JSON values: equality, freezing, and the texts that Go makes of them.

/** Any JSON value, readonly. */
export type Json = boolean | number | string | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether a value is a JSON object: not null, not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What Go's decoder calls a JSON value that it cannot take: `object`, `array`, `string`, `number` or `bool`. */
export const jsonKind = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value);

/** What stands at a key of a client's: it may be called as something that all objects have, such as `constructor`. */
export function own<Value>(fields: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** The value of a JSON text; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Whether two JSON values are equal; a key whose value is undefined counts as missing. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  let extra = 0;
  for (const key in right) if (right[key] !== undefined) extra++;
  for (const key in left) {
    if (left[key] === undefined) continue;
    if (right[key] === undefined || !deepEqual(left[key], right[key])) return false;
    extra--;
  }
  return extra === 0;
}

/** Freezes a value and everything in it; what is frozen already is taken as frozen all through. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

/** Orders texts as Go orders strings: by their bytes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for characters beyond all others.
    const xHigh = x >= 0xd800 && x <= 0xdfff;
    const yHigh = y >= 0xd800 && y <= 0xdfff;
    return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
  }
  return a.length - b.length;
}

/** A copy with the keys of every object in order. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort(compareText)) if (value[key] !== undefined) sorted[key] = sortKeys(value[key]);
  return sorted;
}

const unsafe = /[<>&\u2028\u2029]/g;
const escapeUnsafe = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A string as Go's encoding/json writes it, with `<`, `>` and `&` escaped. */
export function goString(text: string): string {
  return JSON.stringify(text).replace(unsafe, escapeUnsafe);
}

/** How to write JSON. */
export interface JsonStyle {
  /** Spaces of each level; none: everything in one line. */
  readonly indent?: number;
  /** Whether `<`, `>` and `&` stay as they are. */
  readonly plain?: boolean;
  /** Whether keys stay in the order in which they are. */
  readonly keepsOrder?: boolean;
}

/** JSON text with sorted keys, as Go's encoding/json writes a map. */
export function goJson(value: unknown, style: JsonStyle = {}): string {
  return write(value, style, '\n');
}

function write(value: unknown, style: JsonStyle, newline: string): string {
  if (typeof value === 'string') return style.plain === true ? JSON.stringify(value) : goString(value);
  if (typeof value === 'number') return goNumber(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const inner = style.indent === undefined ? '' : newline + ' '.repeat(style.indent);
  const outer = style.indent === undefined ? '' : newline;
  const separator = `,${inner}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${inner}${value.map((item) => write(item, style, inner)).join(separator)}${outer}]`;
  }
  const object = value as Readonly<Record<string, unknown>>;
  const given = Object.keys(object).filter((key) => object[key] !== undefined);
  const keys = style.keepsOrder === true ? given : given.sort(compareText);
  if (keys.length === 0) return '{}';
  const colon = style.indent === undefined ? ':' : ': ';
  const lines = keys.map((key) => (style.plain === true ? JSON.stringify(key) : goString(key)) + colon + write(object[key], style, inner));
  return `{${inner}${lines.join(separator)}${outer}}`;
}

/** A number as Go's encoding/json writes a float64. */
export function goNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
