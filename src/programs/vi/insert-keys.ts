// Upstream: vim, :help insert-index
import { isInserting } from './editor.ts';
import type { Editor, Insertion, Place } from './editor.ts';
import { beginningAfter } from './indent.ts';
import { asLetter, enterKey, escapeKey, interruptKey, isBackspace, isText, pastePrefix } from './keys.ts';
import { motions } from './motions.ts';
import { shift } from './operators.ts';
import { registerOf } from './registers.ts';
import { at, behind, characterEnd, characterStart, displayColumn, indentOf, lineAt, replaced, withLines } from './text.ts';

/** Takes a key in insert or replace mode. Esc ends it, after the text has been put in as often as was counted. */
export function typeKey(editor: Editor, key: string): Editor {
  const { insertion } = editor;
  if (!insertion) return editor;
  if (key === escapeKey || key === interruptKey) return ended(editor, insertion);
  if (editor.keys.length > 0) return special({ ...editor, keys: [] }, key, editor.keys[0] ?? '');
  if (key === '\u0016' || key === '\u0012') return { ...editor, keys: [key] };
  const next = typed(editor, key);
  return { ...next, insertion: { ...(next.insertion ?? insertion), typed: [...insertion.typed, key] } };
}

/** The key behind Ctrl-V, as it is, or behind Ctrl-R, a register. */
function special(editor: Editor, key: string, prefix: string): Editor {
  const text = prefix === '\u0016' ? key : (registerOf(editor, key)?.text ?? '');
  return typeKey(editor, pastePrefix + text);
}

function ended(editor: Editor, insertion: Insertion): Editor {
  let next = editor;
  for (let i = 1; i < insertion.count; i++) {
    if (insertion.opensLines) next = newLine(next, { line: next.cursor.line, column: lineAt(next.lines, next.cursor.line).length });
    next = insertion.typed.reduce(typed, next);
  }
  const { line, column } = next.cursor;
  const text = lineAt(next.lines, line);
  const isBare = next.insertion?.bareIndent === line && text.trim() === '' && text !== '';
  if (isBare) next = { ...next, lines: withLines(next.lines, line, 1, ['']) };
  const marks = new Map(next.marks).set('^', next.cursor).set('.', next.cursor);
  const change = { command: insertion.command, area: insertion.area, typed: insertion.typed };
  return at({ ...next, marks, mode: 'normal', insertion: undefined, lastChange: change, message: '', isError: false }, { line, column: characterStart(lineAt(next.lines, line), Math.max(0, column - 1)) });
}

/** What one key does to the text. */
function typed(editor: Editor, key: string): Editor {
  if (key.startsWith(pastePrefix)) return put(editor, key.slice(pastePrefix.length));
  if (key === enterKey || key === '\n') return newLine(editor, editor.cursor);
  if (isBackspace(key)) return editor.mode === 'replace' ? backOver(editor) : erase(editor, oneBack(editor));
  if (key === '\t' && editor.settings.expandtab) return put(editor, spacesToStop(editor));
  if (isText(key)) return editor.mode === 'replace' ? overwrite(editor, key) : put(editor, key);
  switch (key) {
    case '\u0017': return erase(editor, wordBack(editor));
    case '\u0015': return erase(editor, { line: editor.cursor.line, column: editor.cursor.column > indentOf(lineAt(editor.lines, editor.cursor.line)).length ? indentOf(lineAt(editor.lines, editor.cursor.line)).length : 0 });
    case '\u0014': return indented(editor, 1);
    case '\u0004': return indented(editor, -1);
    case 'Delete': return deleteHere(editor);
    case 'End': return at(editor, { line: editor.cursor.line, column: lineAt(editor.lines, editor.cursor.line).length }, true);
    default: return moved(editor, key);
  }
}

/** Arrow keys move as in normal mode, also behind the last character. */
function moved(editor: Editor, key: string): Editor {
  const letter = asLetter(key);
  const motion = key === letter ? undefined : motions.get(letter);
  const reach = motion?.({ ...editor, mode: 'visual' }, { name: letter });
  if (!reach) return editor;
  const next = at(editor, reach.to, true);
  return { ...next, wanted: reach.wanted ?? next.wanted };
}

