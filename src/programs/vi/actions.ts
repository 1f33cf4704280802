// Commands of the normal mode that are neither motions nor operators.
// Upstream: vim, :help normal-index
import { complaining, isModified, saying } from './editor.ts';
import type { Command, Editor } from './editor.ts';
import { redo, undo } from './history.ts';
import { beginningAfter, beginningBefore } from './indent.ts';
import { inserting } from './insertion.ts';
import { join, operate, toggled } from './operators.ts';
import { put } from './put.ts';
import { placeOnScreen, scrollBy, scrollHalf, scrollScreen } from './scrolling.ts';
import { substituteAgain } from './substitute.ts';
import { tellFile } from './tell-file.ts';
import { at, characterEnd, characterStart, firstNonBlank, indentOf, lastLine, lineAt, withLines } from './text.ts';
import type { Range } from './text.ts';

/** Undefined: it cannot be done, and nothing happens. */
export type Action = (editor: Editor, command: Command) => Editor | undefined;

const countOf = ({ count }: Command): number => count ?? 1;
const hereLine = ({ cursor, lines }: Editor): string => lineAt(lines, cursor.line);

function insertAt(column: (editor: Editor) => number): Action {
  return (editor, command) => inserting(editor, command, { place: { line: editor.cursor.line, column: column(editor) } });
}

/** `o`, `O`: a new line to write in. */
function openLine(where: 0 | 1): Action {
  return (editor, command) => {
    const { cursor, lines } = editor;
    const isEmpty = lines.length === 0;
    const line = isEmpty ? 1 : cursor.line + where;
    const beginning = (where === 1 ? beginningAfter : beginningBefore)(editor, hereLine(editor));
    const opened = { ...editor, lines: isEmpty ? ['', ''] : withLines(lines, line, 0, [beginning]) };
    return inserting(opened, command, { place: { line: isEmpty && where === 0 ? 0 : line, column: beginning.length }, opensLines: true, ...(beginning.trim() === '' && beginning !== '' ? { bareIndent: line } : {}) });
  };
}

/** A range on the cursor's line, from a column to another. */
function onLine({ cursor }: Editor, from: number, to: number): Range {
  return { isLinewise: false, from: { line: cursor.line, column: from }, to: { line: cursor.line, column: to } };
}

function forward(editor: Editor, count: number): number {
  let { column } = editor.cursor;
  for (let i = 0; i < count; i++) column = characterEnd(hereLine(editor), column);
  return column;
}

function backward(editor: Editor, count: number): number {
  let { column } = editor.cursor;
  for (let i = 0; i < count && column > 0; i++) column = characterStart(hereLine(editor), column - 1);
  return column;
}

/** From the cursor to the end of the line, or of one further down. */
function toEnd(operator: 'c' | 'd'): Action {
  return (editor, command) => {
    const { cursor, lines } = editor;
    const line = Math.min(lastLine(lines), cursor.line + countOf(command) - 1);
    return operate(editor, command, operator, { isLinewise: false, from: cursor, to: { line, column: lineAt(lines, line).length } });
  };
}

function wholeLines(operator: 'c' | 'y'): Action {
  return (editor, command) => {
    const last = editor.cursor.line + countOf(command) - 1;
    return last > lastLine(editor.lines) ? undefined : operate(editor, command, operator, { isLinewise: true, first: editor.cursor.line, last });
  };
}

function eraseForward(editor: Editor, command: Command): Editor | undefined {
  return hereLine(editor) === '' ? undefined : operate(editor, command, 'd', onLine(editor, editor.cursor.column, forward(editor, countOf(command))));
}

function eraseBackward(editor: Editor, command: Command): Editor | undefined {
  return editor.cursor.column === 0 ? undefined : operate(editor, command, 'd', onLine(editor, backward(editor, countOf(command)), editor.cursor.column));
}

function replaceCharacters(editor: Editor, command: Command): Editor | undefined {
  const { cursor, lines } = editor;
  const text = hereLine(editor);
  const count = countOf(command);
  const end = forward(editor, count);
  const { argument = '' } = command;
  if ([...text.slice(cursor.column)].length < count) return undefined;
  if (argument === '\r') {
    const indent = editor.settings.autoindent ? indentOf(text) : '';
    const lines2 = withLines(lines, cursor.line, 1, [text.slice(0, cursor.column), indent + text.slice(end).trimStart()]);
    return at({ ...editor, lines: lines2 }, { line: cursor.line + 1, column: indent.length });
  }
  const line = text.slice(0, cursor.column) + argument.repeat(count) + text.slice(end);
  return at({ ...editor, lines: withLines(lines, cursor.line, 1, [line]) }, { line: cursor.line, column: cursor.column + argument.length * (count - 1) });
}

function toggleCase(editor: Editor, command: Command): Editor | undefined {
  const { cursor, lines } = editor;
  const text = hereLine(editor);
  if (text === '') return undefined;
  const end = forward(editor, countOf(command));
  const line = text.slice(0, cursor.column) + [...text.slice(cursor.column, end)].map(toggled).join('') + text.slice(end);
  return at({ ...editor, lines: withLines(lines, cursor.line, 1, [line]) }, { line: cursor.line, column: end });
}

