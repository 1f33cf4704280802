import { LruMap } from '../../../base/index.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement, Target } from './ast.ts';
import { tokenizeAwk } from './lexer.ts';
import { AwkTokens } from './tokens.ts';

const read = new LruMap<string, AwkProgram>(200);
const assigners = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const comparisons = new Set(['<', '<=', '==', '!=', '>', '>=']);

/** Reads an awk program; the same text is read once. Throws UsageError. */
export function parseAwk(text: string): AwkProgram {
  const known = read.get(text);
  if (known) return known;
  const program = new AwkParser(tokenizeAwk(text)).program();
  read.set(text, program);
  return program;
}

class AwkParser extends AwkTokens {
  /** Inside `print` a bare `>` is a redirection. */
  private isInPrint = false;

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (;;) {
      this.skipEnds();
      if (this.peek().type === 'end') return { rules, functions, usesGetline: this.tokens.some(({ text, type }) => type === 'keyword' && text === 'getline') };
      if (this.accept('function')) this.function(functions);
      else rules.push(this.rule());
    }
  }

  private function(functions: Map<string, AwkFunction>): void {
    const name = this.take().text;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.accept(')')) {
      parameters.push(this.take().text);
      this.accept(',');
      this.skipNewlines();
    }
    this.skipNewlines();
    functions.set(name, { parameters, body: this.block() });
  }

  private rule(): Rule {
    for (const on of ['BEGIN', 'END'] as const) {
      if (!this.accept(on)) continue;
      this.skipNewlines();
      return { on, pattern: undefined, until: undefined, action: this.block() };
    }
    let pattern: Expression | undefined;
    let until: Expression | undefined;
    if (!this.is('{')) {
      pattern = this.expression();
      if (this.accept(',')) until = this.expression();
    }
    const action = this.is('{') ? this.block() : undefined;
    return { on: 'record', pattern, until, action };
  }

  private block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (;;) {
      this.skipEnds();
      if (this.accept('}')) return { type: 'block', body };
      if (this.peek().type === 'end') throw this.error();
      body.push(this.statement());
    }
  }

  private statement(): Statement {
    if (this.is('{')) return this.block();
    if (this.accept('if')) return this.if();
    if (this.accept('while')) {
      const condition = this.parenthesized();
      return { type: 'while', condition, body: this.body(), isAfter: false };
    }
    if (this.accept('do')) return this.do();
    if (this.accept('for')) return this.for();
    if (this.accept(';')) return { type: 'block', body: [] };
    const statement = this.simple();
    if (!this.is('}')) this.endOfStatement();
    return statement;
  }

  private if(): Statement {
    const condition = this.parenthesized();
    const then = this.body();
    const mark = this.at;
    this.skipEnds();
    if (this.accept('else')) return { type: 'if', condition, then, otherwise: this.body() };
    this.at = mark;
    return { type: 'if', condition, then, otherwise: undefined };
  }

  private do(): Statement {
    const body = this.body();
    this.skipEnds();
    this.expect('while');
    const condition = this.parenthesized();
    return { type: 'while', condition, body, isAfter: true };
  }

  private for(): Statement {
    this.expect('(');
    const [name, keyword, array, close] = [this.tokens[this.at], this.tokens[this.at + 1], this.tokens[this.at + 2], this.tokens[this.at + 3]];
    if (name?.type === 'name' && keyword?.text === 'in' && array?.type === 'name' && close?.text === ')') {
      this.at += 4;
      return { type: 'for-in', name: name.text, array: array.text, body: this.body() };
    }
    const start = this.is(';') ? undefined : this.simple();
    this.expect(';');
    this.skipNewlines();
    const condition = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.skipNewlines();
    const step = this.is(')') ? undefined : this.simple();
    this.expect(')');
    return { type: 'for', start, condition, step, body: this.body() };
  }

  private body(): Statement {
    this.skipNewlines();
    return this.statement();
  }

  private simple(): Statement {
    const { text, type } = this.peek();
    if (type === 'keyword') {
      switch (text) {
        case 'print':
        case 'printf': return this.print(text);
        case 'next':
        case 'break':
        case 'continue':
          this.at++;
          return { type: text };
        case 'exit':
        case 'return': {
          this.at++;
          const value = this.isEndOfStatement() ? undefined : this.expression();
          return { type: text, value };
        }
        case 'delete': return this.delete();
      }
    }
    return { type: 'expression', expression: this.expression() };
  }

  private delete(): Statement {
    this.at++;
    const name = this.take().text;
    if (!this.accept('[')) return { type: 'delete', name, index: undefined };
    const index = this.list();
    this.expect(']');
    return { type: 'delete', name, index };
  }

  private print(type: 'print' | 'printf'): Statement {
    this.at++;
    const before = this.isInPrint;
    this.isInPrint = true;
    let args: readonly Expression[] = [];
    if (!this.isEndOfStatement() && !this.isTarget()) args = this.printArguments();
    let target: Target | undefined;
    if (this.isTarget()) {
      const operator = this.take().text === '>' ? '>' : this.tokens[this.at - 1]?.text === '>>' ? '>>' : '|';
      target = { operator, name: this.concatenation() };
    }
    this.isInPrint = before;
    return { type, args, target };
  }

  /** `print (a, b) > "file"`: parentheses may hold the whole list. */
  private printArguments(): readonly Expression[] {
    if (this.is('(')) {
      const mark = this.at;
      this.at++;
      this.isInPrint = false;
      const list = this.list();
      this.isInPrint = true;
      if (this.accept(')') && (this.isEndOfStatement() || this.isTarget())) return list;
      this.at = mark;
    }
    return this.list();
  }

  private isTarget(): boolean {
    return this.is('>') || this.is('>>') || this.is('|');
  }

  private list(): Expression[] {
    const list = [this.expression()];
    while (this.accept(',')) {
      this.skipNewlines();
      list.push(this.expression());
    }
    return list;
  }

  private parenthesized(): Expression {
    this.expect('(');
    const expression = this.expression();
    this.expect(')');
    return expression;
  }

  private expression(): Expression {
    const left = this.conditional();
    const { text, type } = this.peek();
    if (type !== 'operator' || !assigners.has(text) || !isTarget(left)) return left;
    this.at++;
    this.skipNewlines();
    return { type: 'assign', target: left, operator: text, value: this.expression() };
  }

  private conditional(): Expression {
    const condition = this.or();
    if (!this.accept('?')) return condition;
    this.skipNewlines();
    const whenTrue = this.expression();
    this.skipNewlines();
    this.expect(':');
    this.skipNewlines();
    return { type: 'conditional', condition, whenTrue, whenFalse: this.expression() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.accept('||')) {
      this.skipNewlines();
      left = { type: 'binary', operator: '||', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.membership();
    while (this.accept('&&')) {
      this.skipNewlines();
      left = { type: 'binary', operator: '&&', left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expression {
    let left = this.match();
    while (this.is('in')) {
      this.at++;
      left = { type: 'in', index: [left], name: this.take().text };
    }
    return left;
  }

  private match(): Expression {
    let left = this.comparison();
    while (this.is('~') || this.is('!~')) {
      const operator = this.take().text;
      left = { type: 'binary', operator, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expression {
    const left = this.concatenation();
    const { text, type } = this.peek();
    if (type !== 'operator' || !comparisons.has(text) || (text === '>' && this.isInPrint)) return left;
    this.at++;
    return { type: 'binary', operator: text, left, right: this.concatenation() };
  }

  private concatenation(): Expression {
    let left = this.additive();
    while (this.startsOperand()) left = { type: 'binary', operator: ' ', left, right: this.additive() };
    return left;
  }

  private startsOperand(): boolean {
    const { type, text } = this.peek();
    if (type === 'number' || type === 'string' || type === 'name' || type === 'call' || type === 'regex') return true;
    return type === 'operator' && ['$', '(', '!', '-', '+', '++', '--'].includes(text) && !(text === '!' && this.tokens[this.at + 1]?.text === '~');
  }

  private additive(): Expression {
    let left = this.multiplicative();
    while (this.is('+') || this.is('-')) left = { type: 'binary', operator: this.take().text, left, right: this.multiplicative() };
    return left;
  }

  private multiplicative(): Expression {
    let left = this.unary();
    while (this.is('*') || this.is('/') || this.is('%')) left = { type: 'binary', operator: this.take().text, left, right: this.unary() };
    return left;
  }

  private unary(): Expression {
    if (this.is('!') || this.is('-') || this.is('+')) return { type: 'unary', operator: this.take().text, operand: this.unary() };
    return this.power();
  }

  private power(): Expression {
    const base = this.postfix();
    if (!this.accept('^')) return base;
    return { type: 'binary', operator: '^', left: base, right: this.unary() };
  }

  private postfix(): Expression {
    if (this.is('++') || this.is('--')) {
      const by = this.take().text === '++' ? 1 : -1;
      return { type: 'step', target: this.primary(), by, isBefore: true };
    }
    const target = this.primary();
    if (!isTarget(target) || (!this.is('++') && !this.is('--'))) return target;
    return { type: 'step', target, by: this.take().text === '++' ? 1 : -1, isBefore: false };
  }

  private primary(): Expression {
    const token = this.take();
    switch (token.type) {
      case 'number': return { type: 'number', value: Number(token.text) };
      case 'string': return { type: 'string', value: token.text };
      case 'regex': return { type: 'regex', source: token.text };
      case 'call': return this.call(token.text);
      case 'name': return this.named(token.text);
      case 'keyword':
        if (token.text === 'getline') return this.getline();
        break;
      case 'operator':
        if (token.text === '$') return { type: 'field', index: this.is('++') || this.is('--') ? this.postfix() : this.is('-') ? this.unary() : this.primary() };
        if (token.text === '(') return this.grouping();
        if (token.text === '-' || token.text === '+' || token.text === '!') return { type: 'unary', operator: token.text, operand: this.unary() };
        break;
      case 'newline':
      case 'end': break;
    }
    this.at--;
    throw this.error();
  }

  private grouping(): Expression {
    const before = this.isInPrint;
    this.isInPrint = false;
    const list = this.list();
    this.isInPrint = before;
    this.expect(')');
    const [first] = list;
    if (list.length > 1 || this.is('in')) {
      if (this.accept('in')) return { type: 'in', index: list, name: this.take().text };
    }
    if (!first) throw this.error();
    return first;
  }

  private named(name: string): Expression {
    if (name === 'length') return { type: 'call', name, args: [] };
    if (!this.accept('[')) return { type: 'variable', name };
    const index = this.list();
    this.expect(']');
    return { type: 'element', name, index };
  }

  private call(name: string): Expression {
    this.expect('(');
    const before = this.isInPrint;
    this.isInPrint = false;
    this.skipNewlines();
    const args = this.is(')') ? [] : this.list();
    this.skipNewlines();
    this.isInPrint = before;
    this.expect(')');
    return { type: 'call', name, args };
  }

  private getline(): Expression {
    const isNamed = this.peek().type === 'name' || this.is('$');
    const target = isNamed ? this.primary() : undefined;
    const file = this.accept('<') ? this.primary() : undefined;
    return { type: 'getline', target, file };
  }
}

function isTarget(expression: Expression): boolean {
  return expression.type === 'variable' || expression.type === 'field' || expression.type === 'element';
}
