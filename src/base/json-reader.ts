// Strict JSON with Go's words for what is wrong, and the keys that occur twice.
// Upstream: Go encoding/json, sigs.k8s.io/json

import { quote } from './go-quote.ts';

/** Text that is not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  /** How many characters were read when it was found; undefined: the text ended too early. */
  readonly offset: number | undefined;

  constructor(message: string, offset: number | undefined) {
    super(message);
    this.offset = offset;
  }
}

/** A value, where it ends in the text, and where in it keys occur again. */
export interface JsonDocument {
  readonly value: unknown;
  readonly end: number;
  readonly duplicates: readonly string[];
  /** The first number that no float64 holds, as it is written. */
  readonly overflow?: string;
  /** By their paths: whole numbers as they are written, where they are not written as such, or are more than a number here holds. */
  readonly spelled?: ReadonlyMap<string, string>;
}

/** Where keys stand in a text: each path's first, and those that occur again in their order. */
export interface KeyPlaces {
  readonly first: ReadonlyMap<string, number>;
  readonly again: readonly (readonly [path: string, at: number])[];
}

/** Where the keys of a text stand that was read before. */
export function keyPlaces(text: string): KeyPlaces {
  const reader = new Reader(text, 0);
  const places = { first: new Map<string, number>(), again: [] as (readonly [string, number])[] };
  reader.places = places;
  reader.value('');
  return places;
}

/** How deep values may lie in each other: Go allows ten times as many, but whoever walks through a value later needs stack for it. */
const maxDepth = 1_000;
const literals: readonly (readonly [string, boolean | null])[] = [['true', true], ['false', false], ['null', null]];

/** Reads the first value of a text from a place on; undefined when there is nothing but white space. */
export function readJsonAt(text: string, from: number): JsonDocument | undefined {
  const reader = new Reader(text, from);
  if (reader.atEnd()) return undefined;
  const value = reader.value('');
  const { at, duplicates, overflow, spelled } = reader;
  return { value, end: at, duplicates, ...(overflow === undefined ? undefined : { overflow }), ...(spelled && { spelled }) };
}

/** Reads a text that holds one value and nothing else. Unlike a stream, such a text has an end. */
export function readJson(text: string): JsonDocument {
  const document = readWhole(text);
  const rest = /[^ \t\r\n]/.exec(text.slice(document.end));
  if (!rest) return document;
  const at = document.end + rest.index;
  throw new JsonSyntaxError(`invalid character ${quoteCharacter(text, at)} after top-level value`, at + 1);
}

function readWhole(text: string): JsonDocument {
  try {
    const document = readJsonAt(text, 0);
    if (document) return document;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError) || error.offset !== undefined) throw error;
    // Go ends a text with a space: a word or number that is not complete there is told by it.
    if (!text.endsWith(' ')) return readWhole(`${text} `);
  }
  throw new JsonSyntaxError('unexpected end of JSON input', undefined);
}

/** What stands at a place, in quotes; of what takes several bytes Go only sees the first. */
function quoteCharacter(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  const character = String.fromCharCode(code < 0x80 ? code : code < 0x800 ? 0xc0 | (code >> 6) : code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18));
  if (character === "'") return "'\\''";
  if (character === '"') return "'\"'";
  return `'${quote(character).slice(1, -1)}'`;
}