function put(editor: Editor, text: string): Editor {
  const { cursor, lines } = editor;
  return at({ ...editor, lines: replaced(lines, cursor, cursor, text) }, behind(cursor, text), true);
}

function overwrite(editor: Editor, key: string): Editor {
  const { cursor, lines } = editor;
  const to = { line: cursor.line, column: characterEnd(lineAt(lines, cursor.line), cursor.column) };
  return at({ ...editor, lines: replaced(lines, cursor, to, key) }, behind(cursor, key), true);
}

/** Backspace in replace mode brings back what stood there. */
function backOver(editor: Editor): Editor {
  const { cursor, insertion, lines } = editor;
  const column = cursor.column - 1;
  if (column < 0 || !insertion || insertion.typed.length === 0) return column < 0 ? editor : at(editor, { line: cursor.line, column }, true);
  const text = lineAt(lines, cursor.line);
  const { original } = insertion;
  const back = column < original.length ? text.slice(0, column) + original.charAt(column) + text.slice(column + 1) : text.slice(0, column) + text.slice(column + 1);
  return at({ ...editor, lines: withLines(lines, cursor.line, 1, [back]) }, { line: cursor.line, column }, true);
}

/** Begins a new line at a place, with the indent that belongs there. */
export function newLine(editor: Editor, place: Place): Editor {
  const text = lineAt(editor.lines, place.line);
  const [head, tail] = [text.slice(0, place.column), text.slice(place.column)];
  const beginning = isInserting(editor) && editor.insertion === undefined ? '' : beginningAfter(editor, head);
  const wasBare = editor.insertion?.bareIndent === place.line && head.trim() === '';
  const rest = beginning === '' ? tail : tail.trimStart();
  const lines = withLines(editor.lines, place.line, 1, [wasBare ? '' : head, beginning + rest]);
  const next = at({ ...editor, lines }, { line: place.line + 1, column: beginning.length }, true);
  const bareIndent = beginning !== '' && rest === '' ? place.line + 1 : undefined;
  return next.insertion ? { ...next, insertion: { ...next.insertion, bareIndent } } : next;
}

function erase(editor: Editor, from: Place): Editor {
  const { cursor, lines } = editor;
  return at({ ...editor, lines: replaced(lines, from, cursor, '') }, from, true);
}

/** Where Backspace goes: one character, the spaces of a soft tab, the end of the line before. */
function oneBack({ cursor, lines, settings }: Editor): Place {
  const { line, column } = cursor;
  if (column === 0) return line === 0 ? cursor : { line: line - 1, column: lineAt(lines, line - 1).length };
  const before = lineAt(lines, line).slice(0, column);
  const stop = settings.softtabstop;
  const spaces = / *$/.exec(before)?.[0].length ?? 0;
  if (stop > 1 && spaces > 1) return { line, column: column - Math.min(spaces, ((column - 1) % stop) + 1) };
  return { line, column: characterStart(before, column - 1) };
}

function wordBack({ cursor, lines }: Editor): Place {
  const { line, column } = cursor;
  if (column === 0) return line === 0 ? cursor : { line: line - 1, column: lineAt(lines, line - 1).length };
  const before = lineAt(lines, line).slice(0, column);
  return { line, column: before.replace(/([\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+)?\s*$/u, '').length };
}

function spacesToStop({ cursor, lines, settings }: Editor): string {
  const stop = settings.softtabstop || settings.tabstop;
  return ' '.repeat(stop - (displayColumn(lineAt(lines, cursor.line), cursor.column, settings.tabstop) % stop));
}

function indented(editor: Editor, steps: number): Editor {
  const { line, column } = editor.cursor;
  const next = shift(editor, line, line, steps);
  const more = lineAt(next.lines, line).length - lineAt(editor.lines, line).length;
  return at({ ...next, message: editor.message }, { line, column: Math.max(0, column + more) }, true);
}

function deleteHere(editor: Editor): Editor {
  const { cursor, lines } = editor;
  const text = lineAt(lines, cursor.line);
  const isAtEnd = cursor.column >= text.length;
  if (isAtEnd && cursor.line + 1 >= lines.length) return editor;
  const to = isAtEnd ? { line: cursor.line + 1, column: 0 } : { line: cursor.line, column: characterEnd(text, cursor.column) };
  return at({ ...editor, lines: replaced(lines, cursor, to, '') }, cursor, true);
}
