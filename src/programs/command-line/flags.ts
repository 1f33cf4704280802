// Reading a command line's flags as pflag reads them, with its words for what is wrong.
// Upstream: spf13/pflag

import { DurationError, assert, parseDuration, quote, utf8Length } from '../../base/index.ts';
import type { FlagSpec } from './flag.ts';

/** What is wrong with a flag; the command's path and the hint to its help are added by the caller. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

const truths = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const untruths = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** The values of flags, and what is not a flag. */
export class Flags {
  /** The words that are not flags; those behind `--` included. */
  readonly args: string[] = [];
  /** How many words stood before `--`; -1 without `--`. */
  dashAt = -1;
  /** The flags that were given, in their order. */
  readonly given: { readonly name: string; readonly value: string }[] = [];
  readonly #specs = new Map<string, FlagSpec>();
  readonly #shorts = new Map<string, FlagSpec>();
  readonly #values = new Map<string, string[]>();

  constructor(specs: readonly FlagSpec[]) {
    for (const spec of specs) {
      this.#specs.set(spec.name, spec);
      if (spec.short !== undefined) this.#shorts.set(spec.short, spec);
    }
  }

  /** Whether the command has this flag. */
  has(name: string): boolean {
    return this.#specs.has(name);
  }

  /** Whether the flag was given on the command line. */
  changed(name: string): boolean {
    return this.#values.has(name);
  }

  /** What is to be said of flags that are given and should not be any more. */
  get warnings(): readonly string[] {
    return this.given.flatMap(({ name }) => {
      const why = this.#spec(name).deprecated;
      return why === undefined ? [] : [`Flag --${name} has been deprecated, ${why}`];
    });
  }

  text(name: string): string {
    const given = this.#values.get(name);
    return given?.at(-1) ?? this.#spec(name).value;
  }

  bool(name: string): boolean {
    return truths.includes(this.text(name));
  }

  int(name: string): number {
    return Number(this.text(name));
  }

  durationMs(name: string): number {
    return parseDuration(this.text(name));
  }

  list(name: string): readonly string[] {
    const spec = this.#spec(name);
    const given = this.#values.get(name) ?? [];
    return spec.type === 'strings' ? given.flatMap((value) => (value === '' ? [] : splitCsv(value))) : given;
  }

  /** The values of a flag by their keys; what is given later wins. */
  pairs(name: string): ReadonlyMap<string, string> {
    const given = this.#values.get(name) ?? [];
    return new Map(given.flatMap(splitCsv).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  }

  #spec(name: string): FlagSpec {
    const spec = this.#specs.get(name);
    assert(spec !== undefined, `flag --${name} is not defined`);
    return spec;
  }

  /** Reads the words; throws FlagError. */
  parse(words: readonly string[]): void {
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '--') {
        this.dashAt = this.args.length;
        this.args.push(...rest);
        return;
      }
      if (word.startsWith('--')) this.#parseLong(word, rest);
      else if (word.startsWith('-') && word !== '-') this.#parseShorts(word, rest);
      else this.args.push(word);
    }
  }

  #parseLong(word: string, rest: string[]): void {
    const body = word.slice(2);
    if (body.startsWith('-') || body.startsWith('=')) throw new FlagError(`bad flag syntax: ${word}`);
    const equals = body.indexOf('=');
    const name = (equals < 0 ? body : body.slice(0, equals)).replaceAll('_', '-');
    const spec = this.#specs.get(name);
    if (!spec) throw new FlagError(`unknown flag: --${name}`);
    if (equals >= 0) return this.#set(spec, body.slice(equals + 1));
    if (spec.bare !== undefined) return this.#set(spec, spec.bare);
    const value = rest.shift();
    if (value === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    this.#set(spec, value);
  }

  #parseShorts(word: string, rest: string[]): void {
    let letters = word.slice(1);
    while (letters !== '') {
      const letter = letters.charAt(0);
      const spec = this.#shorts.get(letter);
      if (!spec) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
      const after = letters.slice(letter.length);
      if (after.startsWith('=') && after !== '=') return this.#set(spec, after.slice(1));
      if (spec.bare !== undefined) {
        this.#set(spec, spec.bare);
        letters = after;
        continue;
      }
      if (after !== '') return this.#set(spec, after);
      const value = rest.shift();
      if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
      return this.#set(spec, value);
    }
  }

  #set(spec: FlagSpec, value: string): void {
    const why = checkValue(spec, value);
    if (why !== undefined) {
      const named = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
      throw new FlagError(`invalid argument ${quote(value)} for ${quote(named)} flag: ${why}`);
    }
    const read = readValue(spec, value);
    this.given.push({ name: spec.name, value: read });
    const values = this.#values.get(spec.name);
    if (values) values.push(read);
    else this.#values.set(spec.name, [read]);
  }
}

