// A template as text and actions, and actions as words.
// Upstream: Go text/template/parse/lex.go

import { quote } from '../../../base/index.ts';
import { TemplateError } from './template-error.ts';

type TokenType = 'assign' | 'char' | 'comma' | 'declare' | 'dot' | 'field' | 'left' | 'number' | 'pipe' | 'right' | 'string' | 'variable' | 'word' | 'space';

/** A word of an action, and where it stands in the source. */
export interface Token {
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

/** Throws the error of a place in a template. */
export function fail(source: string, at: number, message: string): never {
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

/** A stretch of text, or an action taken into its words. */
export type Piece = { readonly type: 'text'; readonly text: string; readonly at: number } | { readonly type: 'action'; readonly tokens: readonly Token[]; readonly at: number };

/** Takes a template apart into text and actions; throws a TemplateError. */
export function split(source: string): readonly Piece[] {
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
