// What becomes of an editor's wishes: the texts of files come and go.
import { complaining, initialSettings, saying } from './editor.ts';
import type { Editor } from './editor.ts';
import { settingsFor } from './indent.ts';
import { scrolled } from './scrolling.ts';
import { at, atLine, lastLine, withLines } from './text.ts';

/** A file as it was found; without a text it is new. */
export interface FoundFile {
  readonly name: string;
  readonly text: string | undefined;
  readonly isReadOnly?: boolean;
}

/** The lines of a file's text. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** The text of lines as a file has it. */
export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** With a file to edit; what is said tells how long it is. */
export function opened(editor: Editor, { name, text, isReadOnly = false }: FoundFile): Editor {
  const lines = linesOf(text ?? '');
  const cursor = { line: 0, column: 0 };
  const wasReadOnly = isReadOnly || editor.settings.readonly;
  const settings = { ...settingsFor(name, { ...initialSettings(editor.flavour), syntax: editor.settings.syntax, number: editor.settings.number, relativenumber: editor.settings.relativenumber, hlsearch: editor.settings.hlsearch, ignorecase: editor.settings.ignorecase, list: editor.settings.list }), readonly: wasReadOnly };
  const next: Editor = { ...editor, lines, cursor, wanted: 0, mode: 'normal', name, settings, saved: lines, past: [], future: [], changes: 0, base: { lines, cursor, message: '' }, top: 0, marks: new Map(), wish: undefined };
  if (editor.flavour === 'busybox') return saying(next, text === undefined ? `'${name}' [New file] 1L, 1C` : `'${name}' ${lines.length}L, ${textOf(lines).length}C`);
  const notes = [text === undefined ? ' [New]' : '', wasReadOnly ? ' [readonly]' : '', text !== undefined && text !== '' && !text.endsWith('\n') ? ' [noeol]' : ''].join('');
  return saying(next, text === undefined ? `"${name}"${notes}` : `"${name}"${notes} ${lines.length}L, ${text.length}B`);
}

/** What was written, and how that went. */
export interface Written {
  readonly name: string;
  readonly lines: readonly string[];
  readonly isWhole: boolean;
  readonly isNew: boolean;
  readonly isAppended: boolean;
}

/** After a file was written. */
export function written(editor: Editor, { name, lines, isWhole, isNew, isAppended }: Written): Editor {
  const isOwn = isWhole && (editor.name === undefined || editor.name === name);
  const next: Editor = { ...editor, wish: undefined, ...(isOwn ? { name, saved: editor.lines } : undefined) };
  const { length } = textOf(lines);
  if (editor.flavour === 'busybox') return saying(next, `'${name}' ${lines.length}L, ${length}C`);
  return saying(next, `"${name}"${isNew ? ' [New]' : ''} ${lines.length}L, ${length}B ${isAppended ? 'appended' : 'written'}`);
}

/** With a text put in below so many lines. */
export function inserted(editor: Editor, below: number, text: string, said: string): Editor {
  const lines = linesOf(text);
  const next = { ...editor, wish: undefined, lines: withLines(editor.lines, below, 0, lines) };
  return scrolled(saying(lines.length === 0 ? next : atLine(next, below), said));
}

/** With lines put through a program. */
export function filtered(editor: Editor, first: number, last: number, text: string): Editor {
  const lines = linesOf(text);
  const count = last - first + 1;
  const next = atLine({ ...editor, wish: undefined, lines: withLines(editor.lines, first, count, lines) }, first);
  return scrolled(saying(next, count > 2 ? `${count} lines filtered` : ''));
}

/** Where an editor begins in its file: a line, the last one without a number. */
export function startingAt(editor: Editor, line: number): Editor {
  return scrolled(line >= editor.lines.length ? atLine(editor, lastLine(editor.lines)) : atLine(editor, line));
}

/** A wish that was refused. */
export function refused(editor: Editor, why: string): Editor {
  return complaining({ ...editor, wish: undefined }, why);
}

/** With a window of another size. */
export function resized(editor: Editor, rows: number, columns: number): Editor {
  return scrolled(at({ ...editor, rows, columns }, editor.cursor, true));
}
