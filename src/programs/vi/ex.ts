import { complaining, saying } from './editor.ts';
import type { Editor } from './editor.ts';
import { readRange } from './address.ts';
import { exCommands, takesBar } from './ex-commands.ts';
import type { ExCommand } from './ex-commands.ts';
import { atLine, lastLine } from './text.ts';

/** Types keys in normal mode: for `:normal`. */
export type Press = (editor: Editor, keys: string) => Editor;

/** Runs a command line: commands with bars between them, up to one that fails or asks for something. Throws PatternError. */
export function runExLine(editor: Editor, text: string, press: Press): Editor {
  let next = editor;
  let rest: string | undefined = text;
  while (rest !== undefined && !next.isError && next.wish === undefined) [next, rest] = runOne(next, rest, press);
  return next;
}

function runOne(editor: Editor, text: string, press: Press): readonly [Editor, string | undefined] {
  const { first, last, rest } = readRange(text.replace(/^[\s:]+/, ''), editor);
  const [, name = '', bang = '', following = ''] = /^\s*([a-zA-Z]+|&&|[&<>=!]?)(!?)([^]*)$/.exec(rest) ?? [];
  if (name === '' && bang === '') {
    if (rest.trim() !== '' && !rest.startsWith('|')) return [notKnown(editor, text), undefined];
    const [, later] = splitAtBar(rest);
    return [last === undefined ? editor : atLine(editor, Math.min(last, lastLine(editor.lines))), later];
  }
  const found = findCommand(name);
  if (!found) return [notKnown(editor, text), undefined];
  const { command, key, glued } = found;
  const isFilter = key === '!';
  const [argument, later] = takesBar.has(key) || (key === 'r' && /^\s*!/.test(following)) ? [following, undefined] : splitAtBar(following);
  const whole = glued + (isFilter ? bang : '') + argument;
  const line = editor.cursor.line;
  const call = {
    editor: saying(editor, ''), first: Math.max(0, first ?? last ?? line), last: last ?? line, hasRange: last !== undefined, name: name.startsWith('q') ? name : key, isForced: bang === '!',
    argument: key === 'norm' ? whole.replace(/^\s/, '') : key === 's' || key === '&' ? whole : whole.trim(), run: (from: Editor, other: string) => runExLine(from, other, press), press,
  };
  return [command(call), later];
}

interface Found {
  readonly key: string;
  readonly command: ExCommand;
  /** Letters that stood at the name without a blank and are its argument, as in `s#a#b#g`, `ka`. */
  readonly glued: string;
}

function findCommand(name: string): Found | undefined {
  for (const [least, rest, command] of exCommands) {
    const whole = least + rest;
    if (name.length >= least.length && whole.startsWith(name)) return { key: least, command, glued: '' };
  }
  // `:ka`, `:sg`: a letter that takes what follows it at once.
  const first = name.charAt(0);
  const short = exCommands.find(([least]) => least === first && (first === 'k' || first === 's'));
  if (!short || (first === 's' && !/^s[gceiInr&]+$/.test(name)) || (first === 'k' && name.length !== 2)) return undefined;
  return { key: first, command: short[2], glued: name.slice(1) };
}

function splitAtBar(text: string): readonly [string, string | undefined] {
  const bar = /(?<!\\)\|/.exec(text);
  return bar ? [text.slice(0, bar.index), text.slice(bar.index + 1)] : [text, undefined];
}

function notKnown(editor: Editor, text: string): Editor {
  const shown = text.replace(/^[\s:]+/, '');
  return complaining(editor, editor.flavour === 'vim' ? `E492: Not an editor command: ${shown}` : `'${shown}' is not implemented`);
}
