// Commands on what is selected.
// Upstream: vim, :help visual-operators
import type { Command, Editor, SelectedArea } from './editor.ts';
import { join, operate, textOf } from './operators.ts';
import { put } from './put.ts';
import { kept, registerOf } from './registers.ts';
import { at, characterEnd, compare, firstNonBlank, lastLine, lineAt, replaced } from './text.ts';
import type { Range } from './text.ts';

/** What is selected, and also the cursor's own character. */
export function selection({ anchor, cursor, lines, mode }: Editor): Range {
  const [from, end] = compare(anchor, cursor) <= 0 ? [anchor, cursor] : [cursor, anchor];
  if (mode === 'visual-line') return { isLinewise: true, first: from.line, last: end.line };
  const text = lineAt(lines, end.line);
  // Behind the last character stands the line feed.
  if (end.column >= text.length && end.line + 1 < lines.length) return { isLinewise: false, from, to: { line: end.line + 1, column: 0 } };
  return { isLinewise: false, from, to: { line: end.line, column: characterEnd(text, end.column) } };
}

/** How much is selected. */
export function areaOf(editor: Editor): SelectedArea {
  const { anchor, cursor, mode } = editor;
  const [from, to] = compare(anchor, cursor) <= 0 ? [anchor, cursor] : [cursor, anchor];
  return { mode, lines: to.line - from.line, columns: from.line === to.line ? to.column - from.column : to.column };
}

/** With as much selected from the cursor on as there was once. */
export function selecting(editor: Editor, { mode, lines, columns }: SelectedArea): Editor {
  const { cursor } = editor;
  const line = Math.min(lastLine(editor.lines), cursor.line + lines);
  return { ...at(editor, { line, column: lines === 0 ? cursor.column + columns : columns }), mode, anchor: cursor };
}

/** Back in normal mode, with the selection remembered. */
export function deselected(editor: Editor): Editor {
  const { anchor, cursor, mode } = editor;
  const [from, to] = compare(anchor, cursor) <= 0 ? [anchor, cursor] : [cursor, anchor];
  const column = mode === 'visual-line' ? Number.MAX_SAFE_INTEGER : to.column;
  const marks = new Map(editor.marks).set('<', mode === 'visual-line' ? { line: from.line, column: 0 } : from).set('>', { line: to.line, column });
  return at({ ...editor, mode: 'normal', selected: { mode, anchor, cursor }, marks }, cursor);
}

const operators: Readonly<Record<string, string>> = { d: 'd', x: 'd', y: 'y', c: 'c', s: 'c', '>': '>', '<': '<', '~': 'g~', u: 'gu', U: 'gU', gu: 'gu', gU: 'gU', 'g~': 'g~' };
/** Those that take whole lines in any case. */
const onLines: Readonly<Record<string, string>> = { X: 'd', D: 'd', Y: 'y', S: 'c', C: 'c', R: 'c' };

/** Carries a command out on the selection; undefined when it is none of these. */
export function onSelection(editor: Editor, command: Command): Editor | undefined {
  const { name } = command;
  const range = selection(editor);
  const [first, last] = range.isLinewise ? [range.first, range.last] : [range.from.line, range.to.column === 0 && range.to.line > range.from.line ? range.to.line - 1 : range.to.line];
  const next = deselected(editor);
  const start = range.isLinewise ? { line: range.first, column: 0 } : range.from;
  const operator = operators[name] ?? onLines[name];
  if (operator !== undefined) {
    const taken: Range = name in onLines ? { isLinewise: true, first, last } : range;
    const placed = at(next, start);
    const shifts = operator === '>' || operator === '<';
    return operate(placed, command, operator, taken, shifts ? (command.count ?? 1) : 1);
  }
  switch (name) {
    case 'J': return join(next, first, Math.max(last, first + 1));
    case 'gJ': return join(next, first, Math.max(last, first + 1), true);
    case 'r': return replaceEach(next, range, command.argument ?? '');
    case 'p':
    case 'P': return putOver(next, range, command);
    case 'v': return editor.mode === 'visual' ? next : { ...editor, mode: 'visual' };
    case 'V': return editor.mode === 'visual-line' ? next : { ...editor, mode: 'visual-line' };
    case 'o':
    case 'O': return { ...at(editor, editor.anchor, true), anchor: editor.cursor };
    case '\u001b': return next;
    default: return undefined;
  }
}

function replaceEach(editor: Editor, range: Range, character: string): Editor {
  const from = range.isLinewise ? { line: range.first, column: 0 } : range.from;
  const to = range.isLinewise ? { line: range.last, column: lineAt(editor.lines, range.last).length } : range.to;
  const text = textOf(editor, range).replace(/[^\n]/gu, () => character);
  return at({ ...editor, lines: replaced(editor.lines, from, to, text) }, from);
}

/** `p` on a selection: what the register held stands there, and the register holds what stood there. */
function putOver(editor: Editor, range: Range, command: Command): Editor {
  const content = registerOf(editor, command.register);
  if (!content) return operate(editor, { name: 'd' }, 'd', range);
  const removed = operate(editor, { name: 'd' }, 'd', range);
  const source = kept(removed, '"', content, false);
  const line = range.isLinewise ? range.first : range.from.line;
  let filled: Editor;
  if (range.isLinewise && content.isLinewise) {
    const isAtEnd = line >= removed.lines.length;
    filled = put(isAtEnd ? 'behind' : 'before')(at(source, { line, column: 0 }), { name: 'p' }) ?? source;
  } else if (content.isLinewise && !range.isLinewise) {
    const split = { ...source, lines: replaced(source.lines, range.from, range.from, '\n') };
    filled = put('behind')(at(split, { line, column: 0 }), { name: 'p' }) ?? split;
  } else if (range.isLinewise) {
    const opened = { ...source, lines: source.lines.toSpliced(line, 0, content.text) };
    filled = at(opened, { line, column: firstNonBlank(content.text) });
  } else {
    const lines = replaced(source.lines, range.from, range.from, content.text);
    filled = at({ ...source, lines }, content.text.includes('\n') ? range.from : { line, column: Math.max(0, range.from.column + content.text.length - 1) });
  }
  return { ...filled, message: '', registers: command.name === 'P' ? editor.registers : removed.registers };
}
