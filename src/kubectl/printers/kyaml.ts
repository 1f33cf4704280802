// KYAML: YAML that looks like JSON with comments, without anything that depends on indentation or on guessing types.
// Upstream: sigs.k8s.io/yaml/kyaml

import { compareText, isObject, resolvePlain } from '../../base/index.ts';

/** A JSON value as a document of KYAML, keys in the order of their bytes or, if wanted, as they stand. */
export function formatKyaml(value: unknown, { keepsOrder = false } = {}): string {
  return `---\n${valueText(value, { indent: '', keepsOrder })}\n`;
}

interface Place {
  /** What the line begins with in which a value begins. */
  readonly indent: string;
  readonly keepsOrder: boolean;
}

const below = ({ indent, keepsOrder }: Place): Place => ({ indent: `${indent}  `, keepsOrder });

function valueText(value: unknown, at: Place): string {
  if (Array.isArray(value)) return listText(value, at);
  if (isObject(value)) return objectText(value, at);
  if (typeof value === 'string') return value.includes('\n') ? linesText(value, at.indent) : `"${escaped(value)}"`;
  return String(value);
}

function objectText(object: Readonly<Record<string, unknown>>, at: Place): string {
  const inner = below(at);
  const known = Object.keys(object).filter((key) => object[key] !== undefined);
  const keys = at.keepsOrder ? known : known.sort(compareText);
  if (keys.length === 0) return '{}';
  return `{\n${keys.map((key) => `${inner.indent}${keyText(key)}: ${valueText(object[key], inner)},\n`).join('')}${at.indent}}`;
}

/** Brackets of a list stand beside those of what it holds, if all of it has brackets of one kind. */
function listText(list: readonly unknown[], at: Place): string {
  if (list.length === 0) return '[]';
  if (list.every(Array.isArray) || list.every(isObject)) return `[${list.map((item) => valueText(item, at)).join(', ')}]`;
  const inner = below(at);
  return `[\n${list.map((item) => `${inner.indent}${valueText(item, inner)},\n`).join('')}${at.indent}]`;
}

const plainKey = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u;
/** Words and dates that some reader of YAML takes for something else. */
const ambiguous = /^(?:y|n|t|f|yes|no|on|off|true|false|null|inf|nan|\d{4}-\d\d?-\d\d?)$/i;

function keyText(key: string): string {
  const isPlain = plainKey.test(key) && !ambiguous.test(key) && typeof resolvePlain(key) === 'string';
  return isPlain ? key : `"${escaped(key)}"`;
}

/** A text of several lines: each in a line of its own; the line breaks that the text does not have are escaped. */
function linesText(text: string, indent: string): string {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  // White space at the beginning of a line would be folded away, so a backslash stands before it.
  const begun = (line: string): string => `${indent}  ${/^\s/.test(line) ? '\\' : ' '}${escaped(line)}`;
  const parts = [...lines.map((line) => `${begun(line)}\\n\\\n`), ...(last === '' ? [] : [`${begun(last)}\\\n`])];
  return `"\\\n${parts.join('')}${indent}  "`;
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"', '\\': '\\\\', '\0': '\\0', '\u0007': '\\a', '\b': '\\b', '\u000B': '\\v', '\f': '\\f', '\r': '\\r', '\u001B': '\\e',
  '\u0085': '\\N', '\u00A0': '\\_', '\u2028': '\\L', '\u2029': '\\P',
};
// What has no picture of its own; a tab is left as it is.
const unseen = /["\\]|[^\P{C}\t]|[^\P{Z} ]/gu;

function escaped(text: string): string {
  return text.replace(unseen, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    return named[letter] ?? (code < 0x100 ? `\\x${digits.padStart(2, '0')}` : code < 0x1_0000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`);
  });
}
