// Go's text/template language, as far as kubectl's users need it: what is written becomes a tree.
// Upstream: Go text/template/parse

import { quote, unquote } from '../../../base/index.ts';
import { isFunction } from './functions.ts';
import { TemplateError } from './template-error.ts';

/** A value to compute: a constant, a field of something, a variable, a call. */
export type Expression =
  | { readonly type: 'constant'; readonly value: unknown; readonly at: number; readonly text: string }
  | { readonly type: 'dot'; readonly at: number; readonly text: string }
  | { readonly type: 'field'; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'variable'; readonly name: string; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'chain'; readonly of: Expression; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'function'; readonly name: string; readonly at: number; readonly text: string }
  | { readonly type: 'pipeline'; readonly pipeline: Pipeline; readonly at: number; readonly text: string };

/** A function or value with its arguments. */
export interface Call {
  readonly words: readonly Expression[];
  readonly at: number;
}

/** Calls of which each gets the one before as its last argument; may declare variables. */
export interface Pipeline {
  readonly at: number;
  readonly text: string;
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly calls: readonly Call[];
}

/** One node of a template. */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipeline: Pipeline }
  | { readonly type: 'if' | 'range' | 'with'; readonly pipeline: Pipeline; readonly body: readonly Node[]; readonly otherwise: readonly Node[] }
  | { readonly type: 'break' | 'continue' }
  | { readonly type: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined; readonly at: number; readonly text: string };

/** A template with those defined in it, and its source for messages. */
export interface Template {
  readonly nodes: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
  readonly source: string;
}

type TokenType = 'assign' | 'char' | 'comma' | 'declare' | 'dot' | 'field' | 'left' | 'number' | 'pipe' | 'right' | 'string' | 'variable' | 'word' | 'space';

interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly at: number;
}

const patterns: readonly (readonly [TokenType, RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['char', /'(?:[^'\\\n]|\\.)*'/y],
  ['declare', /:=/y],
  ['assign', /=/y],
  ['pipe', /\|/y],
  ['left', /\(/y],
  ['right', /\)/y],
  ['comma', /,/y],
  ['number', /[-+]?(?:0[xX][\d_a-fA-F]+|\d[\d_]*\.?[\d_]*(?:[eE][-+]?\d+)?|\.\d+)/y],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  ['dot', /\./y],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
];

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}

function fail(source: string, at: number, message: string): never {
  throw new TemplateError(`template: output:${lineOf(source, at)}: ${message}`);
}

/** The tokens of one action, from behind its `{{`; gives also where the text goes on. */
function readAction(source: string, from: number): { readonly tokens: readonly Token[]; readonly next: number; readonly trimsRight: boolean } {
  const tokens: Token[] = [];
  for (let at = from;;) {
    const trim = /[ \t\r\n]-\}\}/y;
    trim.lastIndex = at;
    if (trim.test(source)) return { tokens, next: at + 4, trimsRight: true };
    if (source.startsWith('}}', at)) return { tokens, next: at + 2, trimsRight: false };
    if (at >= source.length) fail(source, from, 'unclosed action');
    const token = nextToken(source, at);
    if (!token) failOnCharacter(source, at);
    tokens.push(token);
    at += token.text.length;
    checkEnd(source, at, token);
  }
}

const unicodeName = (source: string, at: number): string => {
  const code = source.codePointAt(at) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;
};

function failOnCharacter(source: string, at: number): never {
  switch (source.charAt(at)) {
    case '"': return fail(source, at, 'unterminated quoted string');
    case '`': return fail(source, at, 'unterminated raw quoted string');
    case "'": return fail(source, at, 'unterminated character constant');
    case ':': return fail(source, at, 'expected :=');
    default: return fail(source, at, /[ -~]/.test(source.charAt(at)) ? `unexpected ${quote(source.charAt(at))} in command` : `unrecognized character in action: ${unicodeName(source, at)}`);
  }
}

/** A name or number must end where it does. */
function checkEnd(source: string, at: number, { type, text, at: start }: Token): void {
  if (type === 'number') {
    const [more = ''] = /^[\p{L}\p{N}_]+/u.exec(source.slice(at)) ?? [];
    if (more !== '') fail(source, start, `bad number syntax: ${quote(text + more.charAt(0))}`);
  }
  if (type !== 'field' && type !== 'variable' && type !== 'word') return;
  if (at < source.length && !source.startsWith('}}', at) && !/[ \t\r\n.,|:)(]/.test(source.charAt(at))) fail(source, at, `bad character ${unicodeName(source, at)}`);
}

function nextToken(source: string, at: number): Token | undefined {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) return { type, text: match[0], at };
  }
  return undefined;
}

type Piece = { readonly type: 'text'; readonly text: string; readonly at: number } | { readonly type: 'action'; readonly tokens: readonly Token[]; readonly at: number };

function split(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let trimsLeft = false;
  for (let at = 0; at <= source.length;) {
    const open = source.indexOf('{{', at);
    let text = source.slice(at, open < 0 ? undefined : open);
    if (trimsLeft) text = text.replace(/^[ \t\r\n]+/, '');
    const trims = open >= 0 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4));
    if (trims) text = text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') pieces.push({ type: 'text', text, at });
    if (open < 0) break;
    const begin = open + (trims ? 3 : 2);
    const comment = /^\s*\/\*[\s\S]*?\*\/\s*(-?)\}\}/.exec(source.slice(begin));
    if (comment) {
      trimsLeft = comment[1] === '-';
      at = begin + comment[0].length;
      continue;
    }
    if (/^\s*\/\*/.test(source.slice(begin))) fail(source, begin, source.includes('*/', begin) ? 'comment ends before closing delimiter' : 'unclosed comment');
    const action = readAction(source, begin);
    pieces.push({ type: 'action', tokens: action.tokens, at: begin });
    trimsLeft = action.trimsRight;
    at = action.next;
  }
  return pieces;
}

