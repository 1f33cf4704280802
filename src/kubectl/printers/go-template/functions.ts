// The functions that a Go template can call.
// Upstream: Go text/template funcs.go; kubectl adds base64decode and exists

import { base64Decode, compareText, goStringVerb, goSyntax, goText, goType, isObject, queryEscape, quote, utf8Bytes, utf8Text } from '../../../base/index.ts';
import { TemplateError } from './template-error.ts';

/** A function of templates: arguments in, value out; `types` are the arguments' Go types, `texts` what stands in the template for them. Throws TemplateError. */
export type TemplateFunction = (args: readonly unknown[], types: readonly string[], texts: readonly string[]) => unknown;

/** Whether a value counts as true: not empty, not zero. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : true;
}

function index([value, ...keys]: readonly unknown[], [type = '', ...types]: readonly string[]): unknown {
  let found = value;
  keys.forEach((key, depth) => {
    const keyType = types[depth] ?? '';
    if (typeof found === 'string' || Array.isArray(found)) {
      const items = typeof found === 'string' ? utf8Bytes(found) : (found as readonly unknown[]);
      if (typeof key !== 'number' || keyType === 'float64') throw new TemplateError(`cannot index slice/array with type ${keyType}`);
      if (key < 0 || key >= items.length) throw new TemplateError(`index out of range: ${key}`);
      found = items[key];
    } else if (isObject(found)) {
      if (typeof key !== 'string') throw new TemplateError(`value has type ${keyType}; should be string`);
      found = found[key];
    } else if (found === null || found === undefined) throw new TemplateError('index of untyped nil');
    else throw new TemplateError(`can't index item of type ${depth === 0 ? type : goType(found)}`);
  });
  return found;
}

function slice([value, ...bounds]: readonly unknown[], [type = '', ...types]: readonly string[]): unknown {
  if (typeof value !== 'string' && !Array.isArray(value)) throw new TemplateError(value === null || value === undefined ? 'slice of untyped nil' : `can't slice item of type ${type}`);
  const [from = 0, to = value.length] = bounds.map((bound, at) => {
    if (typeof bound !== 'number' || types[at] === 'float64') throw new TemplateError(`cannot index slice/array with type ${types[at] ?? ''}`);
    if (bound < 0 || bound > value.length) throw new TemplateError(`index out of range: ${bound}`);
    return bound;
  });
  if (from > to) throw new TemplateError(`invalid slice index: ${from} > ${to}`);
  return value.slice(from, to);
}

function length([value]: readonly unknown[], [type = '']: readonly string[]): number {
  if (typeof value === 'string') return utf8Bytes(value).length;
  if (Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  if (value === null || value === undefined) throw new TemplateError('reflect: call of reflect.Value.Type on zero Value');
  throw new TemplateError(`len of type ${type}`);
}

/** What Go compares with each other: whole numbers however long, but no fractions with them. */
const comparedAs = (type: string): string => (type === 'int' ? 'int64' : type);

function incompatible(a: string, b: string): TemplateError {
  return new TemplateError(`incompatible types for comparison: ${a} and ${b}`);
}

function order([a, b]: readonly unknown[], [left = '', right = '']: readonly string[]): number {
  const isOrdered = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';
  if (!isOrdered(a) || !isOrdered(b)) throw new TemplateError('invalid type for comparison');
  if (comparedAs(left) !== comparedAs(right)) throw incompatible(left, right);
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);
}

function areEqual(a: unknown, b: unknown, left: string, right: string): boolean {
  if (typeof a === 'object' && a !== null) throw new TemplateError(`non-comparable type ${goStringVerb(a)}: ${left}`);
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (comparedAs(left) !== comparedAs(right)) throw incompatible(left, right);
  return a === b;
}

function equals([first, ...others]: readonly unknown[], [type = '', ...types]: readonly string[]): boolean {
  if (others.length === 0) throw new TemplateError('missing argument for comparison');
  return others.some((other, at) => areEqual(first, other, type, types[at] ?? ''));
}

