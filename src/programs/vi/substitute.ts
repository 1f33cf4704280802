// `:s` and what repeats it.
// Upstream: vim, :help :substitute
import { complaining, saying } from './editor.ts';
import type { Editor } from './editor.ts';
import { PatternError, vimRegex } from './pattern.ts';
import { atLine, lineAt, withLines } from './text.ts';

interface Substitution {
  readonly pattern: string;
  readonly replacement: string;
  readonly flags: string;
}

/** Reads `/PATTERN/REPLACEMENT/FLAGS` with any mark. */
export function readSubstitution(text: string, editor: Editor): Substitution {
  const { lastSubstitution, lastSearch } = editor;
  const mark = text.charAt(0);
  if (mark === '' || /[\w\s&|"\\]/.test(mark)) {
    if (!lastSubstitution) throw new PatternError('E35: No previous regular expression');
    return { ...lastSubstitution, flags: text.trim() };
  }
  const [pattern = '', replacement = '', flags = ''] = splitAt(text.slice(1), mark);
  const known = pattern === '' ? (lastSearch?.pattern ?? lastSubstitution?.pattern ?? '') : pattern;
  if (known === '') throw new PatternError('E35: No previous regular expression');
  return { pattern: known, replacement: replacement === '~' ? (lastSubstitution?.replacement ?? '') : replacement, flags: flags.trim() };
}

/** Up to three parts between marks that are not escaped; an escaped mark stands for itself. */
function splitAt(text: string, mark: string): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === mark && parts.length < 3) parts.push('');
    else if (character === '\\' && text.charAt(at + 1) === mark) {
      parts[parts.length - 1] += mark;
      at++;
    } else if (character === '\\' && at + 1 < text.length) parts[parts.length - 1] += character + text.charAt(++at);
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** Replaces on lines from first to last; says how often, and complains when it is never. Throws PatternError. */
export function substitute(editor: Editor, first: number, last: number, substitution: Substitution): Editor {
  const { pattern, replacement, flags } = substitution;
  const regex = vimRegex(pattern, { ...editor.settings, ignorecase: flags.includes('i') || (editor.settings.ignorecase && !flags.includes('I')) });
  const isGlobal = flags.includes('g');
  let count = 0;
  let changed = 0;
  let lines = editor.lines;
  let line = first;
  let end = last;
  let lastChanged = first;
  for (; line <= end; line++) {
    const text = lineAt(lines, line);
    const before = count;
    let isDone = false;
    const result = text.replace(regex, (...match: unknown[]) => {
      if (isDone && !isGlobal) return String(match[0]);
      isDone = true;
      count++;
      return expansion(replacement, match);
    });
    if (count === before) continue;
    changed++;
    const parts = result.split('\u0000\n');
    if (!flags.includes('n')) lines = withLines(lines, line, 1, parts);
    if (!flags.includes('n')) {
      end += parts.length - 1;
      line += parts.length - 1;
    }
    lastChanged = line;
  }
  const remembered: Editor = { ...editor, lines, lastSubstitution: substitution, lastSearch: { pattern, isForward: true } };
  if (count === 0) return flags.includes('e') ? remembered : complaining(remembered, editor.flavour === 'vim' ? `E486: Pattern not found: ${pattern}` : 'No match');
  const placed = flags.includes('n') ? remembered : atLine(remembered, lastChanged);
  const what = flags.includes('n') ? 'match' : 'substitution';
  const plural = what === 'match' ? 'es' : 's';
  if (editor.flavour === 'busybox') return saying(placed, `${count} substitutions on ${changed} lines`);
  return count > 2 || flags.includes('n') ? saying(placed, `${count} ${what}${count === 1 ? '' : plural} on ${changed} line${changed === 1 ? '' : 's'}`) : placed;
}

/** The text that takes a match's place. `\r` breaks the line. */
function expansion(replacement: string, match: readonly unknown[]): string {
  const group = (index: number): string => (typeof match[index] === 'string' ? match[index] : '');
  let result = '';
  let casing: ((text: string) => string) | undefined;
  let once: ((text: string) => string) | undefined;
  const add = (text: string): void => {
    const cased = casing ? casing(text) : text;
    result += once && cased !== '' ? once(cased.charAt(0)) + cased.slice(1) : cased;
    if (cased !== '') once = undefined;
  };
  const upper = (text: string): string => text.toUpperCase();
  const lower = (text: string): string => text.toLowerCase();
  for (let at = 0; at < replacement.length; at++) {
    const character = replacement.charAt(at);
    if (character === '&') add(group(0));
    else if (character !== '\\') add(character);
    else {
      const next = replacement.charAt(++at);
      if (/\d/.test(next)) add(typeof match[Number(next)] === 'string' && Number(next) < groupsOf(match) ? group(Number(next)) : '');
      else if (next === 'r') result += '\u0000\n';
      else if (next === 't') add('\t');
      else if (next === 'U') casing = upper;
      else if (next === 'L') casing = lower;
      else if (next === 'u') once = upper;
      else if (next === 'l') once = lower;
      else if (next === 'E' || next === 'e') casing = undefined;
      else add(next);
    }
  }
  return result;
}

/** Groups of a match, the whole one too: what stands before its offset. */
function groupsOf(match: readonly unknown[]): number {
  return match.findIndex((part) => typeof part === 'number');
}

/** `&`: the last substitution again, on this line. */
export function substituteAgain(editor: Editor): Editor {
  const { cursor, lastSubstitution } = editor;
  if (!lastSubstitution) throw new PatternError('E35: No previous regular expression');
  const next = substitute(editor, cursor.line, cursor.line, { ...lastSubstitution, flags: '' });
  return next.isError ? next : atLine(next, next.cursor.line);
}
