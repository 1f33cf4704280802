// JSONPath templates as kubectl and printer columns have them: text with paths in braces. What is written becomes a tree.
// Upstream: k8s.io/client-go util/jsonpath

import { unquote } from '../go-text.ts';

/** One bound of `[from:to:step]`. */
export interface Bound {
  readonly value: number;
  readonly isKnown: boolean;
  /** It follows from the first bound: `[3]` is `[3:4]`. */
  readonly isDerived: boolean;
}

/** One step of a path, or a text. */
export type Step =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'value'; readonly value: boolean | number }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'slice'; readonly bounds: readonly [Bound, Bound, Bound] }
  | { readonly type: 'union'; readonly paths: readonly (readonly Step[])[] }
  | { readonly type: 'filter'; readonly left: readonly Step[]; readonly operator: string; readonly right: readonly Step[] }
  | { readonly type: 'word'; readonly word: string };

/** A part of a template: a path to print, or a block that is repeated. */
export type Part =
  | { readonly type: 'path'; readonly steps: readonly Step[] }
  | { readonly type: 'range'; readonly steps: readonly Step[]; readonly body: readonly Part[] }
  /** Ends a block; one that stands among the parts ends none. */
  | { readonly type: 'end' };

/** Thrown for a template that cannot be read. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

const terminators = new Set(['', '.', ',', '[', ']', '$', '@', '{', '}', ' ', '\t', '\n', '\r']);
const isWordLetter = (letter: string): boolean => /[\p{L}\p{N}_]/u.test(letter);

/** Reads the steps inside one pair of braces. */
class ActionReader {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** Reads up to the closing brace. */
  steps(): readonly Step[] {
    const steps: Step[] = [];
    for (;;) {
      if (this.text.startsWith('}', this.at)) {
        this.at++;
        return steps;
      }
      if (this.text.startsWith('[?(', this.at)) steps.push(this.#filter());
      else if (this.text.startsWith('..', this.at)) this.#recursive(steps);
      else this.#one(steps);
    }
  }

  #one(steps: Step[]): void {
    const letter = this.text.charAt(this.at);
    if (letter === '' || letter === '\n') throw new JsonPathError('unclosed action');
    if (letter === ' ' || letter === '@' || letter === '$') this.at++;
    else if (letter === '[') steps.push(...this.#array());
    else if (letter === '"' || letter === "'") steps.push(this.#quoted(letter));
    else if (letter === '.') steps.push(this.#field());
    else if (/[-+0-9]/.test(letter)) steps.push(this.#number());
    else if (isWordLetter(letter)) steps.push(this.#word());
    else throw new JsonPathError(`unrecognized character in action: U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} '${letter}'`);
  }

  #upToTerminator(): string {
    const start = this.at;
    for (;;) {
      const letter = this.text.charAt(this.at);
      if (terminators.has(letter)) return this.text.slice(start, this.at);
      this.at += letter === '\\' ? 2 : 1;
    }
  }

  #field(): Step {
    this.at++;
    const value = this.#upToTerminator();
    return value === '*' ? { type: 'wildcard' } : { type: 'field', name: value.replaceAll('\\', '') };
  }

  #word(): Step {
    const start = this.at;
    while (isWordLetter(this.text.charAt(this.at))) this.at++;
    const word = this.text.slice(start, this.at);
    return word === 'true' || word === 'false' ? { type: 'value', value: word === 'true' } : { type: 'word', word };
  }

  #number(): Step {
    const [text = ''] = /^[-+]?[0-9.]*/.exec(this.text.slice(this.at)) ?? [];
    const value = Number(text);
    if (text === '' || Number.isNaN(value)) throw new JsonPathError(`cannot parse number ${text}`);
    this.at += text.length;
    return { type: 'value', value };
  }

  #quoted(end: string): Step {
    const start = ++this.at;
    for (;;) {
      const letter = this.text.charAt(this.at);
      if (letter === '' || letter === '\n') throw new JsonPathError('unterminated quoted string');
      if (letter === end) break;
      this.at += letter === '\\' ? 2 : 1;
    }
    const body = this.text.slice(start, this.at++);
    const text = unquote(body);
    if (text === undefined) throw new JsonPathError(`unquote string ${end}${body}${end} error invalid syntax`);
    return { type: 'text', text };
  }

