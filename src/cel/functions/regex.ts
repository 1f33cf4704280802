// Regular expressions as Go reads them (RE2), made into those of JavaScript.
// Upstream: https://github.com/google/re2/wiki/Syntax

import { LruMap } from '../../base/index.ts';
import { CelError, CelList } from '../values.ts';
import { text, whole } from './arguments.ts';
import type { Library } from './arguments.ts';

/** Why a text is no regular expression, in Go's words. */
class NoRegex extends Error {
  constructor(why: string, where: string) {
    super(`error parsing regexp: ${why}: \`${where}\``);
  }
}

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z', alpha: 'A-Za-z', ascii: '\\x00-\\x7F', blank: '\\t ', cntrl: '\\x00-\\x1F\\x7F', digit: '0-9', graph: '!-~', lower: 'a-z',
  print: ' -~', punct: '!-\\/:-@\\[-`\\{-~', space: '\\t\\n\\v\\f\\r ', upper: 'A-Z', word: '0-9A-Za-z_', xdigit: '0-9A-Fa-f',
};
const perl: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' };
const controls: Readonly<Record<string, string>> = { a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' };
const categories = /^(?:C|Cc|Cf|Co|Cs|L|Ll|Lm|Lo|Lt|Lu|M|Mc|Me|Mn|N|Nd|Nl|No|P|Pc|Pd|Pe|Pf|Pi|Po|Ps|S|Sc|Sk|Sm|So|Z|Zl|Zp|Zs)$/;
const mostRepeats = 1000;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

class Translator {
  readonly #whole: string;
  readonly #characters: readonly string[];
  #at = 0;
  #flags: Flags = { i: false, m: false, s: false, U: false };

  constructor(pattern: string) {
    this.#whole = pattern;
    this.#characters = Array.from(pattern);
  }

  translate(): string {
    const source = this.#alternatives();
    if (this.#at < this.#characters.length) throw new NoRegex('unexpected )', this.#whole);
    return source;
  }

  #peek(ahead = 0): string {
    return this.#characters[this.#at + ahead] ?? '';
  }

  #take(): string {
    return this.#characters[this.#at++] ?? '';
  }

  #takes(text: string): boolean {
    const isNext = Array.from(text).every((character, index) => this.#peek(index) === character);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  #alternatives(): string {
    const before = this.#flags;
    let source = '';
    while (this.#at < this.#characters.length && this.#peek() !== ')') {
      if (this.#takes('|')) source += '|';
      else source += this.#repeated();
    }
    this.#flags = before;
    return source;
  }

  #repeated(): string {
    const atom = this.#atom();
    const repeat = this.#repeat();
    if (repeat === '') return atom;
    if (atom === '') throw new NoRegex('missing argument to repetition operator', repeat);
    const second = this.#repeat();
    if (second !== '') throw new NoRegex('invalid nested repetition operator', repeat + second);
    return /^\(\?<?[!=]/.test(atom) ? `(?:${atom})${repeat}` : atom + repeat;
  }

  #repeat(): string {
    const next = this.#peek();
    let repeat = '';
    if (next === '*' || next === '+' || next === '?') repeat = this.#take();
    else if (next === '{') repeat = this.#counted();
    if (repeat === '') return '';
    const isLazy = this.#takes('?');
    return repeat + (isLazy === this.#flags.U ? '' : '?');
  }

  #counted(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join('');
    const [all = '', least = '', comma, most = ''] = /^\{([0-9]+)(,([0-9]*))?\}/.exec(rest) ?? [];
    if (all === '') return '';
    if (Number(least) > mostRepeats || Number(most) > mostRepeats || (comma !== undefined && most !== '' && Number(most) < Number(least))) throw new NoRegex('invalid repeat count', all);
    this.#at += all.length;
    return all;
  }

  #atom(): string {
    const character = this.#take();
    switch (character) {
      case '(': return this.#group();
      case '[': return this.#class();
      case '.': return this.#flags.s ? '[\\s\\S]' : '[^\\n]';
      case '^': return this.#flags.m ? '(?<![^\\n])' : '(?<![\\s\\S])';
      case '$': return this.#flags.m ? '(?![^\\n])' : '(?![\\s\\S])';
      case '\\': return this.#escape();
      case '*':
      case '+':
      case '?': throw new NoRegex('missing argument to repetition operator', character);
      default: return this.#literal(character);
    }
  }

  #literal(character: string): string {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    if (this.#flags.i && lower !== upper && Array.from(upper).length === 1) return `[${lower}${upper}]`;
    return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
  }

  #group(): string {
    if (!this.#takes('?')) return this.#closed('(');
    if (this.#takes('P<') || this.#takes('<')) return this.#named();
    const before = this.#flags;
    const start = this.#at - 2;
    let isOn = true;
    for (;;) {
      const flag = this.#take();
      if (flag === '-') isOn = false;
      else if (flag === 'i' || flag === 'm' || flag === 's' || flag === 'U') this.#flags = { ...this.#flags, [flag]: isOn };
      else if (flag === ')') return '';
      else if (flag === ':') {
        const source = this.#closed('(?:');
        this.#flags = before;
        return source;
      } else throw new NoRegex('invalid or unsupported Perl syntax', this.#characters.slice(start, this.#at).join(''));
    }
  }

  #named(): string {
    const start = this.#characters.slice(0, this.#at).lastIndexOf('(');
    let name = '';
    while (this.#peek() !== '>' && this.#at < this.#characters.length) name += this.#take();
    const isClosed = this.#takes('>');
    if (!isClosed || !/^[A-Za-z0-9_]+$/.test(name)) throw new NoRegex('invalid named capture', this.#characters.slice(start, this.#at).join(''));
    return this.#closed('(');
  }

  #closed(open: string): string {
    const source = this.#alternatives();
    if (!this.#takes(')')) throw new NoRegex('missing closing )', this.#whole);
    return `${open}${source})`;
  }

  #escape(): string {
    const character = this.#take();
    switch (character) {
      case 'A': return '(?<![\\s\\S])';
      case 'z': return '(?![\\s\\S])';
      case 'b': return '\\b';
      case 'B': return '\\B';
      case 'Q': {
        let source = '';
        while (this.#at < this.#characters.length && !this.#takes('\\E')) source += this.#literal(this.#take());
        return source.length > 1 ? `(?:${source})` : source;
      }
      default: return this.#inClass(character) ?? this.#code(character);
    }
  }

  /** An escape that stands for many characters. */
  #inClass(character: string): string | undefined {
    const lower = character.toLowerCase();
    const known = perl[lower];
    if (known !== undefined) return lower === character ? `[${known}]` : `[^${known}]`;
    if (lower !== 'p') return undefined;
    return this.#property(character === 'P');
  }

  #property(isNegated: boolean): string {
    let name = this.#take();
    if (name === '{') {
      name = '';
      while (this.#peek() !== '}' && this.#at < this.#characters.length) name += this.#take();
      if (!this.#takes('}')) throw new NoRegex('invalid character class range', `\\p{${name}`);
    }
    const isInverse = name.startsWith('^');
    const bare = isInverse ? name.slice(1) : name;
    if (bare === 'Any') return '[\\s\\S]';
    const source = `${isNegated === isInverse ? '\\p' : '\\P'}{${categories.test(bare) ? bare : `Script=${bare}`}}`;
    try {
      new RegExp(source, 'u');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new NoRegex('invalid character class range', `\\${isNegated ? 'P' : 'p'}${name.length > 1 ? `{${name}}` : name}`);
    }
    return source;
  }

  /** An escape that stands for one character. */
  #code(character: string): string {
    const control = controls[character];
    if (control !== undefined) return control;
    if (character === 'x') return this.#hex();
    if (/[0-7]/.test(character)) return this.#octal(character);
    if (character === '' || /[A-Za-z0-9]/.test(character) || (character.codePointAt(0) ?? 0) > 0x7f) throw new NoRegex('invalid escape sequence', `\\${character}`);
    return this.#literal(character);
  }

  #octal(first: string): string {
    // \1 to \7 alone would be what was found before, which RE2 does not have.
    if (first !== '0' && !/[0-7]/.test(this.#peek())) throw new NoRegex('invalid escape sequence', `\\${first}`);
    let digits = first;
    while (digits.length < 3 && /[0-7]/.test(this.#peek())) digits += this.#take();
    return `\\u{${Number.parseInt(digits, 8).toString(16)}}`;
  }

  #hex(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join('');
    const [all = '', long, short] = /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest) ?? [];
    const code = Number.parseInt(long ?? short ?? '', 16);
    if (all === '' || code > 0x10ffff) throw new NoRegex('invalid escape sequence', `\\x${/^\{?[0-9A-Fa-f]*/.exec(rest)?.[0] ?? ''}`);
    this.#at += all.length;
    return `\\u{${code.toString(16)}}`;
  }

  #class(): string {
    const start = this.#characters.slice(0, this.#at - 1).join('').length;
    const isNegated = this.#takes('^');
    let source = '';
    let isFirst = true;
    while (isFirst || this.#peek() !== ']') {
      if (this.#at >= this.#characters.length) throw new NoRegex('missing closing ]', this.#whole.slice(start));
      isFirst = false;
      source += this.#member();
    }
    this.#at++;
    return `[${isNegated ? '^' : ''}${source}]`;
  }

  #member(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join('');
    const [all, not, name = ''] = /^\[:(\^?)([a-z]+):\]/.exec(rest) ?? [];
    if (all !== undefined) {
      const known = posix[name];
      if (known === undefined) throw new NoRegex('invalid character class range', all);
      this.#at += all.length;
      return not === '' ? known : this.#outside(`[${known}]`);
    }
    const wide = this.#wideEscape();
    if (wide !== undefined) return wide;
    const low = this.#single();
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '') return this.#folded(low, low);
    this.#at++;
    const high = this.#single();
    if (high < low) throw new NoRegex('invalid character class range', `${String.fromCodePoint(low)}-${String.fromCodePoint(high)}`);
    return this.#folded(low, high);
  }

  #wideEscape(): string | undefined {
    if (this.#peek() !== '\\' || !/[dDwWsSpP]/.test(this.#peek(1))) return undefined;
    this.#at++;
    const source = this.#inClass(this.#take()) ?? '';
    if (source.startsWith('[^')) return this.#outside(`[${source.slice(2)}`);
    return source.startsWith('[') ? source.slice(1, -1) : source;
  }

  /** What is not in a class, as ranges of one that can stand inside another: only of ASCII classes. */
  #outside(source: string): string {
    const inside = new RegExp(source, 'u');
    let ranges = '';
    for (let code = 0; code < 128; code++) if (!inside.test(String.fromCharCode(code))) ranges += `\\u{${code.toString(16)}}`;
    return `${ranges}\\u{80}-\\u{10ffff}`;
  }

  #single(): number {
    const character = this.#take();
    if (character !== '\\') return character.codePointAt(0) ?? 0;
    const source = this.#code(this.#take());
    return unescaped(source);
  }

  #folded(low: number, high: number): string {
    const range = (from: number, to: number): string => `\\u{${from.toString(16)}}${from === to ? '' : `-\\u{${to.toString(16)}}`}`;
    if (!this.#flags.i) return range(low, high);
    let source = range(low, high);
    for (let code = low; code <= Math.min(high, 0x24f); code++) {
      const letter = String.fromCodePoint(code);
      for (const other of [letter.toLowerCase(), letter.toUpperCase()]) {
        if (other !== letter && other.length === 1) source += range(other.codePointAt(0) ?? 0, other.codePointAt(0) ?? 0);
      }
    }
    return source;
  }
}

