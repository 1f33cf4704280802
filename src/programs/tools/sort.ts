import type { Options } from './support/options.ts';
import { linesOf } from './support/tool.ts';
import type { ToolBody } from './support/tool.ts';

interface Key {
  readonly fromField: number;
  readonly fromCharacter: number;
  readonly toField: number;
  readonly toCharacter: number;
  readonly flags: string;
}

type Compare = (left: string, right: string) => number;

/** `sort [-n -r -u -k KEY -t SEP -V -h -f -b -M -s -c -o FILE] [FILE…]` */
export const sort: ToolBody = function* (tool) {
  const options = tool.options('nruk:t:Vhfbdgisco:M', {
    'numeric-sort': 'n', reverse: 'r', unique: 'u', key: 'k', 'field-separator': 't', 'version-sort': 'V', 'human-numeric-sort': 'h', 'ignore-case': 'f', stable: 's', check: 'c', output: 'o', 'general-numeric-sort': 'g', 'ignore-leading-blanks': 'b',
  });
  let lines: string[] = [];
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    const text = yield* tool.read(name);
    if (text === undefined) return 2;
    lines = lines.concat(linesOf(text));
  }
  const compareKeys = keysOf(options);
  const compare: Compare = options.has('s') || options.has('u') ? compareKeys : (a, b) => compareKeys(a, b) || (options.has('r') ? -1 : 1) * byCodes(a, b);
  if (options.has('c')) {
    const wrong = lines.findIndex((line, index) => index > 0 && compareKeys(lines[index - 1] ?? '', line) > 0);
    return wrong < 0 ? 0 : yield* tool.fail(`-:${wrong + 1}: disorder: ${lines[wrong] ?? ''}`);
  }
  lines.sort(compare);
  if (options.has('u')) lines = lines.filter((line, index) => index === 0 || compareKeys(lines[index - 1] ?? '', line) !== 0);
  const text = lines.map((line) => `${line}\n`).join('');
  const output = options.value('o');
  if (output === undefined) tool.put(text);
  else tool.files.write(tool.path(output), text);
  return 0;
};

function keysOf(options: Options): Compare {
  const globals = ['n', 'r', 'V', 'h', 'f', 'b', 'g', 'M', 'd'].filter((letter) => options.has(letter)).join('');
  const separator = options.value('t');
  const keys = options.all('k').map((text) => readKey(text, globals));
  if (keys.length === 0) return directed(comparerOf(globals), globals.includes('r'));
  const compares = keys.map((key) => {
    const compare = directed(comparerOf(key.flags), key.flags.includes('r'));
    return (left: string, right: string) => compare(part(left, key, separator), part(right, key, separator));
  });
  return (left, right) => {
    for (const compare of compares) {
      const order = compare(left, right);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function readKey(text: string, globals: string): Key {
  const [, from = '1', fromCharacter = '1', fromFlags = '', to, toCharacter = '0', toFlags = ''] = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text) ?? [];
  const own = fromFlags + toFlags;
  return { fromField: Number(from), fromCharacter: Number(fromCharacter), toField: to === undefined ? Number.POSITIVE_INFINITY : Number(to), toCharacter: Number(toCharacter), flags: own === '' ? globals : own };
}

function part(line: string, key: Key, separator: string | undefined): string {
  const fields = separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? []) : line.split(separator);
  const joint = separator ?? '';
  let text = fields.slice(key.fromField - 1, key.toField).join(joint);
  if (key.toCharacter > 0) {
    const whole = fields.slice(key.fromField - 1, key.toField - 1).join(joint);
    const last = fields[key.toField - 1] ?? '';
    text = whole + (whole === '' ? '' : joint) + last.slice(0, key.toCharacter);
  }
  if (key.flags.includes('b')) text = text.trimStart();
  return text.slice(key.fromCharacter - 1);
}

function directed(compare: Compare, isReversed: boolean): Compare {
  return isReversed ? (left, right) => compare(right, left) : compare;
}

function comparerOf(flags: string): Compare {
  if (flags.includes('n')) return (a, b) => leadingNumber(a) - leadingNumber(b);
  if (flags.includes('g')) return (a, b) => (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0);
  if (flags.includes('h')) return (a, b) => humanNumber(a) - humanNumber(b);
  if (flags.includes('V')) return byVersion;
  if (flags.includes('M')) return (a, b) => month(a) - month(b);
  if (flags.includes('f')) return (a, b) => byCodes(a.toUpperCase(), b.toUpperCase());
  return byCodes;
}

/** The order of the C locale. */
export function byCodes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function leadingNumber(text: string): number {
  return Number(/^\s*-?\d*\.?\d*/.exec(text)?.[0]) || 0;
}

function humanNumber(text: string): number {
  const [, digits = '0', unit = ''] = /^\s*(-?\d*\.?\d+)\s*([KMGTPEkm]?)/.exec(text) ?? [];
  return Number(digits) * 1024 ** ['', 'K', 'M', 'G', 'T', 'P', 'E'].indexOf(unit.toUpperCase());
}

function month(text: string): number {
  return ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'].indexOf(text.trim().slice(0, 3).toUpperCase());
}

/** Compares as versions: runs of digits as numbers. */
export function byVersion(left: string, right: string): number {
  const a = left.match(/\d+|\D+/g) ?? [];
  const b = right.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, other] = [a[i], b[i]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = /^\d/.test(one) && /^\d/.test(other) ? Number(one) - Number(other) : byCodes(one, other);
    if (order !== 0) return order;
  }
  return 0;
}
