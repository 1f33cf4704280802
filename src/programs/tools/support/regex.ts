import { LruMap } from '../../../base/index.ts';
import { withClasses } from '../../character-classes.ts';
import { UsageError } from './options.ts';


const translated = new LruMap<string, RegExp>(500);

/** How a pattern is written and what it matches. */
export interface RegexStyle {
  readonly isExtended?: boolean;
  readonly isFixed?: boolean;
  readonly flags?: string;
  readonly around?: 'word' | 'line';
}

/** A POSIX regular expression as one of JavaScript. Throws UsageError when it is none. */
export function posixRegex(pattern: string, style: RegexStyle = {}): RegExp {
  const { isExtended = false, isFixed = false, flags = '', around = '' } = style;
  const key = `${isExtended ? 'E' : isFixed ? 'F' : 'G'}${flags}/${around}/${pattern}`;
  const known = translated.get(key);
  if (known) {
    known.lastIndex = 0;
    return known;
  }
  const inner = isFixed ? pattern.split('\n').map(escapeRegex).join('|') : pattern.split('\n').map((part) => translate(part, isExtended)).join('|');
  const source = around === 'line' ? `^(?:${inner})$` : around === 'word' ? `(?<!\\w)(?:${inner})(?!\\w)` : inner;
  let regex: RegExp;
  try {
    regex = new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(reasonOf(pattern), { hasHint: false });
  }
  translated.set(key, regex);
  return regex;
}

/** A text as a regular expression that matches it. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function reasonOf(pattern: string): string {
  if (/\[[^\]]*$/.test(pattern)) return 'Unmatched [, [^, [:, [., or [=';
  if (/\(/.test(pattern)) return 'Unmatched ( or \\(';
  return 'Invalid regular expression';
}

/** The source of a JavaScript expression for a POSIX one. */
export function translate(pattern: string, isExtended: boolean): string {
  let source = '';
  let isStart = true;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    const wasStart: boolean = isStart;
    isStart = false;
    if (character === '\\') {
      const next = pattern.charAt(++i);
      source += escaped(next, isExtended);
      isStart = !isExtended && (next === '(' || next === '|');
    } else if (character === '[') {
      const end = bracketEnd(pattern, i);
      if (end < 0) throw new UsageError('Unmatched [, [^, [:, [., or [=', { hasHint: false });
      source += bracket(pattern.slice(i + 1, end));
      i = end;
    } else if (isExtended) {
      if (character === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i))) source += '\\{';
      else if (character === '}' && !/\{\d*,?\d*$/.test(pattern.slice(0, i))) source += '\\}';
      else if (character === '*' && wasStart) source += '\\*';
      else if (character === '/') source += '\\/';
      else source += character === ']' ? '\\]' : character;
      isStart = character === '(' || character === '|';
    } else if (character === '*') source += wasStart ? '\\*' : '*';
    else if (character === '^') {
      source += wasStart ? '^' : '\\^';
      isStart = wasStart;
    } else if (character === '$') source += i === pattern.length - 1 || /^\\[)|]/.test(pattern.slice(i + 1)) ? '$' : '\\$';
    else if (character === '.') source += '.';
    else source += escapeRegex(character);
  }
  return source;
}

function escaped(next: string, isExtended: boolean): string {
  if ('wWsSbB'.includes(next) && next !== '') return `\\${next}`;
  if (next === '<') return '\\b(?=\\w)';
  if (next === '>') return '\\b(?<=\\w)';
  if (next === 'n') return '\\n';
  if (next === 't') return '\\t';
  if (/\d/.test(next)) return `(?:\\${next})`;
  if (!isExtended && '(){}|+?'.includes(next) && next !== '') return next;
  return escapeRegex(next);
}

function bracketEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (/^\[[:.=]/.test(pattern.slice(i, i + 2))) i = Math.max(i, pattern.indexOf(`${pattern.charAt(i + 1)}]`, i + 2) + 1);
    else if (pattern[i] === ']') return i;
  }
  return -1;
}

function bracket(inner: string): string {
  const isNegated = inner.startsWith('^');
  const body = withClasses(isNegated ? inner.slice(1) : inner, (text) => text.replace(/\\[nt]|[\\\]^[]/g, (mark) => (mark.length > 1 ? mark : `\\${mark}`)));
  return body === '' ? (isNegated ? '[^]' : '(?!)') : `[${isNegated ? '^' : ''}${body}]`;
}