const named: Readonly<Record<string, number>> = { '\\x07': 7, '\\f': 12, '\\n': 10, '\\r': 13, '\\t': 9, '\\v': 11 };

function unescaped(source: string): number {
  const known = named[source];
  if (known !== undefined) return known;
  const digits = /^\\u\{([0-9a-f]+)\}$/.exec(source)?.[1];
  if (digits !== undefined) return Number.parseInt(digits, 16);
  return source.replace(/^\\/, '').codePointAt(0) ?? 0;
}

const compiled = new LruMap<string, RegExp | NoRegex>(256);

/** The expression, matching anywhere in a text; or what Go says of a text that is none. */
export function readRegex(pattern: string): RegExp | string {
  let found = compiled.get(pattern);
  if (!found) compiled.set(pattern, (found = translate(pattern)));
  if (found instanceof NoRegex) return found.message;
  found.lastIndex = 0;
  return found;
}

function translate(pattern: string): RegExp | NoRegex {
  try {
    return new RegExp(new Translator(pattern).translate(), 'gu');
  } catch (error) {
    if (error instanceof NoRegex) return error;
    if (error instanceof SyntaxError) return new NoRegex('invalid or unsupported Perl syntax', pattern);
    throw error;
  }
}

function regexOf(pattern: string): RegExp {
  const regex = readRegex(pattern);
  if (typeof regex === 'string') throw new CelError(regex);
  return regex;
}

function findAll(written: string, pattern: string, limit: bigint): CelList {
  const found: string[] = [];
  let end = -1;
  for (const match of written.matchAll(regexOf(pattern))) {
    // Nothing right behind a match is none.
    if (match[0] === '' && match.index === end) continue;
    found.push(match[0]);
    end = match.index + match[0].length;
  }
  return new CelList(limit < 0n ? found : found.slice(0, Number(limit)));
}

const matches: Library[string] = ([a, pattern]) => regexOf(text(pattern)).test(text(a));

export const regexes: Library = {
  matches, matches_string: matches,
  string_find_string: ([a, pattern]) => regexOf(text(pattern)).exec(text(a))?.[0] ?? '',
  string_find_all_string: ([a, pattern]) => findAll(text(a), text(pattern), -1n),
  string_find_all_string_int: ([a, pattern, limit]) => findAll(text(a), text(pattern), whole(limit)),
};
