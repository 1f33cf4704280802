// Upstream: vim, :help cmdline-ranges
import type { Editor } from './editor.ts';
import { PatternError, search } from './pattern.ts';
import { lastLine, lineAt } from './text.ts';

/** Lines that a command line begins with, and what follows them. */
export interface Addressed {
  /** Undefined when no line is named. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly rest: string;
}

/** Reads the range of a command line. Throws PatternError. */
export function readRange(text: string, editor: Editor): Addressed {
  if (text.startsWith('%')) return { first: 0, last: lastLine(editor.lines), rest: text.slice(1) };
  let first: number | undefined;
  let last: number | undefined;
  let rest = text;
  let from = editor.cursor.line;
  for (;;) {
    const one = readAddress(rest.trimStart(), editor, from);
    const line = one.line ?? (/^\s*[,;]/.test(one.rest) || last !== undefined ? from : undefined);
    ({ rest } = one);
    first = last ?? line;
    last = line;
    const separator = /^\s*([,;])/.exec(rest);
    if (!separator) break;
    if (separator[1] === ';' && line !== undefined) from = line;
    rest = rest.slice(separator[0].length);
    if (last === undefined) last = from;
  }
  if (last !== undefined && (last > lastLine(editor.lines) || last < -1) && editor.lines.length > 0 && rest.trim() !== '') throw new PatternError('E16: Invalid range');
  if (first !== undefined && last !== undefined && first > last) throw new PatternError('E493: Backwards range given');
  return { first, last, rest };
}

/** One line: `.`, `$`, a number, a mark, a search, with `+N` and `-N`. The number 0 stands before the first line: -1. */
function readAddress(text: string, editor: Editor, from: number): { readonly line: number | undefined; readonly rest: string } {
  const start = /^(\d+|[.$]|'[a-zA-Z<>'.]|\/(?:\\.|[^/\\])*(?:\/|$)|\?(?:\\.|[^?\\])*(?:\?|$))?((?:\s*[-+]\s*\d*)*)/.exec(text);
  const [whole = '', base, offsets = ''] = start ?? [];
  const rest = text.slice(whole.length);
  if (base === undefined && offsets.trim() === '') return { line: undefined, rest: text };
  let line = base === undefined ? from : lineOf(base, editor, from);
  for (const [, sign, number] of offsets.matchAll(/([-+])\s*(\d*)/g)) line += (sign === '-' ? -1 : 1) * (number === '' ? 1 : Number(number));
  return { line, rest };
}

function lineOf(base: string, editor: Editor, from: number): number {
  if (base === '.') return from;
  if (base === '$') return lastLine(editor.lines);
  if (/^\d/.test(base)) return Number(base) - 1;
  if (base.startsWith("'")) {
    const mark = editor.marks.get(base.slice(1));
    if (!mark) throw new PatternError('E20: Mark not set');
    return mark.line;
  }
  const isForward = base.startsWith('/');
  const pattern = base.slice(1).replace(new RegExp(`(?<!\\\\)\\${base.charAt(0)}$`), '') || (editor.lastSearch?.pattern ?? '');
  return search(editor, pattern, isForward, { line: from, column: isForward ? lineAt(editor.lines, from).length : 0 }).place.line;
}