/** Go's Printf for the verbs that templates use. */
function printf([format, ...args]: readonly unknown[], [, ...types]: readonly string[]): string {
  let next = 0;
  const text = String(format).replace(/%([-+# 0]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g, (whole, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (next >= args.length) return `%!${verb}(MISSING)`;
    const type = types[next] ?? '';
    const value = args[next++];
    const shown = verb === 'T' ? type : formatVerb(verb, value, { flags, precision, type }) ?? `%!${verb}(${type}=${goText(value)})`;
    if (shown.startsWith('%!')) return shown;
    const size = Number(width ?? 0);
    return flags.includes('-') ? shown.padEnd(size) : shown.padStart(size, flags.includes('0') && verb !== 's' ? '0' : ' ');
  });
  const extra = args.slice(next).map((arg, at) => `${types[next + at] ?? ''}=${goText(arg)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}

/** How a value is to be written, beside its verb. */
interface Manner {
  readonly flags: string;
  readonly precision: string | undefined;
  readonly type: string;
}

/** The text of a value; undefined when the verb is not for such values. */
function formatVerb(verb: string, value: unknown, { flags, precision, type }: Manner): string | undefined {
  if (verb === 'v') return flags.includes('#') ? goSyntax(value) : goText(value);
  if (value === undefined || value === null) return `%!${verb}(<nil>)`;
  if (typeof value === 'number') return type === 'float64' ? formatFraction(verb, value, { flags, precision }) : formatWhole(verb, value, flags);
  switch (verb) {
    case 's': return precision === undefined ? goStringVerb(value) : goText(value).slice(0, Number(precision));
    case 'q': return typeof value === 'boolean' ? undefined : quote(goText(value));
    case 't': return typeof value === 'boolean' ? String(value) : undefined;
    default: return undefined;
  }
}

const signed = (text: string, flags: string): string => (text.startsWith('-') ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text);

function formatWhole(verb: string, value: number, flags: string): string | undefined {
  switch (verb) {
    case 'd': return signed(String(value), flags);
    case 'x': return value.toString(16);
    case 'X': return value.toString(16).toUpperCase();
    case 'o': return value.toString(8);
    case 'b': return value.toString(2);
    case 'c': return String.fromCodePoint(value);
    case 'q': return `'${String.fromCodePoint(value)}'`;
    case 'U': return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    default: return undefined;
  }
}

function formatFraction(verb: string, value: number, { flags, precision }: Pick<Manner, 'flags' | 'precision'>): string | undefined {
  switch (verb) {
    case 'f': return signed(value.toFixed(Number(precision ?? 6)), flags);
    case 'e': return signed(value.toExponential(Number(precision ?? 6)).replace(/e([-+])(\d)$/, 'e$10$2'), flags);
    case 'g': return signed(goText(value), flags);
    default: return undefined;
  }
}

/** Values as Go's Print writes them: with spaces between two of which neither is a text. */
function printAll(args: readonly unknown[]): string {
  return args.map((arg, i) => {
    const spaced = i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string';
    return (spaced ? ' ' : '') + goText(arg);
  }).join('');
}

function decode([text]: readonly unknown[]): string {
  const bytes = base64Decode(String(text));
  if (!(bytes instanceof Uint8Array)) throw new TemplateError(`base64 decode failed: illegal base64 data at input byte ${bytes.illegalAt}`);
  return utf8Text(bytes);
}

/** No object holds a function. */
function refuseCall([value]: readonly unknown[], [type = '']: readonly string[], [text = '']: readonly string[]): never {
  throw new TemplateError(value === null || value === undefined ? 'call of nil' : `non-function ${text} of type ${type}`);
}

function exists(args: readonly unknown[], types: readonly string[]): boolean {
  try {
    return index(args, types) !== undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return false;
  }
}

const escapedIn = (text: string, letters: RegExp, escape: (letter: string) => string): string => text.replace(letters, escape);

const html = (text: string): string => escapedIn(text, /[&<>"']/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;' })[letter] ?? '&#39;');

const script = (text: string): string => escapedIn(text, /[\\'"<>&=\u0000-\u001f]/g, (letter) => (/[\\'"]/.test(letter) ? `\\${letter}` : `\\u${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`));

/** All functions by name, but for `and` and `or`, which do not evaluate all their arguments. */
export const templateFunctions: Readonly<Record<string, TemplateFunction>> = {
  base64decode: decode,
  call: refuseCall,
  eq: equals,
  exists,
  ge: (args, types) => order(args, types) >= 0,
  gt: (args, types) => order(args, types) > 0,
  html: (args) => html(printAll(args)),
  index,
  js: (args) => script(printAll(args)),
  le: (args, types) => order(args, types) <= 0,
  len: length,
  lt: (args, types) => order(args, types) < 0,
  ne: (args, types) => !equals(args, types),
  not: ([value]) => !isTrue(value),
  print: printAll,
  printf,
  println: (args) => `${args.map(goText).join(' ')}\n`,
  slice,
  urlquery: (args) => queryEscape(printAll(args)),
};

/** How many arguments a function takes: as many, or as many and more. */
export const argumentCounts: Readonly<Record<string, { readonly least: number; readonly most: number }>> = Object.fromEntries([
  ...['base64decode', 'len', 'not'].map((name) => [name, { least: 1, most: 1 }] as const),
  ...['ge', 'gt', 'le', 'lt', 'ne'].map((name) => [name, { least: 2, most: 2 }] as const),
  ...['and', 'call', 'eq', 'exists', 'index', 'or', 'printf', 'slice'].map((name) => [name, { least: 1, most: Number.POSITIVE_INFINITY }] as const),
]);

/** The functions whose first argument must be a text. */
export const ofText: ReadonlySet<string> = new Set(['base64decode', 'printf']);

/** Whether templates have a function of that name. */
export const isFunction = (name: string): boolean => templateFunctions[name] !== undefined || name === 'and' || name === 'or';
