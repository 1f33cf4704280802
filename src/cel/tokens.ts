// An expression's text as tokens.
// Upstream: cel-go parser/gen/CEL.g4 (the lexer's part)

import type { Issue } from './source.ts';

/** What a token is; operators and brackets are called by what they are. */
export type TokenKind = 'BYTES' | 'ESC_IDENTIFIER' | 'EOF' | 'IDENTIFIER' | 'NUM_FLOAT' | 'NUM_INT' | 'NUM_UINT' | 'STRING' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** In characters from the beginning. */
  readonly at: number;
}

const quoted = String.raw`(?:\\(?:[abfnrtv"'\\?\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7][0-7])|`;
const strings = [
  String.raw`[rR]"""(?:.|\n|\r)*?"""`, String.raw`[rR]'''(?:.|\n|\r)*?'''`, String.raw`[rR]"[^"\n\r]*"`, String.raw`[rR]'[^'\n\r]*'`,
  String.raw`"""${quoted}[^\\])*?"""`, String.raw`'''${quoted}[^\\])*?'''`,
  String.raw`"${quoted}[^\\"\n\r])*"`, String.raw`'${quoted}[^\\'\n\r])*'`,
].join('|');

const forms: readonly (readonly [TokenKind | 'skip', RegExp])[] = [
  ['skip', /(?:[\t \r\n\f]+|\/\/[^\n]*)+/uy],
  ['BYTES', new RegExp(`[bB](?:${strings})`, 'uy')],
  ['STRING', new RegExp(strings, 'uy')],
  ['NUM_UINT', /(?:0x[0-9a-fA-F]+|[0-9]+)[uU]/uy],
  ['NUM_FLOAT', /[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.[0-9]+(?:[eE][-+]?[0-9]+)?/uy],
  ['NUM_INT', /0x[0-9a-fA-F]+|[0-9]+/uy],
  ['IDENTIFIER', /[A-Za-z_][A-Za-z0-9_]*/uy],
  ['ESC_IDENTIFIER', /`[A-Za-z0-9_.\-/ ]+`/uy],
  ['mark', /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/uy],
];

const words = new Set(['in', 'true', 'false', 'null']);

/** The tokens of a text, the end included, and what could not be read. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly issues: readonly Issue[] } {
  const tokens: Token[] = [];
  const issues: Issue[] = [];
  // Places are told in characters, expressions look in units of text: nearly always the same.
  let at = 0;
  let offset = 0;
  const move = (taken: string): void => {
    offset += taken.length;
    for (const _ of taken) at++;
  };
  while (offset < text.length) {
    const found = longest(text, offset);
    if (found) {
      if (found.kind !== 'skip') tokens.push({ kind: words.has(found.text) ? 'mark' : found.kind, text: found.text, at });
      move(found.text);
      continue;
    }
    const bad = unreadable(text, offset);
    issues.push({ at, message: `Syntax error: token recognition error at: '${bad}'` });
    move(bad);
  }
  tokens.push({ kind: 'EOF', text: '<EOF>', at });
  return { tokens, issues };
}

function longest(text: string, offset: number): { readonly kind: TokenKind | 'skip'; readonly text: string } | undefined {
  let best: { readonly kind: TokenKind | 'skip'; readonly text: string } | undefined;
  for (const [kind, form] of forms) {
    form.lastIndex = offset;
    const match = form.exec(text)?.[0];
    if (match !== undefined && match.length > (best?.text.length ?? 0)) best = { kind, text: match };
  }
  return best;
}

const simpleEscape = /[abfnrtv"'\\?`]/;
const escapeStart = /^(?:[xX][0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|[0-3][0-7]{0,2})/;
const wholeEscape = /^(?:[xX].{2}|u.{4}|U.{8}|[0-3].{2})$/;

/** What the reader had taken before it saw that it is no token: the bad character with what was a beginning. */
function unreadable(text: string, offset: number): string {
  const start = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  const next = (length: number): string => start + (text.codePointAt(offset + length) === undefined ? '' : String.fromCodePoint(text.codePointAt(offset + length) ?? 0));
  if (start === '=' || start === '&' || start === '|') return next(1);
  if (start !== '"' && start !== "'" && start !== '`') return start;
  let end = offset + 1;
  for (; end < text.length; end++) {
    const character = text[end] ?? '';
    if (character === '\n' || character === '\r' || (start === '`' && !/[A-Za-z0-9_.\-/ ]/.test(character))) return text.slice(offset, end + 1);
    if (character !== '\\' || start === '`') continue;
    const known = simpleEscape.test(text[end + 1] ?? '') ? 1 : 0;
    const [digits = ''] = escapeStart.exec(text.slice(end + 1, end + 10)) ?? [];
    if (known === 0 && !wholeEscape.test(digits)) return text.slice(offset, end + 2 + digits.length);
    end += Math.max(known, digits.length);
  }
  return text.slice(offset, end);
}
