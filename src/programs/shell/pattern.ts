import { LruMap } from '../../base/index.ts';
import { withClasses } from '../character-classes.ts';

const compiled = new LruMap<string, RegExp>(1_000);

/** Marks a character of a pattern as itself. */
export function quotePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

/** The regular expression (source) of a shell pattern; `*` crosses slashes unless told otherwise. */
export function patternSource(pattern: string, options: { readonly star?: string; readonly one?: string } = {}): string {
  const { star = '[^]*', one = '[^]' } = options;
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (character === '*') source += star;
    else if (character === '?') source += one;
    else if (character === '\\' && i + 1 < pattern.length) source += escape(pattern.charAt(++i));
    else if (character === '[') {
      const end = bracketEnd(pattern, i);
      if (end < 0) source += '\\[';
      else {
        source += bracket(pattern.slice(i + 1, end));
        i = end;
      }
    } else source += escape(character);
  }
  return source;
}

/** Whether all of the text matches a shell pattern. */
export function matchesPattern(text: string, pattern: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    compiled.set(pattern, (expression = compile(`^(?:${patternSource(pattern)})$`)));
  }
  return expression.test(text);
}

/** A regular expression, or one that never matches when the source is none. */
export function compile(source: string, flags = ''): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return /(?!)/;
  }
}

/** Whether a text has characters that make it a pattern. */
export function isPattern(text: string): boolean {
  return /(^|[^\\])(\\\\)*[*?[]/.test(text);
}

/** A pattern without its marks, as it stands when nothing matches. */
export function unquotePattern(pattern: string): string {
  return pattern.replace(/\\([^])/g, '$1');
}

function bracketEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '!' || pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (pattern.startsWith('[:', i)) i = Math.max(i, pattern.indexOf(':]', i) + 1);
    else if (pattern[i] === ']') return i;
  }
  return -1;
}

function bracket(inner: string): string {
  const isNegated = inner.startsWith('!') || inner.startsWith('^');
  const body = withClasses(isNegated ? inner.slice(1) : inner, (text) => text.replace(/\\(.)/g, '$1').replace(/[\\\]^[]/g, '\\$&'));
  return `[${isNegated ? '^' : ''}${body}]`;
}

function escape(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