/** The one way to write a flag's value. */
function readValue({ type }: FlagSpec, value: string): string {
  if (type === 'bool') return String(truths.includes(value));
  return type === 'int' || type === 'uint' ? String(wholeNumber(value)) : value;
}

/** Whole numbers as Go's strconv reads them with base 0: `0x1f`, `0b11`, `0o17`, `017`, `1_000`. */
function wholeNumber(text: string): bigint | undefined {
  const [, sign, prefix = '', digits] = /^([-+]?)(0[xob]?_?)?([\da-f]+(?:_[\da-f]+)*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const base = prefix.replace('_', '').toLowerCase();
  const written = digits.replaceAll('_', '');
  if (!(digitsOf[base] ?? digitsOf[''])?.test(written)) return undefined;
  const value = BigInt(base === '' ? written : `${base === '0' ? '0o' : base}${written}`);
  return sign === '-' ? -value : value;
}

/** The digits of numbers by what they begin with. */
const digitsOf: Readonly<Record<string, RegExp>> = { '': /^\d+$/, '0': /^[0-7]+$/, '0o': /^[0-7]+$/, '0b': /^[01]+$/, '0x': /^[\da-f]+$/i };

/** What is wrong with a number that holds no more than 64 bits. */
function numberProblem(go: 'ParseInt' | 'ParseUint', text: string): string | undefined {
  const value = go === 'ParseUint' && /^[-+]/.test(text) ? undefined : wholeNumber(text);
  const fits = value !== undefined && value === (go === 'ParseInt' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value));
  return fits ? undefined : `strconv.${go}: parsing ${quote(text)}: ${value === undefined ? 'invalid syntax' : 'value out of range'}`;
}

/** What is wrong with a flag's value, in Go's words; undefined when nothing is. */
export function checkValue(spec: FlagSpec, value: string): string | undefined {
  switch (spec.type) {
    case 'bool':
      return truths.includes(value) || untruths.includes(value) ? undefined : `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`;
    case 'int':
      return numberProblem('ParseInt', value);
    case 'uint':
      return numberProblem('ParseUint', value);
    case 'float':
      return value.trim() !== '' && !Number.isNaN(Number(value)) ? undefined : `strconv.ParseFloat: parsing ${quote(value)}: invalid syntax`;
    case 'duration':
      try {
        parseDuration(value);
        return undefined;
      } catch (error) {
        if (!(error instanceof DurationError)) throw error;
        return error.message;
      }
    case 'pairs': {
      const wrong = splitCsv(value).find((pair) => !pair.includes('='));
      return wrong === undefined ? undefined : `${wrong} must be formatted as key=value`;
    }
    case 'strings':
      return quoteProblem(value);
    case 'array':
    case 'string':
      return undefined;
  }
}

/** Fields of comma-separated values that are as they should be. */
const wellQuoted = /^(?:(?:"(?:[^"]|"")*"|[^",]+|)(?:,|$))*/;

/** What is wrong with the quotes of comma-separated values, as Go's encoding/csv says it; columns are counted in bytes. */
function quoteProblem(line: string): string | undefined {
  const good = wellQuoted.exec(line)?.[0].length ?? 0;
  const rest = line.slice(good);
  if (rest === '') return undefined;
  const isQuoted = rest.startsWith('"');
  const quoted = /^"(?:[^"]|"")*"(?!")/.exec(rest)?.[0].length ?? rest.length + 1;
  const column = utf8Length(line.slice(0, good)) + (isQuoted ? quoted : utf8Length(rest.slice(0, rest.indexOf('"'))) + 1);
  return `parse error on line 1, column ${column}: ${isQuoted ? 'extraneous or missing " in quoted-field' : 'bare " in non-quoted-field'}`;
}

/** The fields of one line of comma-separated values; quotes hold commas. */
function splitCsv(line: string): string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line.charAt(i);
    if (isQuoted) {
      if (letter === '"' && line.charAt(i + 1) === '"') field += line.charAt(i++);
      else if (letter === '"') isQuoted = false;
      else field += letter;
    } else if (letter === '"' && field === '') isQuoted = true;
    else if (letter === ',') {
      fields.push(field);
      field = '';
    } else field += letter;
  }
  return [...fields, field];
}
