import { posixRegex } from '../support/regex.ts';
import { UsageError } from '../support/options.ts';

/** Which lines a command is for. */
export type Address =
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'last' }
  | { readonly type: 'regex'; readonly regex: RegExp | undefined }
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  | { readonly type: 'following'; readonly lines: number };

/** What `s` does. */
export interface Substitution {
  /** Undefined: the expression used last. */
  readonly regex: RegExp | undefined;
  readonly replacement: readonly ReplacementPart[];
  readonly isGlobal: boolean;
  readonly isPrinted: boolean;
  readonly occurrence: number;
  readonly file: string | undefined;
}

/** A piece of a replacement: text, a group, or a change of case for what follows. */
export type ReplacementPart = string | { readonly group: number } | { readonly casing: 'U' | 'L' | 'u' | 'l' | 'E' };

/** One command of a sed script. */
export interface SedCommand {
  readonly name: string;
  readonly from?: Address;
  readonly to?: Address;
  readonly isNegated: boolean;
  /** Text of a, i, c; label of b, t, T, :; file of r, w; number of q. */
  readonly text: string;
  readonly substitution?: Substitution;
  readonly table?: ReadonlyMap<string, string>;
  /** For `{`: the index behind its `}`. */
  readonly end?: number;
}

/** Reads a sed script. Throws UsageError. */
export function parseSed(text: string, isExtended: boolean): readonly SedCommand[] {
  return new SedReader(text, isExtended).commands();
}

class SedReader {
  private readonly text: string;
  private readonly isExtended: boolean;
  private at = 0;

  constructor(text: string, isExtended: boolean) {
    this.text = text;
    this.isExtended = isExtended;
  }

  commands(): readonly SedCommand[] {
    const commands: SedCommand[] = [];
    const open: number[] = [];
    for (;;) {
      this.skip(/[\s;]/);
      if (this.at >= this.text.length) break;
      if (this.text[this.at] === '#') {
        this.skip(/[^\n]/);
        continue;
      }
      const command = this.command();
      if (command.name === '}') {
        const start = open.pop();
        const opening = start === undefined ? undefined : commands[start];
        if (start === undefined || !opening) throw this.error("unexpected `}'");
        commands[start] = { ...opening, end: commands.length };
        continue;
      }
      if (command.name === '{') open.push(commands.length);
      commands.push(command);
    }
    if (open.length > 0) throw new UsageError("-e expression #1, char 0: unmatched `{'", { hasHint: false });
    return commands;
  }

