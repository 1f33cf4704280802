// What an editor looks like: rows of text with colours, and where the cursor stands.
import { isModified, isVisual } from './editor.ts';
import type { Editor } from './editor.ts';
import { yamlColours } from './colours.ts';
import type { Coloured } from './colours.ts';
import { isYaml } from './indent.ts';
import { PatternError, matchesOn, vimRegex } from './pattern.ts';
import { bottomOf, heightOf, numberWidth, textRows } from './scrolling.ts';
import { lineBeingTyped } from './step.ts';
import { displayColumn, lineAt, lastLine, widthAt } from './text.ts';
import { selection } from './visual.ts';

/** A screen: each row with its escape sequences for colours. */
export interface Frame {
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

const styled = (text: string, sgr: string): string => (text === '' || sgr === '' ? text : `\u001b[${sgr}m${text}\u001b[m`);
const tilde = '94';
const lineNumber = '38;5;130';
const errorStyle = '97;41';
const reverse = '7';
const found = '30;43';

/** What is to be on the screen. */
export function frameOf(editor: Editor): Frame {
  const rows: string[] = [];
  const most = textRows(editor);
  for (let line = editor.top; rows.length < most && line < Math.max(1, editor.lines.length); line++) {
    const height = heightOf(editor, line);
    if (rows.length + height > most && rows.length > 0) {
      while (rows.length < most) rows.push(styled('@', tilde));
      break;
    }
    rows.push(...rowsOfLine(editor, line).slice(0, most - rows.length));
  }
  const isBusybox = editor.flavour === 'busybox';
  while (rows.length < most) rows.push(isBusybox ? '~' : styled('~', tilde));
  const typed = lineBeingTyped(editor);
  if (typed) {
    const text = typed.mark + (isVisual(editor) && typed.mark === ':' ? "'<,'>" : '') + typed.text;
    const shown = text.slice(-Math.max(1, editor.columns - 1));
    return { rows: [...rows, shown], cursor: { row: most, column: displayColumn(shown, shown.length, 8) } };
  }
  return { rows: [...rows, isBusybox ? busyboxStatus(editor) : vimStatus(editor)], cursor: cursorOf(editor) };
}

/** One line as it wraps around the screen. */
function rowsOfLine(editor: Editor, line: number): readonly string[] {
  const { columns, settings } = editor;
  const text = lineAt(editor.lines, line);
  const styles = stylesOf(editor, line);
  const gutter = numberWidth(editor);
  const width = Math.max(1, columns - gutter);
  const rows: string[] = [];
  let row = styled(numberOf(editor, line, gutter), lineNumber);
  let used = 0;
  let display = 0;
  let run = '';
  let runStyle = '';
  const endRun = (): void => {
    row += styled(run, runStyle);
    run = '';
  };
  const put = (shown: string, cells: number, style: string): void => {
    if (used + cells > width) {
      endRun();
      rows.push(row);
      row = ' '.repeat(gutter);
      used = 0;
    }
    if (style !== runStyle) endRun();
    runStyle = style;
    run += shown;
    used += cells;
  };
  let column = 0;
  for (const character of text) {
    const cells = widthAt(character, display, settings.tabstop);
    const style = styles(column);
    if (character === '\t' && !settings.list) for (let i = 0; i < cells; i++) put(' ', 1, style);
    else if (character < ' ' || character === '\u007f') for (const shown of `^${String.fromCharCode(character.charCodeAt(0) ^ 64)}`) put(shown, 1, style || '34');
    else put(character, cells, style);
    display += cells;
    column += character.length;
  }
  if (settings.list) put('$', 1, tilde);
  else if (styles(text.length) === reverse) put(' ', 1, reverse);
  endRun();
  return [...rows, row];
}

function numberOf({ cursor, lines, settings }: Editor, line: number, width: number): string {
  if (width === 0 || lines.length === 0) return ' '.repeat(width);
  const isHere = line === cursor.line;
  const number = settings.relativenumber && !(isHere && settings.number) ? Math.abs(line - cursor.line) : line + 1;
  return `${isHere && settings.relativenumber && settings.number ? String(number).padEnd(width - 1) : String(number).padStart(width - 1)} `;
}

/** The SGR numbers for each column of a line: of the selection, of what was searched for, of the language. */
function stylesOf(editor: Editor, line: number): (column: number) => string {
  const text = lineAt(editor.lines, line);
  const spans: Coloured[] = [...selectedOn(editor, line), ...foundOn(editor, text)];
  if (editor.flavour === 'vim' && editor.settings.syntax && isYaml(editor.name)) spans.push(...yamlColours(text));
  return (column) => spans.find(({ from, to }) => column >= from && column < to)?.sgr ?? '';
}

function selectedOn(editor: Editor, line: number): readonly Coloured[] {
  if (!isVisual(editor)) return [];
  const range = selection(editor);
  const { length } = lineAt(editor.lines, line);
  if (range.isLinewise) return line >= range.first && line <= range.last ? [{ from: 0, to: length + 1, sgr: reverse }] : [];
  if (line < range.from.line || line > range.to.line) return [];
  return [{ from: line === range.from.line ? range.from.column : 0, to: line === range.to.line ? range.to.column : length + 1, sgr: reverse }];
}

function foundOn({ isSearchShown, lastSearch, settings }: Editor, text: string): readonly Coloured[] {
  if (!settings.hlsearch || !isSearchShown || !lastSearch) return [];
  try {
    return matchesOn(vimRegex(lastSearch.pattern, settings), text).map(({ from, to }) => ({ from, to, sgr: found }));
  } catch (error) {
    if (error instanceof PatternError) return [];
    throw error;
  }
}

const modeTexts: Readonly<Record<Editor['mode'], string>> = { normal: '', insert: '-- INSERT --', replace: '-- REPLACE --', visual: '-- VISUAL --', 'visual-line': '-- VISUAL LINE --' };

/** vim's last row: mode or message, the keys of an unfinished command, the ruler. */
function vimStatus(editor: Editor): string {
  const { columns, isError, keys, message, mode, recording, settings } = editor;
  const rulerAt = Math.max(0, columns - 18);
  const keysAt = Math.max(0, rulerAt - 10);
  const modeText = modeTexts[mode] && settings.paste ? modeTexts[mode].replace(' --', ' (paste) --') : modeTexts[mode];
  const left = modeText === '' && recording ? `recording @${recording.register}` : modeText === '' ? message : modeText + (recording ? `recording @${recording.register}` : '');
  const said = fitted(left, settings.ruler ? keysAt - 1 : columns - 1);
  const isBold = left === modeText || (recording !== undefined && modeText === '');
  const shown = styled(said, isError && modeText === '' ? errorStyle : isBold ? '1' : '');
  if (!settings.ruler || columns < 30) return shown;
  const pending = keys.map((key) => (key < ' ' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key)).join('').slice(-10);
  return `${shown}${' '.repeat(Math.max(0, keysAt - displayColumn(said, said.length, 8)))}${pending.padEnd(rulerAt - keysAt)}${rulerOf(editor)}`;
}

function fitted(text: string, columns: number): string {
  return text.length <= columns ? text : `<${text.slice(text.length - columns + 1)}`;
}

function rulerOf(editor: Editor): string {
  const { cursor, lines, settings, top } = editor;
  const text = lineAt(lines, cursor.line);
  const byte = bytesOf(text.slice(0, cursor.column));
  const shown = cursorDisplay(editor) + 1;
  const column = text === '' ? '0-1' : byte + 1 === shown ? String(shown) : `${byte + 1}-${shown}`;
  const below = lastLine(lines) - bottomOf(editor);
  const place = top === 0 ? (below <= 0 ? 'All' : 'Top') : below <= 0 ? 'Bot' : `${Math.floor((top * 100) / (top + below))}%`;
  return settings.ruler ? `${`${lines.length === 0 ? 0 : cursor.line + 1},${column}`.padEnd(14)}${place}` : '';
}

/** Bytes that a text takes in UTF-8. */
function bytesOf(text: string): number {
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

/** busybox' last row: a letter for the mode, the file, the line. */
function busyboxStatus(editor: Editor): string {
  if (editor.message !== '') return editor.isError ? styled(editor.message, '7') : editor.message;
  const { cursor, lines, mode, name } = editor;
  const letter = mode === 'insert' ? 'I' : mode === 'replace' ? 'R' : '-';
  const count = Math.max(1, lines.length);
  return `${letter} ${name ?? 'No file'}${editor.settings.readonly ? ' [Readonly]' : ''}${isModified(editor) ? ' [Modified]' : ''} ${cursor.line + 1}/${count} ${Math.floor(((cursor.line + 1) * 100) / count)}%`;
}

/** The column of the screen that the cursor is on: the last one of a tab, but where one writes its first. */
function cursorDisplay({ cursor, lines, mode, settings }: Editor): number {
  const text = lineAt(lines, cursor.line);
  const column = displayColumn(text, cursor.column, settings.tabstop);
  const isTab = text.charAt(cursor.column) === '\t' && mode === 'normal' && !settings.list;
  return isTab ? column + widthAt('\t', column, settings.tabstop) - 1 : column;
}

function cursorOf(editor: Editor): Frame['cursor'] {
  const { columns, cursor, top } = editor;
  let row = 0;
  for (let line = top; line < cursor.line; line++) row += heightOf(editor, line);
  const gutter = numberWidth(editor);
  const width = Math.max(1, columns - gutter);
  const display = cursorDisplay(editor);
  return { row: Math.min(row + Math.floor(display / width), textRows(editor) - 1), column: gutter + (display % width) };
}
