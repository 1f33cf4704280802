import { isModified, saying } from './editor.ts';
import type { Editor } from './editor.ts';

/** Ctrl-G, `:f`: the file's name, how long it is, where the cursor stands. */
export function tellFile(editor: Editor): Editor {
  const { cursor, lines, name } = editor;
  const percent = lines.length === 0 ? 0 : Math.floor(((cursor.line + 1) * 100) / lines.length);
  if (lines.length === 0) return saying(editor, `"${name ?? '[No Name]'}" --No lines in buffer--`);
  return saying(editor, `"${name ?? '[No Name]'}"${isModified(editor) ? ' [Modified]' : ''} ${lines.length} line${lines.length === 1 ? '' : 's'} --${percent}%--`);
}
