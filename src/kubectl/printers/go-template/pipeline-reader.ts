// The inside of an action: values, calls of functions, and pipes between them.
// Upstream: Go text/template/parse/parse.go

import { quote, unquote } from '../../../base/index.ts';
import { isFunction } from './functions.ts';
import { fail } from './scan.ts';
import type { Token } from './scan.ts';
import type { Call, Expression, Pipeline } from './tree.ts';

/** Reads the tokens of one action as a pipeline. */
export class PipelineReader {
  readonly source: string;
  readonly tokens: readonly Token[];
  /** The variables that are known here; those that are declared are added. */
  readonly variables: string[];
  at = 0;

  constructor(source: string, tokens: readonly Token[], variables: string[]) {
    this.source = source;
    this.tokens = tokens;
    this.variables = variables;
  }

  get #place(): number {
    return this.tokens[this.at]?.at ?? (this.tokens.at(-1)?.at ?? 0);
  }

  skipSpace(): Token | undefined {
    while (this.tokens[this.at]?.type === 'space') this.at++;
    return this.tokens[this.at];
  }

  /** Reads up to the end of the action, or to the parenthesis that closes it. */
  pipeline(end: 'right' | undefined, context: string): Pipeline {
    const { variables, isAssignment } = this.#declarations(context);
    const calls: Call[] = [];
    const at = this.skipSpace()?.at ?? this.#place;
    for (;;) {
      const token = this.skipSpace();
      if (!token || token.type === end) break;
      if (token.type === 'right') fail(this.source, token.at, 'unexpected right paren');
      if (token.type === 'pipe' || token.type === 'declare' || token.type === 'assign') fail(this.source, token.at, `unexpected ${quote(token.text)} in ${context}`);
      calls.push(this.#call());
      if (this.skipSpace()?.type === 'pipe') this.at++;
    }
    if (calls.length === 0) fail(this.source, this.#place, `missing value for ${context}`);
    const idle = calls.findIndex(({ words }, stage) => stage > 0 && (words[0]?.type === 'constant' || words[0]?.type === 'dot'));
    if (idle >= 0) fail(this.source, at, `non executable command in pipeline stage ${idle + 1}`);
    return { variables, isAssignment, calls, at, text: calls.map(({ words }) => words.map(({ text }) => text).join(' ')).join(' | ') };
  }

  #declarations(context: string): { readonly variables: readonly string[]; readonly isAssignment: boolean } {
    const start = this.at;
    const variables: string[] = [];
    for (;;) {
      const token = this.skipSpace();
      if (token?.type !== 'variable') break;
      variables.push(token.text);
      this.at++;
      const next = this.skipSpace();
      if (next?.type === 'comma') {
        if (context !== 'range' || variables.length > 1) fail(this.source, next.at, `too many declarations in ${context}`);
        this.at++;
        continue;
      }
      if (next?.type === 'declare' || next?.type === 'assign') {
        this.at++;
        if (next.type === 'declare') this.variables.push(...variables);
        else for (const name of variables) this.#needVariable(name, token.at);
        return { variables, isAssignment: next.type === 'assign' };
      }
      break;
    }
    this.at = start;
    return { variables: [], isAssignment: false };
  }

  #needVariable(name: string, at: number): void {
    if (!this.variables.includes(name)) fail(this.source, at, `undefined variable ${quote(name)}`);
  }

  #call(): Call {
    const words: Expression[] = [];
    const at = this.#place;
    for (;;) {
      const token = this.skipSpace();
      if (!token || token.type === 'pipe' || token.type === 'right') return { words, at };
      words.push(this.#operand());
    }
  }

  #operand(): Expression {
    const term = this.#term();
    const names: string[] = [];
    let place = term.at;
    for (let token = this.tokens[this.at]; token?.type === 'field'; token = this.tokens[this.at]) {
      if (names.length === 0) place = token.at;
      names.push(token.text.slice(1));
      this.at++;
    }
    if (names.length === 0) return term;
    const text = term.text + names.map((name) => `.${name}`).join('');
    if (term.type === 'field' || term.type === 'variable') return { ...term, names: [...term.names, ...names], at: place, text };
    return { type: 'chain', of: term, names, at: place, text };
  }

  #term(): Expression {
    const token = this.tokens[this.at];
    if (!token) fail(this.source, this.#place, 'unexpected EOF');
    this.at++;
    const { at, text } = token;
    switch (token.type) {
      case 'field': return { type: 'field', names: [text.slice(1)], at, text };
      case 'dot': return { type: 'dot', at, text };
      case 'variable':
        this.#needVariable(text, at);
        return { type: 'variable', name: text, names: [], at, text };
      case 'number': return { type: 'constant', value: Number(text.replaceAll('_', '')), at, text };
      case 'string': return { type: 'constant', value: text.startsWith('`') ? text.slice(1, -1) : (unquote(text.slice(1, -1)) ?? ''), at, text };
      case 'char': return { type: 'constant', value: (unquote(text.slice(1, -1)) ?? '').codePointAt(0) ?? 0, at, text };
      case 'word': return wordExpression(this.source, token);
      case 'left': {
        const pipeline = this.pipeline('right', 'parenthesized pipeline');
        if (this.skipSpace()?.type !== 'right') fail(this.source, at, 'unclosed left paren');
        this.at++;
        return { type: 'pipeline', pipeline, at, text: `(${pipeline.text})` };
      }
      default: fail(this.source, at, `unexpected ${JSON.stringify(text)} in operand`);
    }
  }
}

function wordExpression(source: string, { text, at }: Token): Expression {
  if (text === 'true' || text === 'false') return { type: 'constant', value: text === 'true', at, text };
  if (text === 'nil') return { type: 'constant', value: null, at, text };
  if (!isFunction(text)) fail(source, at, `function ${quote(text)} not defined`);
  return { type: 'function', name: text, at, text };
}