  #recursive(steps: Step[]): void {
    this.at += 2;
    steps.push({ type: 'recursive' });
    if (!isWordLetter(this.text.charAt(this.at))) return;
    this.at--;
    steps.push(this.#field());
  }

  #array(): readonly Step[] {
    const start = ++this.at;
    let quote = '';
    for (;;) {
      const letter = this.text.charAt(this.at);
      if (letter === '' || letter === '\n') throw new JsonPathError('unterminated array');
      if (letter === '\\') this.at++;
      else if (quote !== '') quote = letter === quote ? '' : quote;
      else if (letter === '"' || letter === "'") quote = letter;
      else if (letter === ']') break;
      this.at++;
    }
    return arraySteps(this.text.slice(start, this.at++));
  }

  #filter(): Step {
    this.at += 3;
    const start = this.at;
    let quote = '';
    let depth = 1;
    for (; depth > 0; this.at++) {
      const letter = this.text.charAt(this.at);
      if (letter === '' || letter === '\n') throw new JsonPathError('unterminated filter');
      if (quote !== '') {
        if (letter === '\\') this.at++;
        else if (letter === quote) quote = '';
      } else if (letter === '"' || letter === "'") quote = letter;
      else if (letter === '(') depth++;
      else if (letter === ')') depth--;
    }
    const body = this.text.slice(start, this.at - 1);
    if (this.text.charAt(this.at) !== ']') throw new JsonPathError('unclosed array expect ]');
    this.at++;
    return filterStep(body);
  }
}

function filterStep(body: string): Step {
  const match = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(body);
  if (!match) return { type: 'filter', left: actionSteps(body), operator: 'exists', right: [] };
  const [, left = '', operator = '', right = ''] = match;
  return { type: 'filter', left: actionSteps(left), operator, right: actionSteps(right) };
}

function actionSteps(text: string): readonly Step[] {
  return new ActionReader(`${text}}`, 0).steps();
}

function arraySteps(text: string): readonly Step[] {
  if (text === '*') return [{ type: 'slice', bounds: bounds('', ':', undefined) }];
  const parts = text.split(',');
  if (parts.length > 1) return [{ type: 'union', paths: parts.map((part) => arraySteps(part.trim())) }];
  const key = /^'([^']*)'$/.exec(text);
  if (key) return actionSteps(`.${key[1] ?? ''}`);
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (!match) throw new JsonPathError(`invalid array index ${text}`);
  return [{ type: 'slice', bounds: bounds(match[1] ?? '', match[2], match[3]) }];
}

function bounds(from: string, to: string | undefined, step: string | undefined): [Bound, Bound, Bound] {
  const known = (value: string): Bound => ({ value: value === '' ? 0 : Number(value), isKnown: value !== '', isDerived: false });
  const first = known(from);
  const second = to === undefined ? { value: first.value + 1, isKnown: true, isDerived: true } : known(to.slice(1));
  return [first, second, known((step ?? '').slice(1))];
}

/** Reads a template; throws JsonPathError. */
export function parseJsonPath(template: string): readonly Part[] {
  const flat: Part[] = [];
  for (let at = 0; at < template.length;) {
    const open = template.indexOf('{', at);
    const text = template.slice(at, open < 0 ? undefined : open);
    if (text !== '') flat.push({ type: 'path', steps: [{ type: 'text', text }] });
    if (open < 0) break;
    const reader = new ActionReader(template, open + 1);
    flat.push(partOf(reader.steps()));
    at = reader.at;
  }
  const nested = nest(flat, 0, false);
  return nested.parts;
}

function partOf(steps: readonly Step[]): Part {
  const [first] = steps;
  if (first?.type !== 'word') return { type: 'path', steps };
  if (first.word === 'range') return { type: 'range', steps: steps.slice(1), body: [] };
  return first.word === 'end' ? { type: 'end' } : { type: 'path', steps };
}

function nest(flat: readonly Part[], from: number, inRange: boolean): { readonly parts: readonly Part[]; readonly next: number } {
  const parts: Part[] = [];
  let at = from;
  while (at < flat.length) {
    const part = flat[at++];
    if (!part) break;
    if (part.type === 'end' && inRange) return { parts, next: at };
    if (part.type !== 'range') {
      parts.push(part);
      continue;
    }
    const inner = nest(flat, at, true);
    parts.push({ ...part, body: inner.parts });
    at = inner.next;
  }
  return { parts, next: at };
}
