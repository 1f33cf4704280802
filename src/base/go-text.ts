// Values as Go's fmt prints them: %v and %#v of decoded JSON.

import { quote } from './go-quote.ts';
import { compareText, isObject } from './json.ts';

const sortedEntries = (value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => compareText(a, b));

/** `%v`: `map[a:1 b:[x y]]`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (isObject(value)) return `map[${sortedEntries(value).map(([key, each]) => `${key}:${goText(each)}`).join(' ')}]`;
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What JSON writes as a whole number is one as long as it fits into 64 bits. */
const numberText = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? String(value) : showDouble(value));

/** A floating number as Go's %g writes it in the fewest digits: `1e+06`, `0.1`, `+Inf`. */
export function showDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `%s` of a decoded JSON value: what is no text says so. */
export function goStringVerb(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (Array.isArray(value)) return `[${value.map(goStringVerb).join(' ')}]`;
  if (isObject(value)) return `map[${sortedEntries(value).map(([key, each]) => `${key}:${goStringVerb(each)}`).join(' ')}]`;
  return typeof value === 'string' ? value : `%!s(${goType(value)}=${goText(value)})`;
}

/** `%#v`: `map[string]interface {}{"a":1}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isObject(value)) return `map[string]interface {}{${sortedEntries(value).map(([key, each]) => `${quote(key)}:${goSyntax(each)}`).join(', ')}}`;
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

/** The name of a decoded JSON value's Go type. */
export function goType(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Number.isInteger(value) ? 'int64' : 'float64';
}

/** The text between Go's quotes; undefined when an escape is none. */
export function unquote(body: string): string | undefined {
  let isBad = false;
  const text = body.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{3}|.|$)/gs, (_, escape: string) => {
    const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', "'": "'" };
    if (/^[ux]./.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (/^[0-7]{3}$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
    const known = simple[escape];
    if (known === undefined) isBad = true;
    return known ?? '';
  });
  return isBad ? undefined : text;
}

/** A text as Go's `url.QueryEscape` writes it. */
export function queryEscape(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+').replace(/[!'()*]/g, (letter) => `%${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()}`);
}