/** Ctrl-A, Ctrl-X: adds to the number under or behind the cursor. */
function addTo(sign: 1 | -1): Action {
  return (editor, command) => {
    const { cursor, lines } = editor;
    const text = hereLine(editor);
    const found = [...text.matchAll(/(?<!\w)0[xX][0-9a-fA-F]+|(?<![\w-]|\d)-?\d+|\d+/g)].find((match) => match.index + match[0].length > cursor.column);
    if (!found) return undefined;
    const [number] = found;
    const isHex = /^0[xX]/.test(number);
    const sum = BigInt(number) + BigInt(sign * countOf(command));
    const width = isHex ? number.length - 2 : 0;
    const shown = isHex ? number.slice(0, 2) + sum.toString(16).padStart(width, '0') : String(sum);
    const line = text.slice(0, found.index) + shown + text.slice(found.index + number.length);
    return at({ ...editor, lines: withLines(lines, cursor.line, 1, [line]) }, { line: cursor.line, column: found.index + shown.length - 1 });
  };
}

function repeated(step: (editor: Editor) => Editor): Action {
  return (editor, command) => {
    let next = editor;
    for (let i = 0; i < countOf(command); i++) next = step(next);
    return next;
  };
}

function visual(mode: 'visual' | 'visual-line'): Action {
  return (editor) => ({ ...editor, mode, anchor: editor.cursor, message: '', isError: false });
}

function setMark(editor: Editor, { argument = '' }: Command): Editor | undefined {
  return /^[a-zA-Z'`]$/.test(argument) ? { ...editor, marks: new Map(editor.marks).set(argument === '`' ? "'" : argument, editor.cursor) } : undefined;
}

/** `ZZ`: writes what has changed, and leaves. */
function writeAndLeave(editor: Editor): Editor {
  if (!isModified(editor)) return { ...editor, wish: { type: 'quit', status: 0 } };
  if (editor.name === undefined) return complaining(editor, 'E32: No file name');
  return { ...editor, wish: { type: 'write', name: editor.name, lines: editor.lines, isWhole: true, isForced: false, isAppended: false, then: 'quit' } };
}

/** The actions by their keys. */
export const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['i', insertAt(({ cursor }) => cursor.column)], ['I', insertAt((editor) => (hereLine(editor).trim() === '' ? hereLine(editor).length : firstNonBlank(hereLine(editor))))], ['gI', insertAt(() => 0)],
  ['a', insertAt((editor) => forward(editor, 1))], ['A', insertAt((editor) => hereLine(editor).length)], ['o', openLine(1)], ['O', openLine(0)],
  ['s', (editor, command) => operate(editor, command, 'c', onLine(editor, editor.cursor.column, forward(editor, countOf(command))))], ['S', wholeLines('c')], ['C', toEnd('c')], ['D', toEnd('d')], ['Y', wholeLines('y')],
  ['R', (editor, command) => inserting(editor, command, { place: editor.cursor, isReplacing: true })],
  ['x', eraseForward], ['X', eraseBackward], ['r', replaceCharacters], ['~', toggleCase], ['p', put('behind')], ['P', put('before')], ['&', substituteAgain],
  ['J', (editor, command) => join(editor, editor.cursor.line, Math.min(editor.cursor.line + Math.max(1, countOf(command) - 1), lastLine(editor.lines)))],
  ['gJ', (editor, command) => join(editor, editor.cursor.line, Math.min(editor.cursor.line + Math.max(1, countOf(command) - 1), lastLine(editor.lines)), true)],
  ['u', repeated(undo)], ['\u0012', repeated(redo)], ['\u0001', addTo(1)], ['\u0018', addTo(-1)],
  ['v', visual('visual')], ['V', visual('visual-line')], ['gv', (editor) => (editor.selected ? { ...at(editor, editor.selected.cursor), mode: editor.selected.mode, anchor: editor.selected.anchor, message: '' } : undefined)],
  ['m', setMark], ['\u0007', tellFile], ['\u000c', (editor) => saying(editor, '')],
  ['\u001a', (editor) => editor], ['\u001b', (editor) => editor],
  ['ZZ', writeAndLeave], ['ZQ', (editor) => ({ ...editor, wish: { type: 'quit', status: 0 } })],
  ['zz', (editor) => placeOnScreen(editor, 'z')], ['zt', (editor) => placeOnScreen(editor, 't')], ['zb', (editor) => placeOnScreen(editor, 'b')],
  ['z.', (editor) => placeOnScreen(editor, '.')], ['z-', (editor) => placeOnScreen(editor, '-')], ['z\r', (editor) => placeOnScreen(editor, '\r')],
  ['\u0004', (editor, { count }) => scrollHalf(editor, 1, count)], ['\u0015', (editor, { count }) => scrollHalf(editor, -1, count)],
  ['\u0006', (editor, command) => scrollScreen(editor, 1, countOf(command))], ['\u0002', (editor, command) => scrollScreen(editor, -1, countOf(command))],
  ['\u0005', (editor, command) => scrollBy(editor, countOf(command))], ['\u0019', (editor, command) => scrollBy(editor, -countOf(command))],
]);
