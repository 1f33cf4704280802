// How a parser goes on after a mistake, and the words it has for it: those of ANTLR's default strategy, which the real one has.
// Upstream: antlr4 runtime, DefaultErrorStrategy

import type { Issue } from './source.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Thrown to leave a rule that cannot go on; the rule itself catches it. */
export class SyntaxFailure extends Error {
  readonly issue: Issue;
  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

// The order in which expected tokens are told.
const order = [
  '==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-', '!', '?', ':', '+', '*', '/', '%',
  'true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER',
];
const named = /^(?:[A-Z_]+)$/;

/** What a token counts as where tokens are expected: itself, or its kind. */
export const classOf = (token: Token): string => (token.kind === 'mark' ? token.text : token.kind);

function showExpected(expected: ReadonlySet<string>): string {
  if (expected.has('EOF')) return '<EOF>';
  const names = order.filter((name) => expected.has(name)).map((name) => (named.test(name) ? name : `'${name}'`));
  return names.length === 1 ? (names[0] ?? '') : `{${names.join(', ')}}`;
}

const showToken = (token: Token): string => `'${token.text.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')}'`;

/** A text's tokens with a place among them, and what is expected after the rules that are open. */
export class TokenStream {
  readonly issues: Issue[];
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #follows: ReadonlySet<string>[] = [];
  #index = 0;
  #isRecovering = false;
  #lastFailure = -1;

  constructor(text: string) {
    const { tokens, issues } = tokenize(text);
    this.#text = text;
    this.#tokens = tokens;
    this.issues = [...issues];
  }

  /** The token that comes, or one after it. */
  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#index + ahead, last)] ?? { kind: 'EOF', text: '<EOF>', at: 0 };
  }

  /** Whether the token that comes is such a one. */
  is(wanted: string, ahead = 0): boolean {
    return classOf(this.peek(ahead)) === wanted;
  }

  /** Takes the token that comes. */
  take(): Token {
    const token = this.peek();
    this.#isRecovering = false;
    if (token.kind !== 'EOF') this.#index++;
    return token;
  }

  /** Takes the token that must come; one too many is skipped, one that is missing is imagined. `after` is what may come behind it. */
  expect(wanted: string, after: ReadonlySet<string> = new Set()): Token {
    if (this.is(wanted)) return this.take();
    const token = this.peek();
    const expected = new Set([wanted]);
    if (this.#skipsOneTooMany(expected)) return this.take();
    const follows = after.size > 0 ? [after] : this.#follows;
    if (follows.some((follow) => follow.has(classOf(token)))) {
      this.#report({ at: token.at, message: `Syntax error: missing ${showExpected(expected)} at ${showToken(token)}` });
      return { kind: 'mark', text: wanted, at: token.at };
    }
    throw this.#mismatch(expected);
  }

  /** Before a choice: a token that fits nowhere is skipped when the next one fits, and refused when not. */
  sync(expected: ReadonlySet<string>): void {
    if (this.#isRecovering || expected.has(classOf(this.peek()))) return;
    if (!this.#skipsOneTooMany(expected)) throw this.#mismatch(expected);
  }

  /** Inside a loop: a token that fits nowhere is told, and all is skipped up to one that does. */
  syncLoop(expected: ReadonlySet<string>): void {
    const token = this.peek();
    if (this.#isRecovering || expected.has(classOf(token))) return;
    this.#report({ at: token.at, message: `Syntax error: extraneous input ${showToken(token)} expecting ${showExpected(expected)}` });
    while (!this.is('EOF') && !expected.has(classOf(this.peek())) && !this.#follows.some((follow) => follow.has(classOf(this.peek())))) this.#index++;
  }

  /** A failure at a token further on, when all that was read until there belongs to it. */
  noAlternative(ahead: number): SyntaxFailure {
    const offending = this.peek(ahead);
    const characters = Array.from(this.#text);
    const end = offending.kind === 'EOF' ? characters.length : offending.at + Array.from(offending.text).length;
    const read = characters.slice(this.peek().at, end).join('').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
    return new SyntaxFailure({ at: offending.at, message: `Syntax error: no viable alternative at input '${read}'` });
  }

  /** Runs a rule behind which any of `follow` may come; when it fails, goes on behind what is in the way, with the fallback. */
  rule<T>(follow: ReadonlySet<string>, body: () => T, fallback: (at: number) => T): T {
    this.#follows.push(follow);
    try {
      return body();
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      this.#report(error.issue);
      this.#recover();
      return fallback(error.issue.at);
    } finally {
      this.#follows.pop();
    }
  }

  #recover(): void {
    // The same place twice: something must be given up, or this would go on for ever.
    if (this.#lastFailure === this.#index) this.#index = Math.min(this.#index + 1, this.#tokens.length - 1);
    this.#lastFailure = this.#index;
    while (!this.is('EOF') && !this.#follows.some((follow) => follow.has(classOf(this.peek())))) this.#index++;
  }

  #skipsOneTooMany(expected: ReadonlySet<string>): boolean {
    const next = this.peek(1);
    if (this.is('EOF') || !expected.has(classOf(next))) return false;
    const token = this.peek();
    this.#report({ at: token.at, message: `Syntax error: extraneous input ${showToken(token)} expecting ${showExpected(expected)}` });
    this.#index++;
    this.#isRecovering = false;
    return true;
  }

  #mismatch(expected: ReadonlySet<string>): SyntaxFailure {
    const token = this.peek();
    return new SyntaxFailure({ at: token.at, message: `Syntax error: mismatched input ${showToken(token)} expecting ${showExpected(expected)}` });
  }

  #report(issue: Issue): void {
    if (!this.#isRecovering) this.issues.push(issue);
    this.#isRecovering = true;
  }
}
