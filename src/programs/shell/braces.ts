import type { Word, WordPart } from './ast.ts';

/** Most words that one word becomes. */
const greatestAlternatives = 10_000;

interface Token {
  readonly part: WordPart;
  /** An unquoted `{`, `}` or `,`. */
  readonly mark?: '{' | '}' | ',';
}

/** `a{b,c}d` and `{1..5}` as the words they stand for, in order; a word without such braces is itself. */
export function expandBraces(word: Word): readonly Word[] {
  return expand(tokensOf(word)).slice(0, greatestAlternatives).map((tokens) => merge(tokens));
}

function tokensOf(word: Word): Token[] {
  const tokens: Token[] = [];
  for (const part of word) {
    if (part.type !== 'text' || part.isQuoted) tokens.push({ part });
    else for (const character of part.text) {
      const mark = character === '{' || character === '}' || character === ',' ? { mark: character } as const : {};
      tokens.push({ part: { type: 'text', text: character, isQuoted: false }, ...mark });
    }
  }
  return tokens;
}

function expand(tokens: readonly Token[]): Token[][] {
  for (let start = 0; start < tokens.length; start++) {
    if (tokens[start]?.mark !== '{') continue;
    const group = readGroup(tokens, start);
    const alternatives = group && alternativesOf(group.pieces);
    if (!group || !alternatives) continue;
    const before = tokens.slice(0, start);
    const after = expand(tokens.slice(group.end + 1));
    const results: Token[][] = [];
    for (const alternative of alternatives) {
      for (const inner of expand(alternative)) {
        for (const rest of after) if (results.length < greatestAlternatives) results.push([...before, ...inner, ...rest]);
      }
    }
    return results;
  }
  return [[...tokens]];
}

function readGroup(tokens: readonly Token[], start: number): { pieces: Token[][]; end: number } | undefined {
  const pieces: Token[][] = [[]];
  let depth = 0;
  for (let i = start + 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.mark === '}' && depth === 0) return { pieces, end: i };
    if (token.mark === ',' && depth === 0) {
      pieces.push([]);
      continue;
    }
    if (token.mark === '{') depth++;
    else if (token.mark === '}') depth--;
    pieces.at(-1)?.push(token);
  }
  return undefined;
}

function alternativesOf(pieces: readonly Token[][]): readonly Token[][] | undefined {
  if (pieces.length > 1) return pieces;
  const text = (pieces[0] ?? []).map(({ part }) => (part.type === 'text' && !part.isQuoted ? part.text : '\0')).join('');
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  const [, from = '', to = '', step = '1'] = match ?? [];
  if (!match || /\d/.test(from) !== /\d/.test(to)) return undefined;
  return sequence(from, to, Math.abs(Number(step)) || 1).map((value) => [{ part: { type: 'text', text: value, isQuoted: true } }]);
}

function sequence(from: string, to: string, step: number): readonly string[] {
  const isNumber = /\d/.test(from);
  const first = isNumber ? Number(from) : from.charCodeAt(0);
  const last = isNumber ? Number(to) : to.charCodeAt(0);
  const width = isNumber && (/^-?0\d/.test(from) || /^-?0\d/.test(to)) ? Math.max(from.length, to.length) : 0;
  const values: string[] = [];
  for (let value = first; first <= last ? value <= last : value >= last; value += first <= last ? step : -step) {
    if (values.length >= greatestAlternatives) break;
    values.push(isNumber ? String(value).padStart(width, '0') : String.fromCharCode(value));
  }
  return values;
}

function merge(tokens: readonly Token[]): Word {
  const parts: WordPart[] = [];
  for (const { part } of tokens) {
    const last = parts.at(-1);
    if (part.type === 'text' && last?.type === 'text' && part.isQuoted === last.isQuoted) parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  }
  return parts;
}
