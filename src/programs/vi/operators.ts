// Upstream: vim, :help operator
import { complaining, saying } from './editor.ts';
import type { Editor, Place } from './editor.ts';
import { inserting } from './insertion.ts';
import type { Command } from './editor.ts';
import { kept } from './registers.ts';
import type { Reach } from './motions.ts';
import { at, atLine, characterEnd, compare, indentOf, lastLine, lineAt, replaced, textBetween, withLines } from './text.ts';
import type { Range } from './text.ts';

/** What an operator takes on a motion's way. */
export function rangeOf({ cursor, lines }: Editor, reach: Reach, operator: string): Range {
  const start = reach.from ?? cursor;
  const [from, end] = compare(start, reach.to) <= 0 ? [start, reach.to] : [reach.to, start];
  if (reach.kind === 'linewise') return { isLinewise: true, first: from.line, last: end.line };
  const isBlankBefore = lineAt(lines, from.line).slice(0, from.column).trim() === '';
  let to = reach.kind === 'inclusive' ? { line: end.line, column: characterEnd(lineAt(lines, end.line), end.column) } : end;
  if (reach.kind === 'exclusive' && to.column === 0 && to.line > from.line) {
    if (isBlankBefore) return { isLinewise: true, first: from.line, last: to.line - 1 };
    to = { line: to.line - 1, column: lineAt(lines, to.line - 1).length };
  }
  const isBlankBehind = lineAt(lines, to.line).slice(to.column).trim() === '';
  if (operator === 'd' && to.line > from.line && isBlankBefore && isBlankBehind) return { isLinewise: true, first: from.line, last: to.line };
  return { isLinewise: false, from, to };
}

export function textOf({ lines }: Editor, range: Range): string {
  return range.isLinewise ? lines.slice(range.first, range.last + 1).join('\n') : textBetween(lines, range.from, range.to);
}

const startOf = (range: Range): number => (range.isLinewise ? range.first : range.from.line);

/** Where a range begins. */
export function startPlace(range: Range): Place {
  return range.isLinewise ? { line: range.first, column: 0 } : range.from;
}

const endOf = (range: Range): number => (range.isLinewise ? range.last : range.to.line);