/** Reads the tokens of one action as a pipeline. */
class PipelineReader {
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

/** Reads a template; throws TemplateError. */
export function parseTemplate(source: string): Template {
  const reader = new TreeReader(source);
  const { nodes, endedBy } = reader.nodes();
  if (endedBy) fail(source, endedBy.at, `unexpected {{${endedBy.word}}}`);
  return { nodes, defined: reader.defined, source };
}

interface Ending {
  readonly word: 'else' | 'end';
  readonly at: number;
  /** Of `{{else if …}}` and `{{else with …}}`. */
  readonly rest: readonly Token[];
}

class TreeReader {
  readonly defined = new Map<string, readonly Node[]>();
  /** The variables that are known where it reads. */
  #variables = ['$'];
  #ranges = 0;
  readonly #source: string;
  readonly #pieces: readonly Piece[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#pieces = split(source);
  }

  nodes(): { readonly nodes: readonly Node[]; readonly endedBy: Ending | undefined } {
    const nodes: Node[] = [];
    for (let piece = this.#pieces[this.#at]; piece; piece = this.#pieces[this.#at]) {
      this.#at++;
      if (piece.type === 'text') {
        nodes.push({ type: 'text', text: piece.text });
        continue;
      }
      const reader = new PipelineReader(this.#source, piece.tokens, this.#variables);
      const first = reader.skipSpace();
      const word = first?.type === 'word' ? first.text : '';
      if (word === 'end' || word === 'else') {
        reader.at++;
        const more = reader.skipSpace();
        if (more && word === 'end') fail(this.#source, more.at, `unexpected ${quote(more.text)} in end`);
        return { nodes, endedBy: { word, at: piece.at, rest: piece.tokens.slice(reader.at) } };
      }
      const node = this.#node(word, reader, piece.at);
      if (node) nodes.push(node);
    }
    return { nodes, endedBy: undefined };
  }

  #node(word: string, reader: PipelineReader, at: number): Node | undefined {
    switch (word) {
      case 'if':
      case 'range':
      case 'with':
        reader.at++;
        return this.#block(word, reader, at);
      case 'break':
      case 'continue':
        if (this.#ranges === 0) fail(this.#source, at, `{{${word}}} outside {{range}}`);
        return { type: word };
      case 'define':
        this.#define(this.#name(reader, 'define clause'), at);
        return undefined;
      case 'block': {
        const node = this.#template(reader, 'block clause', at);
        this.#define(node.name, at);
        return node;
      }
      case 'template': return this.#template(reader, 'template clause', at);
      default:
        return { type: 'action', pipeline: reader.pipeline(undefined, 'command') };
    }
  }

  #block(type: 'if' | 'range' | 'with', reader: PipelineReader, at: number): Node {
    const known = this.#variables.length;
    const pipeline = reader.pipeline(undefined, type);
    if (type === 'range') this.#ranges++;
    const body = this.nodes();
    if (type === 'range') this.#ranges--;
    if (!body.endedBy) fail(this.#source, at, 'unexpected EOF');
    const otherwise = body.endedBy.word === 'end' ? [] : this.#otherwise(body.endedBy, at);
    this.#variables.length = known;
    return { type, pipeline, body: body.nodes, otherwise };
  }

  #otherwise(ending: Ending, at: number): readonly Node[] {
    const [next] = ending.rest;
    if (next?.type === 'word' && (next.text === 'if' || next.text === 'with')) {
      return [this.#block(next.text, new PipelineReader(this.#source, ending.rest.slice(1), this.#variables), next.at)];
    }
    const otherwise = this.nodes();
    if (otherwise.endedBy?.word !== 'end') fail(this.#source, at, 'unexpected EOF');
    return otherwise.nodes;
  }

  #define(name: string, at: number): void {
    const outer = this.#variables;
    this.#variables = ['$'];
    const body = this.nodes();
    if (body.endedBy?.word !== 'end') fail(this.#source, at, 'unexpected EOF');
    this.#variables = outer;
    this.defined.set(name, body.nodes);
  }

  /** The name in quotes behind the first word. */
  #name(reader: PipelineReader, context: string): string {
    reader.at++;
    const token = reader.skipSpace();
    if (token?.type !== 'string') fail(this.#source, token?.at ?? 0, `unexpected ${quote(token?.text ?? '')} in ${context}`);
    reader.at++;
    return token.text.slice(1, -1);
  }

  #template(reader: PipelineReader, context: string, at: number): Node & { readonly type: 'template' } {
    const name = this.#name(reader, context);
    const place = reader.tokens[reader.at - 1]?.at ?? at;
    const pipeline = reader.skipSpace() ? reader.pipeline(undefined, context) : undefined;
    return { type: 'template', name, pipeline, at: place, text: `{{template ${quote(name)}${pipeline ? ` ${pipeline.text}` : ''}}}` };
  }
}