class Reader {
  readonly duplicates: string[] = [];
  /** Set when it is to be noted where keys stand. */
  places: { readonly first: Map<string, number>; readonly again: (readonly [string, number])[] } | undefined;
  at: number;
  overflow: string | undefined;
  spelled: Map<string, string> | undefined;
  readonly #text: string;
  #depth = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    this.at = from;
  }

  /** Skips white space and tells whether nothing follows. */
  atEnd(): boolean {
    for (; this.at < this.#text.length; this.at++) {
      const code = this.#text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return false;
    }
    return true;
  }

  value(path: string): unknown {
    const character = this.#next();
    if (character === '{') return this.#nested(() => this.#object(path));
    if (character === '[') return this.#nested(() => this.#array(path));
    if (character === '"') return this.#string();
    if (character === '-' || (character >= '0' && character <= '9')) return this.#number(path);
    for (const [word, meaning] of literals) if (word.startsWith(character)) return this.#literal(word, meaning);
    throw this.#invalid('looking for beginning of value');
  }

  #nested(read: () => unknown): unknown {
    if (++this.#depth > maxDepth) throw this.#invalid('exceeded max depth');
    const value = read();
    this.#depth--;
    return value;
  }

  #next(): string {
    if (this.atEnd()) throw new JsonSyntaxError('unexpected EOF', undefined);
    return this.#text.charAt(this.at);
  }

  #invalid(where: string): JsonSyntaxError {
    if (this.at >= this.#text.length) return new JsonSyntaxError('unexpected EOF', undefined);
    return new JsonSyntaxError(`invalid character ${quoteCharacter(this.#text, this.at)} ${where}`, this.at + 1);
  }

  #object(path: string): unknown {
    const object: Record<string, unknown> = {};
    this.at++;
    if (this.#next() === '}') {
      this.at++;
      return object;
    }
    for (;;) {
      if (this.#next() !== '"') throw this.#invalid('looking for beginning of object key string');
      const key = this.#string();
      const keyPath = path === '' ? key : `${path}.${key}`;
      const isKnown = Object.hasOwn(object, key);
      if (this.places && !isKnown && !this.places.first.has(keyPath)) this.places.first.set(keyPath, this.at);
      if (this.#next() !== ':') throw this.#invalid('after object key');
      this.at++;
      const value = this.value(keyPath);
      if (isKnown) {
        this.duplicates.push(keyPath);
        this.places?.again.push([keyPath, this.at]);
      }
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      const after = this.#next();
      if (after !== ',' && after !== '}') throw this.#invalid('after object key:value pair');
      this.at++;
      if (after === '}') return object;
    }
  }

  #array(path: string): unknown {
    const list: unknown[] = [];
    this.at++;
    if (this.#next() === ']') {
      this.at++;
      return list;
    }
    for (;;) {
      list.push(this.value(`${path}[${list.length}]`));
      const after = this.#next();
      if (after !== ',' && after !== ']') throw this.#invalid('after array element');
      this.at++;
      if (after === ']') return list;
    }
  }

  #string(): string {
    const start = this.at;
    for (this.at++; this.at < this.#text.length; this.at++) {
      const code = this.#text.charCodeAt(this.at);
      if (code === 0x22) {
        this.at++;
        return JSON.parse(this.#text.slice(start, this.at)) as string;
      }
      if (code < 0x20) throw this.#invalid('in string literal');
      if (code === 0x5c) this.#escape();
    }
    throw this.#invalid('');
  }

  #escape(): void {
    this.at++;
    const letter = this.#text.charAt(this.at);
    if (letter === 'u') {
      for (let i = 0; i < 4; i++) {
        this.at++;
        if (!/[0-9a-fA-F]/.test(this.#text.charAt(this.at))) throw this.#invalid('in \\u hexadecimal character escape');
      }
    } else if (letter === '' || !'"\\/bfnrt'.includes(letter)) {
      throw this.#invalid('in string escape code');
    }
  }

  #number(path: string): number {
    const start = this.at;
    const digits = (where: string): void => {
      if (!/[0-9]/.test(this.#text.charAt(this.at))) throw this.#invalid(where);
      while (/[0-9]/.test(this.#text.charAt(this.at))) this.at++;
    };
    if (this.#text.charAt(this.at) === '-') this.at++;
    if (this.#text.charAt(this.at) === '0') this.at++;
    else digits('in numeric literal');
    if (this.#text.charAt(this.at) === '.') {
      this.at++;
      digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#text.charAt(this.at))) {
      this.at++;
      if (/[-+]/.test(this.#text.charAt(this.at))) this.at++;
      digits('in exponent of numeric literal');
    }
    const literal = this.#text.slice(start, this.at);
    const value = Number(literal);
    if (!Number.isFinite(value)) this.overflow ??= literal;
    else if (Number.isInteger(value) && (!Number.isSafeInteger(value) || /[.eE]/.test(literal))) (this.spelled ??= new Map()).set(path, literal);
    return value;
  }

  #literal<T>(word: string, meaning: T): T {
    for (let i = 0; i < word.length; i++, this.at++) {
      if (this.#text.charAt(this.at) !== word.charAt(i)) throw this.#invalid(`in literal ${word} (expecting ${quoteCharacter(word, i)})`);
    }
    return meaning;
  }
}
