// JSON values to YAML text, as `kubectl -o yaml` prints them: keys in natural order, lists not indented, lines folded at 80.
// Upstream: sigs.k8s.io/yaml on go.yaml.in/yaml/v2

import { utf8Length } from '../utf8.ts';
import { isObject } from '../json.ts';
import { resolvePlain } from './resolve.ts';
import { analyzeScalar } from './scalar-style.ts';

/** The longest key that is written in front of its colon. */
const maxSimpleKey = 128;
/** Where long lines are folded, at the next space. */
const bestWidth = 80;
const breaks = /[\n\r\u0085\u2028\u2029]/;

/** The YAML text of a JSON value. */
export function writeYaml(value: unknown): string {
  const lines: string[] = [];
  if (isFilledObject(value)) writeMapping(value, 0, lines, '');
  else if (isFilledList(value)) writeSequence(value, 0, lines, '');
  else lines.push(scalarText(value, { indent: 2, column: 0 }));
  return `${lines.join('\n')}\n`;
}

const isFilledList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 0;

function isFilledObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && Object.values(value).some((part) => part !== undefined);
}

/** Writes the pairs of an object; the first line begins with `lead` instead of its indentation. */
function writeMapping(object: Readonly<Record<string, unknown>>, indent: number, lines: string[], lead: string): void {
  let prefix = lead;
  for (const key of Object.keys(object).filter((name) => object[name] !== undefined).sort(naturalOrder)) {
    const isSimple = !breaks.test(key) && utf8Length(key) <= maxSimpleKey;
    if (isSimple) {
      writeValue(object[key], indent, lines, `${prefix}${scalarText(key, undefined)}:`);
    } else {
      lines.push(`${prefix}? ${scalarText(key, { indent: indent + 2, column: prefix.length + 2 })}`);
      writeItem(object[key], indent, lines, `${' '.repeat(indent)}: `);
    }
    prefix = ' '.repeat(indent);
  }
}

function writeSequence(list: readonly unknown[], indent: number, lines: string[], lead: string): void {
  let prefix = lead;
  for (const item of list) {
    writeItem(item, indent, lines, `${prefix}- `);
    prefix = ' '.repeat(indent);
  }
}

/** Writes what stands in the line of its indicator. */
function writeItem(item: unknown, indent: number, lines: string[], lead: string): void {
  if (isFilledObject(item)) writeMapping(item, indent + 2, lines, lead);
  else if (isFilledList(item)) writeSequence(item, indent + 2, lines, lead);
  else lines.push(lead + scalarText(item, { indent: indent + 2, column: lead.length }));
}

/** Writes what follows a key. */
function writeValue(value: unknown, indent: number, lines: string[], start: string): void {
  if (isFilledObject(value)) {
    lines.push(start);
    writeMapping(value, indent + 2, lines, ' '.repeat(indent + 2));
  } else if (isFilledList(value)) {
    lines.push(start);
    writeSequence(value, indent, lines, ' '.repeat(indent));
  } else {
    lines.push(`${start} ${scalarText(value, { indent: indent + 2, column: start.length + 1 })}`);
  }
}

/** Where a scalar is written: the column of its further lines, and the one of its first character. */
interface Place {
  readonly indent: number;
  readonly column: number;
}

/** The text of a value without parts; a key in front of its colon has no place to be folded at. */
function scalarText(value: unknown, place: Place | undefined): string {
  if (typeof value === 'string') return stringText(value, place);
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return '[]';
  return isObject(value) ? '{}' : JSON.stringify(value ?? null);
}

function numberText(value: number): string {
  if (Number.isInteger(value) && value < 2 ** 64 && value >= -(2 ** 63)) return String(value);
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function stringText(text: string, place: Place | undefined): string {
  const style = analyzeScalar(text);
  if (text.includes('\n') && place && style.block) return literalText(text, place.indent);
  const wantsPlain = typeof resolvePlain(text) === 'string' && !isBase60(text) && !text.includes('\n') && !isTimestamp(text);
  if (wantsPlain && style.plain) return fold(text, place, 0);
  if (wantsPlain && style.single) return `'${fold(text.replaceAll("'", "''"), place, 1)}'`;
  return doubleQuoted(text, place);
}

/** Breaks a line at single spaces behind the best width; not at the ends of what is quoted. */
function fold(text: string, place: Place | undefined, quotes: number): string {
  if (!place || place.column + text.length <= bestWidth) return text;
  let out = '';
  let column = place.column + quotes;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const isInside = quotes === 0 || (i > 0 && i < text.length - 1);
    if (character === ' ' && column > bestWidth && isInside && text[i - 1] !== ' ' && text[i + 1] !== ' ') {
      out += `\n${' '.repeat(place.indent)}`;
      column = place.indent;
    } else {
      out += character;
      column++;
    }
  }
  return out;
}