  private command(): SedCommand {
    const from = this.address();
    let to: Address | undefined;
    this.skip(/[ \t]/);
    if (from && this.text[this.at] === ',') {
      this.at++;
      this.skip(/[ \t]/);
      to = this.address();
      if (!to) throw this.error("unexpected `,'");
    }
    this.skip(/[ \t]/);
    let isNegated = false;
    while (this.text[this.at] === '!') {
      isNegated = true;
      this.at++;
      this.skip(/[ \t]/);
    }
    const name = this.text[this.at++];
    if (name === undefined) throw this.error('missing command');
    const common = { name, isNegated, text: '', ...(from ? { from } : {}), ...(to ? { to } : {}) };
    switch (name) {
      case 's': return { ...common, substitution: this.substitution() };
      case 'y': return { ...common, table: this.transliteration() };
      case 'a':
      case 'i':
      case 'c': return { ...common, text: this.textArgument() };
      case ':':
      case 'b':
      case 't':
      case 'T': return { ...common, text: this.word(/[^\s;}]/) };
      case 'r':
      case 'w': return { ...common, text: this.word(/[^\n]/) };
      case 'q':
      case 'Q':
      case 'l': return { ...common, text: this.word(/\d/) };
      default:
        if (!'{}dDpPgGhHxnN=z'.includes(name)) throw this.error(`unknown command: \`${name}'`);
        return common;
    }
  }

  private address(): Address | undefined {
    const rest = this.text.slice(this.at);
    const number = /^(\d+)(?:~(\d+))?/.exec(rest);
    if (number) {
      this.at += number[0].length;
      const line = Number(number[1]);
      return number[2] === undefined ? { type: 'line', line } : { type: 'step', first: line, step: Number(number[2]) };
    }
    const following = /^\+(\d+)/.exec(rest);
    if (following) {
      this.at += following[0].length;
      return { type: 'following', lines: Number(following[1]) };
    }
    if (rest.startsWith('$')) {
      this.at++;
      return { type: 'last' };
    }
    if (!rest.startsWith('/') && !rest.startsWith('\\')) return undefined;
    this.at += rest.startsWith('/') ? 1 : 2;
    const source = this.delimited(rest.startsWith('/') ? '/' : rest.charAt(1));
    const isCaseless = this.text[this.at] === 'I';
    if (isCaseless) this.at++;
    return { type: 'regex', regex: source === '' ? undefined : posixRegex(source, { isExtended: this.isExtended, flags: isCaseless ? 'i' : '' }) };
  }

  /** Text up to the delimiter, which is taken; an escaped delimiter is plain. */
  private delimited(delimiter: string): string {
    let text = '';
    let isInBrackets = false;
    for (; this.at < this.text.length; this.at++) {
      const character = this.text.charAt(this.at);
      if (character === '\\' && !isInBrackets) {
        const next = this.text.charAt(++this.at);
        text += next === delimiter ? (delimiter === '|' || delimiter === '.' ? `\\${next}` : next) : `\\${next}`;
        continue;
      }
      if (character === '[' && !isInBrackets) {
        isInBrackets = true;
        text += character;
        if (this.text[this.at + 1] === '^') text += this.text.charAt(++this.at);
        if (this.text[this.at + 1] === ']') text += this.text.charAt(++this.at);
        continue;
      }
      if (character === ']') isInBrackets = false;
      if (character === delimiter && !isInBrackets) {
        this.at++;
        return text;
      }
      text += character;
    }
    throw this.error("unterminated `s' command");
  }

  /** As `delimited`, for replacements, which have no brackets. */
  private replacementText(delimiter: string): string {
    let text = '';
    for (; this.at < this.text.length; this.at++) {
      const character = this.text.charAt(this.at);
      if (character === '\\') {
        const next = this.text.charAt(++this.at);
        text += next === delimiter ? (next === '&' ? '\\&' : next) : `\\${next}`;
      } else if (character === delimiter) {
        this.at++;
        return text;
      } else {
        text += character;
      }
    }
    throw this.error("unterminated `s' command");
  }

  private substitution(): Substitution {
    const delimiter = this.text.charAt(this.at++);
    const source = this.delimited(delimiter);
    const replacement = this.replacementText(delimiter);
    const flags = this.word(/[gpiImMe0-9]/);
    let file: string | undefined;
    if (this.text[this.at] === 'w') {
      this.at++;
      file = this.word(/[^\n]/);
    }
    const next = this.text[this.at];
    if (next !== undefined && !/[\s;}#]/.test(next)) throw this.error("unknown option to `s'");
    return {
      regex: source === '' ? undefined : posixRegex(source, { isExtended: this.isExtended, flags: `g${/[iI]/.test(flags) ? 'i' : ''}${/[mM]/.test(flags) ? 'm' : ''}` }),
      replacement: parseReplacement(replacement), isGlobal: flags.includes('g'), isPrinted: flags.includes('p'), occurrence: Number(/\d+/.exec(flags)?.[0] ?? 1), file,
    };
  }

  private transliteration(): ReadonlyMap<string, string> {
    const delimiter = this.text.charAt(this.at++);
    const from = [...this.replacementText(delimiter).replaceAll('\\n', '\n').replaceAll('\\\\', '\\')];
    const to = [...this.replacementText(delimiter).replaceAll('\\n', '\n').replaceAll('\\\\', '\\')];
    if (from.length !== to.length) throw this.error("strings for `y' command are different lengths");
    return new Map(from.map((character, index) => [character, to[index] ?? '']));
  }

  private textArgument(): string {
    this.skip(/[ \t]/);
    if (this.text.startsWith('\\\n', this.at)) this.at += 2;
    else if (this.text[this.at] === '\\') this.at++;
    let text = '';
    for (; this.at < this.text.length && this.text[this.at] !== '\n'; this.at++) {
      if (this.text[this.at] === '\\') this.at++;
      text += this.text[this.at - 1] === '\\' && this.text[this.at] === 't' ? '\t' : this.text.charAt(this.at);
    }
    return text;
  }

  private word(characters: RegExp): string {
    this.skip(/[ \t]/);
    const start = this.at;
    this.skip(characters);
    return this.text.slice(start, this.at).trimEnd();
  }

  private skip(characters: RegExp): void {
    while (this.at < this.text.length && characters.test(this.text.charAt(this.at))) this.at++;
  }

  private error(what: string): UsageError {
    return new UsageError(`-e expression #1, char ${this.at}: ${what}`, { hasHint: false });
  }
}

function parseReplacement(text: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let plain = '';
  const push = (part: ReplacementPart): void => {
    if (plain !== '') parts.push(plain);
    plain = '';
    parts.push(part);
  };
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '&') push({ group: 0 });
    else if (character !== '\\') plain += character;
    else {
      const next = text.charAt(++i);
      if (/\d/.test(next)) push({ group: Number(next) });
      else if (next === 'U' || next === 'L' || next === 'u' || next === 'l' || next === 'E') push({ casing: next });
      else plain += next === 'n' ? '\n' : next === 't' ? '\t' : next === 'r' ? '\r' : next;
    }
  }
  if (plain !== '') parts.push(plain);
  return parts;
}
