// The functions that a Go template can call.
// Upstream: Go text/template funcs.go; kubectl adds base64decode and exists

import { base64DecodeText, compareText, deepEqual, goSyntax, goText, goType, isObject, quote } from '../../../base/index.ts';
import { TemplateError } from './template-error.ts';

/** A function of templates: arguments in, value out; throws TemplateError. */
export type TemplateFunction = (args: readonly unknown[]) => unknown;

/** Whether a value counts as true: not empty, not zero. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : true;
}

function index([value, ...keys]: readonly unknown[]): unknown {
  let found = value;
  for (const key of keys) {
    if (Array.isArray(found)) {
      if (typeof key !== 'number') throw new TemplateError(`cannot index slice/array with type ${goType(key)}`);
      if (key < 0 || key >= found.length) throw new TemplateError(`index out of range: ${key}`);
      found = found[key] as unknown;
    } else if (isObject(found)) {
      if (typeof key !== 'string') throw new TemplateError(`value has type ${typeof key === 'number' ? 'int' : goType(key)}; should be string`);
      found = found[key];
    }
    else if (found === null || found === undefined) throw new TemplateError('index of untyped nil');
    else throw new TemplateError(`can't index item of type ${goType(found)}`);
  }
  return found;
}

function length([value]: readonly unknown[]): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  if (value === null || value === undefined) throw new TemplateError('len of nil pointer');
  throw new TemplateError(`len of type ${goType(value)}`);
}

function order(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  throw new TemplateError('incompatible types for comparison');
}

function areEqual(a: unknown, b: unknown): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a !== typeof b) throw new TemplateError('incompatible types for comparison');
  return deepEqual(a, b);
}

/** Go's Printf for the verbs that templates use. */
function printf([format, ...args]: readonly unknown[]): string {
  let next = 0;
  const text = (typeof format === 'string' ? format : goText(format)).replace(/%([-+# 0]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g, (whole, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (next >= args.length) return `%!${verb}(MISSING)`;
    const shown = formatVerb(verb, args[next++], precision, flags) ?? `%!${verb}(${goType(args[next - 1])}=${goText(args[next - 1])})`;
    if (shown.startsWith('%!')) return shown;
    const size = Number(width ?? 0);
    return flags.includes('-') ? shown.padEnd(size) : shown.padStart(size, flags.includes('0') && verb !== 's' ? '0' : ' ');
  });
  const extra = args.slice(next).map((arg) => `${goType(arg)}=${goText(arg)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatVerb(verb: string, value: unknown, precision: string | undefined, flags: string): string | undefined {
  if ((value === undefined || value === null) && verb !== 'v' && verb !== 'T') return `%!${verb}(<nil>)`;
  switch (verb) {
    case 'v': return flags.includes('#') ? goSyntax(value) : goText(value);
    case 's': return typeof value === 'number' ? `%!s(${goType(value)}=${value})` : precision === undefined ? goText(value) : goText(value).slice(0, Number(precision));
    case 'q': return quote(goText(value));
    case 'd': return typeof value === 'number' ? String(Math.trunc(value)) : `%!d(${goType(value)}=${goText(value)})`;
    case 'f': return typeof value === 'number' ? value.toFixed(Number(precision ?? 6)) : undefined;
    case 't': return typeof value === 'boolean' ? String(value) : undefined;
    case 'T': return goType(value);
    case 'x': return typeof value === 'number' ? value.toString(16) : undefined;
    default: return undefined;
  }
}

function printAll(args: readonly unknown[]): string {
  return args.map((arg, i) => {
    const spaced = i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string';
    return (spaced ? ' ' : '') + goText(arg);
  }).join('');
}

function decode([text]: readonly unknown[]): string {
  const decoded = base64DecodeText(typeof text === 'string' ? text : '');
  if (decoded === undefined) throw new TemplateError('base64 decode failed: illegal base64 data');
  return decoded;
}

function exists([value, ...keys]: readonly unknown[]): boolean {
  try {
    return index([value, ...keys]) !== undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return false;
  }
}

/** All functions by name, but for `and` and `or`, which do not evaluate all their arguments. */
export const templateFunctions: Readonly<Record<string, TemplateFunction>> = {
  base64decode: decode,
  eq: ([first, ...others]) => others.some((other) => areEqual(first, other)),
  exists,
  ge: ([a, b]) => order(a, b) >= 0,
  gt: ([a, b]) => order(a, b) > 0,
  html: ([text]) => goText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  index,
  js: ([text]) => goText(text).replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('"', '\\"'),
  le: ([a, b]) => order(a, b) <= 0,
  len: length,
  lt: ([a, b]) => order(a, b) < 0,
  ne: ([a, b]) => !areEqual(a, b),
  not: ([value]) => !isTrue(value),
  print: printAll,
  printf,
  println: (args) => `${args.map(goText).join(' ')}\n`,
  slice: ([value, from = 0, to]) => (typeof value === 'string' || Array.isArray(value) ? value.slice(Number(from), to === undefined ? undefined : Number(to)) : value),
  urlquery: ([text]) => encodeURIComponent(goText(text)),
};
