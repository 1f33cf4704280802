// Cuts a text into YAML's tokens: indentation becomes block starts and ends, and a key is known only when its ':' is seen.
// Upstream: sigs.k8s.io/yaml on go.yaml.in/yaml/v2, whose words for what is wrong these are.

import { Cursor, end, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';
import { scanBlockScalar, scanPlainScalar, scanQuotedScalar } from './scan-scalar.ts';
import type { Mark } from './yaml-error.ts';
import { YamlError, scannerError } from './yaml-error.ts';

/** What a token is. */
export type TokenType =
  | 'alias' | 'anchor' | 'block-end' | 'block-entry' | 'block-mapping-start' | 'block-sequence-start' | 'directive'
  | 'document-end' | 'document-start' | 'flow-entry' | 'flow-mapping-end' | 'flow-mapping-start' | 'flow-sequence-end'
  | 'flow-sequence-start' | 'key' | 'scalar' | 'stream-end' | 'tag' | 'value';

/** A piece of YAML. */
export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
  readonly end: Mark;
  /** The text of a scalar, the name of an anchor or alias, a tag. */
  readonly value: string;
  /** Of a scalar: whether it stood without quotes and block indicator. */
  readonly plain: boolean;
}

/** A token that turns out to be a key when a ':' follows in its line. */
interface PossibleKey {
  possible: boolean;
  readonly isRequired: boolean;
  readonly tokenNumber: number;
  readonly mark: Mark;
}

const maxKeyLength = 1_024;
const noKey = (): PossibleKey => ({ possible: false, isRequired: false, tokenNumber: 0, mark: { index: 0, line: 0, column: 0 } });
const c = (character: string): number => character.charCodeAt(0);
const indicators = new Set(Array.from('-?:,[]{}#&*!|>\'"%@`', c));

