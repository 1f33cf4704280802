// Undo and redo: each complete command that changed the text is one step.
import { saying } from './editor.ts';
import type { Editor, Place, Snapshot } from './editor.ts';
import { at, atLine } from './text.ts';

/** Notes what a complete command has changed, and says how many lines there are more or fewer. */
export function settled(editor: Editor): Editor {
  const { base, cursor, lines, message } = editor;
  const isSame = lines === base.lines || (lines.length === base.lines.length && lines.every((line, index) => line === base.lines[index]));
  if (isSame) return { ...editor, lines: base.lines, base: { lines: base.lines, cursor, message } };
  const number = editor.changes + 1;
  const snapshot: Snapshot = { lines: base.lines, cursor: base.cursor, number, madeMs: editor.nowMs };
  const more = lines.length - base.lines.length;
  const said = message === base.message && Math.abs(more) > 2 && editor.flavour === 'vim' ? saying(editor, linesText(more)) : editor;
  return { ...said, past: [...editor.past, snapshot], future: [], changes: number, base: { lines, cursor, message: said.message } };
}

export function undo(editor: Editor): Editor {
  const snapshot = editor.past.at(-1);
  if (!snapshot) return saying(editor, 'Already at oldest change');
  const { number, madeMs } = snapshot;
  const future = [...editor.future, { lines: editor.lines, cursor: snapshot.cursor, number, madeMs }];
  return restored(editor, snapshot, { past: editor.past.slice(0, -1), future }, 'before');
}

export function redo(editor: Editor): Editor {
  const snapshot = editor.future.at(-1);
  if (!snapshot) return saying(editor, 'Already at newest change');
  const past = [...editor.past, { ...snapshot, lines: editor.lines }];
  return restored(editor, snapshot, { past, future: editor.future.slice(0, -1) }, 'after');
}

function restored(editor: Editor, snapshot: Snapshot, histories: Pick<Editor, 'past' | 'future'>, side: 'after' | 'before'): Editor {
  const { lines, number, madeMs, cursor } = snapshot;
  const next = placed({ ...editor, ...histories, lines }, editor.lines, cursor);
  const more = lines.length - editor.lines.length;
  const changed = lines.filter((line, index) => line !== editor.lines[index]).length;
  const what = more === 0 ? `${changed} change${changed === 1 ? '' : 's'}` : linesText(more);
  const said = editor.flavour === 'vim' ? saying(next, `${what}; ${side} #${number}  ${timeText(editor.nowMs, madeMs)}`) : next;
  return { ...said, base: { lines, cursor: said.cursor, message: said.message } };
}

/** The cursor goes to the first line that differs, to where it was if it was there. */
function placed(editor: Editor, before: readonly string[], was: Place): Editor {
  const { lines } = editor;
  let line = 0;
  while (line < lines.length && line < before.length && lines[line] === before[line]) line++;
  if (was.line === line) return at(editor, was);
  return lines.length < before.length && was.line + 1 === line ? at(editor, was) : atLine(editor, line);
}

function linesText(more: number): string {
  if (more === 1) return '1 more line';
  if (more === -1) return '1 line less';
  return more > 0 ? `${more} more lines` : `${-more} fewer lines`;
}

function timeText(nowMs: number, madeMs: number): string {
  const seconds = Math.max(0, Math.floor(nowMs / 1000) - Math.floor(madeMs / 1000));
  return `${seconds} second${seconds === 1 ? '' : 's'} ago`;
}
