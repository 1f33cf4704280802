// What vim's file type plugin for YAML sets and how it indents a new line; typing `:` or `-` does not indent again here.
import type { Editor, Settings } from './editor.ts';
import { indentOf } from './text.ts';

/** A file's own settings by its name. */
export function settingsFor(name: string | undefined, settings: Settings): Settings {
  return isYaml(name) && settings.syntax ? { ...settings, autoindent: true, expandtab: true, shiftwidth: 2, softtabstop: 2 } : settings;
}

export const isYaml = (name: string | undefined): boolean => /\.ya?ml$/.test(name ?? '');

/** What a new line begins with that stands before another: its indent, and the sign of a comment. */
export function beginningBefore(editor: Editor, line: string): string {
  return beginningAfter(editor, indentOf(line) + (line.trimStart().startsWith('#') ? '#' : 'x'));
}

/** What a new line begins with that follows another. */
export function beginningAfter({ flavour, name, settings }: Editor, line: string): string {
  if (settings.paste) return '';
  const isKnown = flavour === 'vim' && isYaml(name) && settings.syntax;
  const comment = isKnown ? /^\s*#\s?/.exec(line)?.[0] : undefined;
  if (comment !== undefined) return comment;
  if (!settings.autoindent) return '';
  const indent = indentOf(line);
  if (!isKnown) return indent;
  const item = /^(\s*)((?:- +)+)\S/.exec(line);
  const base = item ? ' '.repeat((item[1] ?? '').length + (item[2] ?? '').length) : indent;
  return /:\s*(#.*)?$/.test(line) ? base + ' '.repeat(settings.shiftwidth) : /^\s*-\s+[^\s:]+\s*$/.test(line) ? indent : base;
}
