import { columnsOf } from '../../machine/index.ts';
import type { Editor, Place } from './editor.ts';

/** A part of a text: whole lines, or characters up to (not with) a place. */
export type Range =
  | { readonly isLinewise: true; readonly first: number; readonly last: number }
  | { readonly isLinewise: false; readonly from: Place; readonly to: Place };

type Lines = readonly string[];

export const lineAt = (lines: Lines, line: number): string => lines[line] ?? '';
export const lastLine = (lines: Lines): number => Math.max(0, lines.length - 1);
export const indentOf = (text: string): string => /^[ \t]*/.exec(text)?.[0] ?? '';
/** The column of the first character that is no blank; of the last one when all are. */
export const firstNonBlank = (text: string): number => Math.min(indentOf(text).length, Math.max(0, text.length - 1));

/** Negative when a is before b. */
export function compare(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

/** The place on its line, or on the nearest one there is; behind the last character only when `mayStandBehind`. */
export function clamped(lines: Lines, { line, column }: Place, mayStandBehind = false): Place {
  const on = Math.max(0, Math.min(line, lastLine(lines)));
  const { length } = lineAt(lines, on);
  const most = mayStandBehind ? length : Math.max(0, length - 1);
  return { line: on, column: characterStart(lineAt(lines, on), Math.max(0, Math.min(column, most))) };
}

/** The beginning of the character that has the unit at a column. */
export function characterStart(text: string, column: number): number {
  const unit = text.charCodeAt(column);
  return column > 0 && unit >= 0xdc00 && unit <= 0xdfff ? column - 1 : column;
}

/** The column behind the character at a column. */
export function characterEnd(text: string, column: number): number {
  return column >= text.length ? column : column + ((text.codePointAt(column) ?? 0) > 0xffff ? 2 : 1);
}

/** Lines with some of them replaced by others. */
export function withLines(lines: Lines, first: number, count: number, others: Lines): Lines {
  return lines.toSpliced(first, count, ...others);
}

/** The text between two places, the second one not with it. */
export function textBetween(lines: Lines, from: Place, to: Place): string {
  if (from.line === to.line) return lineAt(lines, from.line).slice(from.column, to.column);
  return [lineAt(lines, from.line).slice(from.column), ...lines.slice(from.line + 1, to.line), lineAt(lines, to.line).slice(0, to.column)].join('\n');
}

/** Lines with a text (perhaps of several lines) instead of what is between two places. */
export function replaced(lines: Lines, from: Place, to: Place, text: string): Lines {
  const whole = lineAt(lines, from.line).slice(0, from.column) + text + lineAt(lines, to.line).slice(to.column);
  return withLines(lines, from.line, to.line - from.line + 1, whole.split('\n'));
}

/** The place behind a text that was put in at a place. */
export function behind({ line, column }: Place, text: string): Place {
  const parts = text.split('\n');
  const last = parts.at(-1) ?? '';
  return { line: line + parts.length - 1, column: parts.length === 1 ? column + last.length : last.length };
}

/** With the cursor at a place, which `j` and `k` keep to from now on. */
export function at(editor: Editor, place: Place, mayStandBehind = false): Editor {
  const cursor = clamped(editor.lines, place, mayStandBehind);
  return { ...editor, cursor, wanted: displayColumn(lineAt(editor.lines, cursor.line), cursor.column, editor.settings.tabstop) };
}

/** With the cursor on the first character of a line that is no blank. */
export function atLine(editor: Editor, line: number): Editor {
  const on = Math.max(0, Math.min(line, lastLine(editor.lines)));
  return at(editor, { line: on, column: firstNonBlank(lineAt(editor.lines, on)) });
}

/** Columns of the screen that a character takes when it stands at a column. */
export function widthAt(character: string, column: number, tabstop: number): number {
  if (character === '\t') return tabstop - (column % tabstop);
  return character < ' ' || character === '\u007f' ? 2 : columnsOf(character);
}

/** The column of the screen at which a character begins, were the screen wide enough. */
export function displayColumn(text: string, column: number, tabstop: number): number {
  let display = 0;
  for (const character of text.slice(0, column)) display += widthAt(character, display, tabstop);
  return display;
}

/** The column of the character that covers a column of the screen, or of the last one. */
export function columnAt(text: string, wanted: number, tabstop: number): number {
  let display = 0;
  let column = 0;
  for (const character of text) {
    display += widthAt(character, display, tabstop);
    if (display > wanted) return column;
    column += character.length;
  }
  return Math.max(0, characterStart(text, text.length - 1));
}

/** A text as offsets, for what does not care about lines. */
export interface Flat {
  readonly text: string;
  offset(place: Place): number;
  place(offset: number): Place;
}

export function flat(lines: Lines): Flat {
  const text = lines.join('\n');
  return {
    text,
    offset({ line, column }) {
      let offset = column;
      for (let i = 0; i < line; i++) offset += lineAt(lines, i).length + 1;
      return offset;
    },
    place(offset) {
      let line = 0;
      let rest = offset;
      for (; line < lines.length - 1 && rest > lineAt(lines, line).length; line++) rest -= lineAt(lines, line).length + 1;
      return { line, column: rest };
    },
  };
}
