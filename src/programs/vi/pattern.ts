// Upstream: vim, :help pattern
import { UsageError } from '../tools/support/options.ts';
import { translate } from '../tools/support/regex.ts';
import type { Editor, Place, Settings } from './editor.ts';
import { lineAt } from './text.ts';

/** A pattern cannot be understood, or nothing matches it; the message is what is shown. */
export class PatternError extends Error {}

const classes: Readonly<Record<string, string>> = { a: '[A-Za-z]', l: '[a-z]', u: '[A-Z]', d: '\\d', D: '\\D', x: '[0-9A-Fa-f]', o: '[0-7]', h: '[A-Za-z_]', i: '\\w', k: '\\w', f: '[\\w./-]' };

/** A pattern of vim as a regular expression of JavaScript, which also tells where each match begins and ends. */
export function vimRegex(pattern: string, { ignorecase, smartcase }: Settings): RegExp {
  const ignores = pattern.includes('\\c') || (ignorecase && !pattern.includes('\\C') && !(smartcase && /[A-Z]/.test(pattern.replace(/\\./g, ''))));
  const plain = pattern.replace(/\\[cC]/g, '');
  const isVery = plain.startsWith('\\v');
  const body = plain.replace(/^\\[vmMV]/, '');
  if (plain.startsWith('\\V')) return compile(pattern, body.replace(/\\\\/g, '\\').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), ignores);
  const [before, match = ''] = body.includes('\\zs') ? body.split('\\zs', 2) : ['', body];
  const [inner = '', after] = match.split('\\ze', 2);
  const source = (part: string): string => sourceOf(part, isVery);
  try {
    return compile(pattern, `${before ? `(?<=${source(before)})` : ''}${source(inner)}${after === undefined ? '' : `(?=${source(after)})`}`, ignores);
  } catch (error) {
    if (error instanceof UsageError) throw new PatternError(`E486: Pattern not found: ${pattern}`);
    throw error;
  }
}

function compile(pattern: string, source: string, ignores: boolean): RegExp {
  try {
    return new RegExp(source, ignores ? 'gi' : 'g');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PatternError(/\(/.test(pattern) ? 'E54: Unmatched \\(' : `E486: Pattern not found: ${pattern}`);
  }
}

/** What vim has beyond POSIX is put in its words first: `\=`, `\{-}`, `\%(`, classes. */
function sourceOf(pattern: string, isVery: boolean): string {
  const marks: string[] = [];
  const hold = (source: string): string => `\u0001${marks.push(source) - 1}\u0002`;
  const escape = isVery ? '' : '\\\\';
  const known = pattern
    .replace(new RegExp(`${escape}\\{-(\\d*,?\\d*)\\\\?\\}`, 'g'), (_, range: string) => hold(range === '' ? '*?' : `{${range}}?`))
    .replace(new RegExp(`${escape}\\{(\\d*)(,?)(\\d*)\\\\?\\}`, 'g'), (_, least: string, comma: string, most: string) => hold(`{${least || '0'}${comma || most === '' && least === '' ? ',' : ''}${most}}`))
    .replace(isVery ? /%\(/g : /\\%\(/g, () => hold('(?:'))
    .replace(isVery ? /[<>](?![^[]*\])/g : /\\[<>]/g, (mark) => hold(mark.endsWith('<') ? '\\b(?=\\w)' : '\\b(?<=\\w)'))
    .replace(isVery ? /(?<!\\)=/g : /\\=/g, () => hold('?'))
    .replace(/\\([aluDdxohikf])/g, (all, letter: string) => (letter in classes ? hold(classes[letter] ?? '') : all))
    .replace(/\\_s/g, () => hold('\\s'));
  return translate(known, isVery).replace(/\u0001(\d+)\u0002/g, (_, index: string) => marks[Number(index)] ?? '');
}

/** Where a pattern matches on a line: from and to, in order. */
export function matchesOn(regex: RegExp, line: string): readonly { readonly from: number; readonly to: number }[] {
  return [...line.matchAll(regex)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

/** The next match of a pattern from a place on, and whether the search went around the end of the text. */
export function search(editor: Editor, pattern: string, isForward: boolean, from: Place): { readonly place: Place; readonly hasWrapped: boolean } {
  const { lines, settings } = editor;
  const regex = vimRegex(pattern, settings);
  const count = Math.max(1, lines.length);
  for (let step = 0; step <= count; step++) {
    const line = (((from.line + (isForward ? step : -step)) % count) + count) % count;
    const starts = matchesOn(regex, lineAt(lines, line)).map((match) => match.from);
    const isFirst = step === 0;
    const isLast = step === count;
    const wanted = isForward
      ? starts.find((column) => (isFirst ? column > from.column : !isLast || column <= from.column))
      : starts.findLast((column) => (isFirst ? column < from.column : !isLast || column >= from.column));
    if (wanted === undefined) continue;
    const hasWrapped = isForward ? from.line + step >= count : from.line - step < 0;
    if (hasWrapped && !settings.wrapscan) throw new PatternError(isForward ? `E385: Search hit BOTTOM without match for: ${pattern}` : `E384: Search hit TOP without match for: ${pattern}`);
    return { place: { line, column: Math.min(wanted, Math.max(0, lineAt(lines, line).length - 1)) }, hasWrapped };
  }
  throw new PatternError(editor.flavour === 'vim' ? `E486: Pattern not found: ${pattern}` : 'Pattern not found');
}