/** Such as `12:30:45`, which other readers of YAML 1.1 take for a number. */
const isBase60 = (text: string): boolean => /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);

const timestampForm = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})$| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?$)/;

/** Such as `2026-01-01`, which reads back as a time. */
function isTimestamp(text: string): boolean {
  if (!timestampForm.test(text)) return false;
  const [, month = '', day = ''] = text.split(/[-Tt ]/);
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

function literalText(text: string, indent: number): string {
  const first = text.charAt(0);
  const hint = first === ' ' || first === '\n' ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const body = (chomp === '-' ? text : text.slice(0, -1)).split('\n');
  const pad = ' '.repeat(indent);
  return `|${hint}${chomp}\n${body.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

const named: Readonly<Record<number, string>> = {
  0: '0', 7: 'a', 8: 'b', 9: 't', 10: 'n', 11: 'v', 12: 'f', 13: 'r', 0x1b: 'e', 0x22: '"', 0x5c: '\\', 0x85: 'N', 0xa0: '_', 0x2028: 'L', 0x2029: 'P',
};

function doubleQuoted(text: string, place: Place | undefined): string {
  let out = '"';
  let column = (place?.column ?? 0) + 1;
  let afterSpace = false;
  for (let i = 0; i < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(i) ?? 0);
    const canFold = place && column > bestWidth && !afterSpace && i > 0 && i < text.length - 1;
    let piece = escaped(character);
    afterSpace = character === ' ';
    if (afterSpace && canFold) {
      piece = `\n${' '.repeat(place.indent)}${text[i + 1] === ' ' ? '\\' : ''}`;
      column = piece.length - 1;
    } else {
      column += piece.length;
    }
    out += piece;
    i += character.length;
  }
  return `${out}"`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0xa0) return character;
  const name = named[code];
  if (name !== undefined) return `\\${name}`;
  if ((code >= 0x20 && code < 0x7f) || (code > 0xa0 && code !== 0xfeff && code < 0xfffe && !(code >= 0xd800 && code < 0xe000))) return character;
  if (code <= 0xff) return `\\x${hexText(code, 2)}`;
  return code <= 0xffff ? `\\u${hexText(code, 4)}` : `\\U${hexText(code, 8)}`;
}

const hexText = (code: number, width: number): string => code.toString(16).toUpperCase().padStart(width, '0');

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isDigit = (character: string): boolean => /\p{Nd}/u.test(character);

/** Orders keys as people do: `a2` before `a10`, punctuation before letters. */
export function naturalOrder(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i] ?? '';
    const y = b[i] ?? '';
    if (x === y) continue;
    const xLetter = isLetter(x);
    const yLetter = isLetter(y);
    if (xLetter && yLetter) return codeOrder(x, y);
    if (xLetter || yLetter) return yLetter ? -1 : 1;
    const m = digitsFrom(a, i);
    const n = digitsFrom(b, i);
    const inNumber = (x === '0' || y === '0') && hasNonZeroDigitBefore(a, i);
    const byValue = (inNumber ? Number(`1${m}`) : Number(m)) - (inNumber ? Number(`1${n}`) : Number(n));
    if (byValue !== 0) return byValue;
    return m.length === n.length ? codeOrder(x, y) : m.length - n.length;
  }
  return a.length - b.length;
}

const codeOrder = (x: string, y: string): number => (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);

function digitsFrom(characters: readonly string[], from: number): string {
  let to = from;
  while (to < characters.length && isDigit(characters[to] ?? '')) to++;
  return characters.slice(from, to).join('');
}

function hasNonZeroDigitBefore(characters: readonly string[], index: number): boolean {
  for (let i = index - 1; i >= 0 && isDigit(characters[i] ?? ''); i--) if (characters[i] !== '0') return true;
  return false;
}
