// Which part of a text is on the screen. Lines that are longer than the screen is wide take several rows.
import type { Editor } from './editor.ts';
import { at, atLine, columnAt, displayColumn, lastLine, lineAt } from './text.ts';

/** Columns before a line that its number takes. */
export function numberWidth({ lines, settings }: Editor): number {
  return settings.number || settings.relativenumber ? Math.max(3, String(lines.length).length) + 1 : 0;
}

/** Rows of the screen that a line takes. */
export function heightOf(editor: Editor, line: number): number {
  const text = lineAt(editor.lines, line);
  const width = Math.max(1, editor.columns - numberWidth(editor));
  return Math.max(1, Math.ceil(displayColumn(text, text.length, editor.settings.tabstop) / width));
}

/** Rows for text: all but the last one. */
export const textRows = ({ rows }: Editor): number => Math.max(1, rows - 1);

/** The last line that is wholly on the screen. */
export function bottomOf(editor: Editor, top = editor.top): number {
  let line = top;
  for (let used = heightOf(editor, top); line < lastLine(editor.lines); line++) {
    used += heightOf(editor, line + 1);
    if (used > textRows(editor)) break;
  }
  return line;
}

/** With the cursor's line on the screen, and as many around it as `scrolloff` says; in the middle after a far jump. */
export function scrolled(editor: Editor): Editor {
  const { cursor, settings, lines } = editor;
  const margin = Math.min(settings.scrolloff, Math.floor((textRows(editor) - 1) / 2));
  const top = Math.min(editor.top, lastLine(lines));
  const first = Math.max(0, cursor.line - margin);
  const last = Math.min(lastLine(lines), cursor.line + margin);
  if (first >= top && bottomOf(editor, top) >= last) return top === editor.top ? editor : { ...editor, top };
  const isFar = top - first >= textRows(editor) / 2 || last - bottomOf(editor, top) > textRows(editor);
  if (isFar) return { ...editor, top: Math.min(centredTop(editor), lastTop(editor)) };
  if (first < top) return { ...editor, top: first };
  let next = top;
  while (next < cursor.line && bottomOf(editor, next) < last) next++;
  return { ...editor, top: next };
}

function centredTop(editor: Editor): number {
  return topWith(editor, Math.floor((textRows(editor) - 1) / 2));
}

/** The first line when the last one is at the bottom. */
function lastTop(editor: Editor): number {
  const line = lastLine(editor.lines);
  return topWith({ ...editor, cursor: { line, column: 0 } }, textRows(editor) - heightOf(editor, line));
}

/** The first line when so many rows are above the cursor's line. */
function topWith(editor: Editor, rows: number): number {
  let top = editor.cursor.line;
  for (let used = 0; top > 0; top--) {
    used += heightOf(editor, top - 1);
    if (used > rows) break;
  }
  return top;
}

/** `zt`, `zz`, `zb` and their likes. */
export function placeOnScreen(editor: Editor, where: string): Editor {
  const margin = editor.settings.scrolloff;
  const next = where === '\r' || where === '.' || where === '-' ? atLine(editor, editor.cursor.line) : editor;
  if (where === 't' || where === '\r') return { ...next, top: Math.max(0, next.cursor.line - margin) };
  if (where === 'b' || where === '-') return { ...next, top: topWith({ ...next, cursor: { line: Math.min(lastLine(next.lines), next.cursor.line + margin), column: 0 } }, textRows(next) - heightOf(next, next.cursor.line)) };
  return { ...next, top: centredTop(next) };
}

/** With a part of the text on the screen, and the cursor moved to a line of it when it is not there, or too near the edge. */
function showing(editor: Editor, top: number, isFirstWord: boolean): Editor {
  const { cursor, lines, settings } = editor;
  const margin = Math.min(settings.scrolloff, Math.floor((textRows(editor) - 1) / 2));
  const bottom = bottomOf(editor, top);
  const least = top === 0 ? 0 : Math.min(lastLine(lines), top + margin);
  const most = bottom === lastLine(lines) ? bottom : Math.max(least, bottom - margin);
  const line = Math.max(least, Math.min(most, cursor.line));
  if (isFirstWord) return { ...atLine(editor, line), top };
  return line === cursor.line ? { ...editor, top } : { ...at(editor, { line, column: columnAt(lineAt(lines, line), editor.wanted, settings.tabstop) }), top };
}

/** Ctrl-E, Ctrl-Y: the text moves, the cursor only when it must. */
export function scrollBy(editor: Editor, lines: number): Editor {
  return showing(editor, Math.max(0, Math.min(lastLine(editor.lines), editor.top + lines)), false);
}

/** Ctrl-D, Ctrl-U: half a screen, the cursor with it. Undefined at the end of the text. */
export function scrollHalf(editor: Editor, by: 1 | -1, count: number | undefined): Editor | undefined {
  const rows = count ?? Math.max(1, Math.floor(textRows(editor) / 2));
  const line = Math.max(0, Math.min(lastLine(editor.lines), editor.cursor.line + by * rows));
  if (line === editor.cursor.line) return undefined;
  const last = Math.max(0, editor.lines.length - textRows(editor));
  const top = by > 0 ? Math.max(editor.top, Math.min(editor.top + rows, last)) : Math.max(0, editor.top - rows);
  return showing({ ...editor, cursor: { line, column: 0 } }, top, true);
}

/** Ctrl-F, Ctrl-B: a screen less two lines. Undefined at the end of the text. */
export function scrollScreen(editor: Editor, by: 1 | -1, count: number): Editor | undefined {
  const rows = Math.max(1, textRows(editor) - 2) * count;
  if (by > 0 ? editor.cursor.line === lastLine(editor.lines) : editor.top === 0) return undefined;
  return showing(editor, Math.max(0, Math.min(lastLine(editor.lines), editor.top + by * rows)), true);
}
