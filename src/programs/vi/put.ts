import { saying } from './editor.ts';
import type { Command, Editor, Register } from './editor.ts';
import { registerOf } from './registers.ts';
import { at, atLine, behind, characterEnd, lineAt, replaced, withLines } from './text.ts';

/** `p`, `P`: puts in what a register holds; undefined when it holds nothing. */
export function put(where: 'before' | 'behind'): (editor: Editor, command: Command) => Editor | undefined {
  return (editor, { count = 1, register }) => {
    const content = registerOf(editor, register);
    if (!content) return register === undefined ? undefined : saying(editor, `E353: Nothing in register ${register}`, true);
    const next = content.isLinewise ? putLines(editor, content, count, where === 'behind' ? 1 : 0) : putText(editor, content.text.repeat(count), where);
    if (editor.flavour === 'vim') return next;
    const lines = content.text.split('\n').length;
    return saying(next, `Put ${lines} lines (${content.text.length + (content.isLinewise ? 1 : 0)} chars) from [${(register ?? 'D').toUpperCase()}]`);
  };
}

function putLines(editor: Editor, { text }: Register, count: number, offset: 0 | 1): Editor {
  const line = editor.lines.length === 0 ? 0 : editor.cursor.line + offset;
  const added = Array.from({ length: count }, () => text.split('\n')).flat();
  const lines = editor.lines.length === 0 ? (offset === 1 ? ['', ...added] : [...added, '']) : withLines(editor.lines, line, 0, added);
  return atLine({ ...editor, lines }, editor.lines.length === 0 ? offset : line);
}

function putText(editor: Editor, text: string, where: 'before' | 'behind'): Editor {
  const { cursor } = editor;
  const column = where === 'behind' ? characterEnd(lineAt(editor.lines, cursor.line), cursor.column) : cursor.column;
  const place = { line: cursor.line, column };
  const next = { ...editor, lines: replaced(editor.lines, place, place, text) };
  if (text.includes('\n')) return at(next, place);
  const end = behind(place, text);
  return at(next, { line: end.line, column: Math.max(0, end.column - 1) });
}