/** `y`: keeps what is there. */
export function yank(editor: Editor, range: Range, register: string | undefined): Editor {
  const text = textOf(editor, range);
  const next = kept(editor, register, { text, isLinewise: range.isLinewise }, true);
  const count = endOf(range) - startOf(range) + 1;
  const moved = at(next, range.isLinewise ? { line: Math.min(range.first, editor.cursor.line), column: editor.cursor.column } : range.from);
  if (editor.flavour === 'busybox') return saying(moved, `Yank ${count} lines (${text.length + (range.isLinewise ? 1 : 0)} chars) from [${(register ?? 'D').toUpperCase()}]`);
  return count > 2 ? saying(moved, `${count} lines yanked${register === undefined ? '' : ` into "${register}`}`) : moved;
}

/** Takes a range out, with no word about it. */
export function cut(editor: Editor, range: Range): Editor {
  if (range.isLinewise) {
    const lines = withLines(editor.lines, range.first, range.last - range.first + 1, []);
    return atLine({ ...editor, lines }, range.first);
  }
  return at({ ...editor, lines: replaced(editor.lines, range.from, range.to, '') }, range.from, true);
}

/** `d`: takes out and keeps. */
export function remove(editor: Editor, range: Range, register: string | undefined): Editor {
  const text = textOf(editor, range);
  if (editor.lines.length === 0 || (text === '' && !range.isLinewise)) return editor;
  const next = cut(kept(editor, register, { text, isLinewise: range.isLinewise }, false), range);
  const placed = range.isLinewise ? next : at(next, range.from);
  if (next.lines.length === 0) return saying(placed, '--No lines in buffer--');
  if (editor.flavour !== 'busybox' || !range.isLinewise) return placed;
  return saying(placed, `Delete ${range.last - range.first + 1} lines (${text.length + 1} chars) from [${(register ?? 'D').toUpperCase()}]`);
}

/** `c`: takes out, keeps, and begins to insert there. */
function change(editor: Editor, range: Range, command: Command): Editor {
  const content = { text: textOf(editor, range), isLinewise: range.isLinewise };
  const next = content.text === '' && !range.isLinewise ? editor : kept(editor, command.register, content, false);
  if (!range.isLinewise) return inserting(cut(next, range), command, { place: range.from, isCounted: false });
  const indent = editor.settings.autoindent ? indentOf(lineAt(editor.lines, range.first)) : '';
  const lines = withLines(editor.lines, range.first, range.last - range.first + 1, [indent]);
  return inserting({ ...next, lines }, command, { place: { line: range.first, column: indent.length }, isCounted: false, ...(indent === '' ? {} : { bareIndent: range.first }) });
}

/** `>`, `<`: moves lines by so many steps. */
export function shift(editor: Editor, first: number, last: number, steps: number): Editor {
  const { expandtab, shiftwidth, tabstop } = editor.settings;
  const lines = editor.lines.map((line, index) => {
    if (index < first || index > last || line.trim() === '') return line;
    const indent = indentOf(line);
    const width = [...indent].reduce((columns, character) => (character === '\t' ? columns + tabstop - (columns % tabstop) : columns + 1), 0);
    const wanted = Math.max(0, width + steps * shiftwidth);
    return (expandtab ? ' '.repeat(wanted) : '\t'.repeat(Math.floor(wanted / tabstop)) + ' '.repeat(wanted % tabstop)) + line.slice(indent.length);
  });
  const next = atLine({ ...editor, lines }, first);
  const count = last - first + 1;
  const times = Math.abs(steps);
  return count > 2 ? saying(next, `${count} lines ${steps > 0 ? '>' : '<'}ed ${times} time${times === 1 ? '' : 's'}`) : next;
}

const cases: Readonly<Record<string, (text: string) => string>> = {
  gu: (text) => text.toLowerCase(),
  gU: (text) => text.toUpperCase(),
  'g~': (text) => [...text].map(toggled).join(''),
};

/** A character in its other case. */
export function toggled(character: string): string {
  const upper = character.toUpperCase();
  return upper === character ? character.toLowerCase() : upper;
}

function changeCase(editor: Editor, range: Range, name: string): Editor {
  const text = (cases[name] ?? ((same) => same))(textOf(editor, range));
  const from = range.isLinewise ? { line: range.first, column: 0 } : range.from;
  const to = range.isLinewise ? { line: range.last, column: lineAt(editor.lines, range.last).length } : range.to;
  const next = { ...editor, lines: replaced(editor.lines, from, to, text) };
  return range.isLinewise ? at(next, range.first < editor.cursor.line ? { line: range.first, column: editor.cursor.column } : editor.cursor) : at(next, from);
}

/** `J`: joins lines, with one blank between them unless there is one or a parenthesis closes; `gJ` as they are. */
export function join(editor: Editor, first: number, last: number, isPlain = false): Editor {
  if (last > lastLine(editor.lines) || last <= first) return complaining(editor, '');
  let text = lineAt(editor.lines, first);
  let column = text.length;
  for (let line = first + 1; line <= last; line++) {
    const next = isPlain ? lineAt(editor.lines, line) : lineAt(editor.lines, line).trimStart();
    const gap = isPlain || next === '' || next.startsWith(')') || /[ \t]$/.test(text) || text === '' ? '' : ' ';
    column = next === '' && !isPlain ? Math.max(0, text.length - 1) : text.length;
    text += gap + next;
  }
  return at({ ...editor, lines: withLines(editor.lines, first, last - first + 1, [text]) }, { line: first, column });
}

/** Carries an operator out on a range. */
export function operate(editor: Editor, command: Command, operator: string, range: Range, steps = 1): Editor {
  switch (operator) {
    case 'd': return remove(editor, range, command.register);
    case 'c': return change(editor, range, command);
    case 'y': return yank(editor, range, command.register);
    case '>': return shift(editor, startOf(range), endOf(range), steps);
    case '<': return shift(editor, startOf(range), endOf(range), -steps);
    default: return changeCase(editor, range, operator);
  }
}
