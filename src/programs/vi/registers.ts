import type { Editor, Register } from './editor.ts';

/** With something kept in a register: the named one, and the one that `p` takes. A capital letter adds to what is there. */
export function kept(editor: Editor, name: string | undefined, content: Register, isYank: boolean): Editor {
  if (name === '_') return editor;
  const registers = new Map(editor.registers);
  if (name !== undefined && /[A-Z]/.test(name)) {
    const before = registers.get(name.toLowerCase());
    const isLinewise = content.isLinewise || (before?.isLinewise ?? false);
    const whole = { text: (before?.text ?? '') + (before && isLinewise ? '\n' : '') + content.text, isLinewise };
    registers.set(name.toLowerCase(), whole);
    registers.set('"', whole);
    return { ...editor, registers };
  }
  registers.set('"', content);
  if (name !== undefined && name !== '"') registers.set(name, content);
  else if (isYank) registers.set('0', content);
  else if (content.isLinewise || content.text.includes('\n')) {
    for (let number = 9; number > 1; number--) {
      const older = registers.get(String(number - 1));
      if (older) registers.set(String(number), older);
    }
    registers.set('1', content);
  } else registers.set('-', content);
  return { ...editor, registers };
}

/** What a register holds. */
export function registerOf(editor: Editor, name = '"'): Register | undefined {
  if (name === '%') return editor.name === undefined ? undefined : { text: editor.name, isLinewise: false };
  if (name === '/') return editor.lastSearch && { text: editor.lastSearch.pattern, isLinewise: false };
  if (name === ':') return { text: editor.commandHistory.at(-1) ?? '', isLinewise: false };
  return editor.registers.get(name.toLowerCase());
}