/** Gives the tokens of a text one by one. */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens: Token[] = [];
  readonly #indents: number[] = [];
  readonly #keys: PossibleKey[] = [noKey()];
  #indent = -1;
  #tokensTaken = 0;
  #keyAllowed = true;
  #ended = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  /** The next token, which stays the next. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    const [token] = this.#tokens;
    if (!token) throw new YamlError('did not find expected <stream-start>', 0, undefined);
    return token;
  }

  /** Takes the next token. */
  take(): Token {
    const token = this.peek();
    this.#tokens.shift();
    this.#tokensTaken++;
    return token;
  }

  get #flowLevel(): number {
    return this.#keys.length - 1;
  }

  get #key(): PossibleKey {
    return this.#keys.at(-1) ?? noKey();
  }

  /** The first token is settled only when no key can come to stand before it. */
  #needsMore(): boolean {
    if (this.#ended) return false;
    if (this.#tokens.length === 0) return true;
    for (const key of this.#keys) if (key.possible && key.tokenNumber === this.#tokensTaken) return this.#isStillKey(key);
    return false;
  }

  /** A key without '?' has to be in one line and short. */
  #isStillKey(key: PossibleKey): boolean {
    if (!key.possible) return false;
    const { line, index } = this.#cursor;
    if (key.mark.line === line && key.mark.index + maxKeyLength >= index) return true;
    if (key.isRequired) throw scannerError("could not find expected ':'", this.#cursor.mark(), key.mark);
    key.possible = false;
    return false;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const { column } = this.#cursor;
    this.#dropKey();
    this.#keys[this.#keys.length - 1] = {
      possible: true,
      isRequired: this.#flowLevel === 0 && this.#indent === column,
      tokenNumber: this.#tokensTaken + this.#tokens.length,
      mark: this.#cursor.mark(),
    };
  }

  #dropKey(): void {
    const key = this.#key;
    if (key.possible && key.isRequired) throw scannerError("could not find expected ':'", this.#cursor.mark(), key.mark);
    key.possible = false;
  }

  #push(type: TokenType, start: Mark, value = '', plain = false, at = this.#tokens.length): void {
    const token = { type, start, end: this.#cursor.mark(), value, plain };
    if (at === this.#tokens.length) this.#tokens.push(token);
    else this.#tokens.splice(at, 0, token);
  }

  #rollIndent(column: number, type: TokenType, mark: Mark, at = this.#tokens.length): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#tokens.splice(at, 0, { type, start: mark, end: mark, value: '', plain: false });
  }

  #unrollIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.#cursor.mark());
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#unrollIndent(cursor.column);
    const code = cursor.peek();
    if (code === end) return this.#fetchEnd();
    if (cursor.column === 0 && code === c('%')) return this.#fetchDirective();
    if (cursor.atDocumentIndicator()) return this.#fetchDocumentIndicator(code === c('-'));
    const next = cursor.peek(1);
    switch (String.fromCharCode(code)) {
      case '[': return this.#fetchFlowStart('flow-sequence-start');
      case '{': return this.#fetchFlowStart('flow-mapping-start');
      case ']': return this.#fetchFlowEnd('flow-sequence-end');
      case '}': return this.#fetchFlowEnd('flow-mapping-end');
      case ',': return this.#fetchFlowEntry();
      case '-': if (isBlankOrEnd(next)) return this.#fetchBlockEntry(); break;
      case '?': if (this.#flowLevel > 0 || isBlankOrEnd(next)) return this.#fetchKey(); break;
      case ':': if (this.#flowLevel > 0 || isBlankOrEnd(next)) return this.#fetchValue(); break;
      case '*': return this.#fetchAnchor('alias');
      case '&': return this.#fetchAnchor('anchor');
      case '!': return this.#fetchTag();
      case '|': if (this.#flowLevel === 0) return this.#fetchBlockScalar(true); break;
      case '>': if (this.#flowLevel === 0) return this.#fetchBlockScalar(false); break;
      case "'": return this.#fetchQuoted(true);
      case '"': return this.#fetchQuoted(false);
      case '\ufeff': break;
    }
    const startsPlain = !(isBlankOrEnd(code) || indicators.has(code))
      || (code === c('-') && !isBlank(next))
      || (this.#flowLevel === 0 && (code === c('?') || code === c(':')) && !isBlankOrEnd(next));
    if (startsPlain) return this.#fetchPlain();
    throw scannerError('found character that cannot start any token', cursor.mark(), cursor.mark());
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    if (cursor.index === 0 && cursor.peek() === 0xfeff) cursor.index++;
    for (;;) {
      // A tab may not indent: where a key could begin, it is not skipped.
      while (cursor.peek() === 32 || (cursor.peek() === 9 && (this.#flowLevel > 0 || !this.#keyAllowed))) cursor.skip();
      if (cursor.peek() === c('#')) while (!isBreakOrEnd(cursor.peek())) cursor.skip();
      if (!isBreak(cursor.peek())) return;
      cursor.readBreak();
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  #fetchEnd(): void {
    const cursor = this.#cursor;
    if (cursor.column !== 0) {
      cursor.column = 0;
      cursor.line++;
    }
    this.#unrollIndent(-1);
    this.#dropKey();
    this.#push('stream-end', cursor.mark());
    this.#ended = true;
  }

  #fetchDirective(): void {
    const cursor = this.#cursor;
    this.#unrollIndent(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    const start = cursor.mark();
    const from = cursor.index;
    while (!isBreakOrEnd(cursor.peek())) cursor.skip();
    this.#push('directive', start, cursor.text.substring(from, cursor.index).replace(/\s+#.*$/, '').trimEnd());
  }

  #fetchDocumentIndicator(isStart: boolean): void {
    this.#unrollIndent(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    const start = this.#cursor.mark();
    this.#cursor.skip(3);
    this.#push(isStart ? 'document-start' : 'document-end', start);
  }

  #fetchFlowStart(type: TokenType): void {
    this.#saveKey();
    this.#keys.push(noKey());
    this.#keyAllowed = true;
    this.#pushOne(type);
  }

  #fetchFlowEnd(type: TokenType): void {
    this.#dropKey();
    if (this.#flowLevel > 0) this.#keys.pop();
    this.#keyAllowed = false;
    this.#pushOne(type);
  }

  #pushOne(type: TokenType): void {
    const start = this.#cursor.mark();
    this.#cursor.skip();
    this.#push(type, start);
  }

  #fetchFlowEntry(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushOne('flow-entry');
  }

  #fetchBlockEntry(): void {
    const mark = this.#cursor.mark();
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw scannerError('block sequence entries are not allowed in this context', mark, mark);
      this.#rollIndent(mark.column, 'block-sequence-start', mark);
    }
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushOne('block-entry');
  }

  #fetchKey(): void {
    const mark = this.#cursor.mark();
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw scannerError('mapping keys are not allowed in this context', mark, mark);
      this.#rollIndent(mark.column, 'block-mapping-start', mark);
    }
    this.#dropKey();
    this.#keyAllowed = this.#flowLevel === 0;
    this.#pushOne('key');
  }

  #fetchValue(): void {
    const mark = this.#cursor.mark();
    const key = this.#key;
    if (this.#isStillKey(key)) {
      const at = key.tokenNumber - this.#tokensTaken;
      this.#tokens.splice(at, 0, { type: 'key', start: key.mark, end: key.mark, value: '', plain: false });
      this.#rollIndent(key.mark.column, 'block-mapping-start', key.mark, at);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) throw scannerError('mapping values are not allowed in this context', mark, mark);
        this.#rollIndent(mark.column, 'block-mapping-start', mark);
      }
      this.#keyAllowed = this.#flowLevel === 0;
    }
    this.#pushOne('value');
  }

  #fetchAnchor(type: 'alias' | 'anchor'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.mark();
    cursor.skip();
    const from = cursor.index;
    while (/[-\w]/.test(String.fromCharCode(cursor.peek()))) cursor.skip();
    const name = cursor.text.substring(from, cursor.index);
    const next = cursor.peek();
    if (name === '' || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(String.fromCharCode(next)))) {
      throw scannerError('did not find expected alphabetic or numeric character', cursor.mark(), start);
    }
    this.#push(type, start, name);
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.mark();
    const from = cursor.index;
    while (!isBlankOrEnd(cursor.peek()) && !(this.#flowLevel > 0 && ',[]{}'.includes(String.fromCharCode(cursor.peek())))) cursor.skip();
    this.#push('tag', start, cursor.text.substring(from, cursor.index));
  }

  #fetchBlockScalar(literal: boolean): void {
    this.#dropKey();
    this.#keyAllowed = true;
    const start = this.#cursor.mark();
    this.#push('scalar', start, scanBlockScalar(this.#cursor, this.#indent, literal));
  }

  #fetchQuoted(single: boolean): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.#cursor.mark();
    this.#push('scalar', start, scanQuotedScalar(this.#cursor, single));
  }

  #fetchPlain(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.#cursor.mark();
    const scalar = scanPlainScalar(this.#cursor, this.#indent, this.#flowLevel > 0);
    if (scalar.crossedLine) this.#keyAllowed = true;
    this.#tokens.push({ type: 'scalar', start, end: scalar.end, value: scalar.text, plain: true });
  }
}
