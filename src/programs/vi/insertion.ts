import type { Command, Editor, Place } from './editor.ts';
import { clamped, displayColumn, lineAt } from './text.ts';

/** How insert mode begins. */
export interface InsertionStart {
  readonly place: Place;
  readonly isReplacing?: boolean;
  /** The command's count is for the text that is typed. */
  readonly isCounted?: boolean;
  readonly opensLines?: boolean;
  readonly bareIndent?: number;
}

/** With insert mode begun at a place. */
export function inserting(editor: Editor, command: Command, { place, isReplacing = false, isCounted = true, opensLines = false, bareIndent }: InsertionStart): Editor {
  const lines = editor.lines.length === 0 ? [''] : editor.lines;
  const cursor = clamped(lines, place, true);
  return {
    ...editor, lines, cursor, mode: isReplacing ? 'replace' : 'insert', message: '', isError: false,
    wanted: displayColumn(lineAt(lines, cursor.line), cursor.column, editor.settings.tabstop),
    insertion: { command, typed: [], count: isCounted ? (command.count ?? 1) : 1, opensLines, bareIndent, original: lineAt(lines, cursor.line) },
  };
}
