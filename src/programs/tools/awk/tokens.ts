import { UsageError } from '../support/options.ts';
import type { Token } from './lexer.ts';

const end: Token = { type: 'end', text: '' };

/** A program's tokens, taken one after the other. */
export class AwkTokens {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected isEndOfStatement(): boolean {
    const { type, text } = this.peek();
    return type === 'newline' || type === 'end' || (type === 'operator' && (text === ';' || text === '}'));
  }

  protected endOfStatement(): void {
    if (!this.isEndOfStatement()) throw this.error();
    this.skipEnds();
  }

  protected skipNewlines(): void {
    while (this.peek().type === 'newline') this.at++;
  }

  protected skipEnds(): void {
    while (this.peek().type === 'newline' || this.is(';')) this.at++;
  }

  protected peek(): Token {
    return this.tokens[this.at] ?? end;
  }

  protected take(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  protected is(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.type === 'operator' || token.type === 'keyword');
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) throw this.error();
  }

  protected error(): UsageError {
    const { text, type } = this.peek();
    const shown = type === 'end' ? 'end of file' : type === 'newline' ? 'newline' : text;
    return new UsageError(`cmd. line:1: syntax error at or near ${shown}`, { hasHint: false, status: 2 });
  }
}
