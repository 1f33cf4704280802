// The editor as a whole: one key after the other, each leads from one state to the next.
import { actions } from './actions.ts';
import { complaining, isInserting, isVisual, saying } from './editor.ts';
import type { Command, Editor } from './editor.ts';
import { runExLine } from './ex.ts';
import { parseKeys } from './grammar.ts';
import type { Parsed } from './grammar.ts';
import { settled } from './history.ts';
import { typeKey } from './insert-keys.ts';
import { enterKey, escapeKey, interruptKey, isBackspace, isText, keysOf, pastePrefix } from './keys.ts';
import { motions } from './motions.ts';
import type { Reach } from './motions.ts';
import { operate, rangeOf, startPlace } from './operators.ts';
import { PatternError } from './pattern.ts';
import { registerOf } from './registers.ts';
import { scrolled } from './scrolling.ts';
import { at, atLine, compare, lastLine, lineAt } from './text.ts';
import { textObject } from './text-objects.ts';
import { areaOf, deselected, onSelection, selecting, selection } from './visual.ts';

/** Macros and repetitions within each other. */
const greatestDepth = 100;
/** Commands that change the text and are not what `.` repeats. */
const notRepeated: ReadonlySet<string> = new Set(['u', '\u0012', ':', '.', '@', 'q', 'm']);

/** Takes one key. Pure: the same editor and key give the same editor. */
export function step(editor: Editor, key: string): Editor {
  // busybox says a thing until the next key.
  const silent = editor.flavour === 'busybox' && editor.message !== '' ? saying(editor, '') : editor;
  return scrolled(settledUnlessTyping(pressed(recorded(silent, key), key, 0)));
}

/** Runs a command line as if it were typed: for `-c`, and for what comes after a wish. */
export function runLine(editor: Editor, text: string): Editor {
  return scrolled(settledUnlessTyping(guarded(editor, (from) => runExLine(from, text, press))));
}

/** What is typed behind `:`, `/` or `?` so far; undefined when nothing is. */
export function lineBeingTyped(editor: Editor): { readonly mark: string; readonly text: string } | undefined {
  if (isInserting(editor) || editor.keys.length === 0) return undefined;
  const parsed = parseKeys(editor.keys, parserState(editor));
  return parsed.type === 'line' ? parsed : undefined;
}

function settledUnlessTyping(editor: Editor): Editor {
  return isInserting(editor) ? editor : settled(editor);
}

function parserState(editor: Editor): { readonly isVisual: boolean; readonly isRecording: boolean } {
  return { isVisual: isVisual(editor), isRecording: editor.recording !== undefined };
}

function recorded(editor: Editor, key: string): Editor {
  const { recording } = editor;
  return recording ? { ...editor, recording: { ...recording, keys: [...recording.keys, key] } } : editor;
}

function pressed(editor: Editor, key: string, depth: number): Editor {
  if (isInserting(editor)) return typeKey(editor, key);
  if (key.startsWith(pastePrefix) && editor.keys.length === 0) return pasted(editor, key);
  const typed = guarded(editor, (from) => withKey(from, key));
  if (typed.keys.length === 0) return typed;
  const parsed = parseKeys(typed.keys, parserState(typed));
  if (parsed.type === 'command') return guarded({ ...typed, keys: [] }, (from) => executed(from, parsed.command, depth));
  return parsed.type === 'bad' ? { ...typed, keys: [] } : typed;
}

/** Types keys in normal mode, to the end of the last command: an unfinished one is given up. */
function press(editor: Editor, keys: string): Editor {
  const next = keysOf(keys).reduce((from, key) => pressed(from, key, greatestDepth), editor);
  return isInserting(next) || next.keys.length > 0 ? pressed(next, escapeKey, 0) : next;
}

function pasted(editor: Editor, key: string): Editor {
  return typeKey(typeKey(pressed(editor, 'i', 0), key), escapeKey);
}

function guarded(editor: Editor, act: (editor: Editor) => Editor): Editor {
  try {
    return act(editor);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return complaining(isVisual(editor) ? deselected(editor) : editor, error.message);
  }
}

/** The keys of the unfinished command with one more; keys that correct a line do that. */
function withKey(editor: Editor, key: string): Editor {
  const { keys } = editor;
  const before: Parsed = keys.length === 0 ? { type: 'more' } : parseKeys(keys, parserState(editor));
  const isCancelled = key === escapeKey || key === interruptKey;
  if (before.type !== 'line') {
    if (isCancelled && keys.length > 0) return { ...editor, keys: [] };
    return { ...editor, keys: [...keys, key] };
  }
  const { from } = before;
  const typed = keys.slice(from);
  const corrected = (rest: readonly string[]): Editor => ({ ...editor, keys: [...keys.slice(0, from), ...rest] });
  if (isCancelled) return { ...saying(isVisual(editor) ? deselected(editor) : editor, ''), keys: [] };
  if (isBackspace(key)) return typed.length === 0 ? { ...saying(editor, ''), keys: [] } : corrected(typed.slice(0, -1));
  if (key === '\u0015') return corrected([]);
  if (key === '\u0017') return corrected([...typed.join('').replace(/\S*\s*$/, '')]);
  if (key === 'Up' || key === 'Down') return corrected([...recalled(editor, before.text, key === 'Up')]);
  return key === enterKey || isText(key) || key.startsWith(pastePrefix) ? corrected([...typed, key]) : editor;
}

/** The command line before (or after) this one. */
function recalled({ commandHistory }: Editor, text: string, isOlder: boolean): string {
  const place = commandHistory.lastIndexOf(text);
  if (isOlder) return commandHistory[place < 0 ? commandHistory.length - 1 : Math.max(0, place - 1)] ?? text;
  return place < 0 ? text : (commandHistory[place + 1] ?? '');
}

function executed(editor: Editor, command: Command, depth: number): Editor {
  const { name } = command;
  if (name === ':') return commandLine(editor, command);
  if (name === '.') return repeated(editor, command, depth);
  if (name === '@') return played(editor, command, depth);
  if (name === 'q') return recordedInto(editor, command);
  const next = changed(editor, command);
  const area = isVisual(editor) ? areaOf(editor) : undefined;
  if (isInserting(next)) return next.insertion && area ? { ...next, insertion: { ...next.insertion, area } } : next;
  return next.lines !== editor.lines && (area || !notRepeated.has(name)) ? { ...next, lastChange: { command, area, typed: [] } } : next;
}

function changed(editor: Editor, command: Command): Editor {
  if (isVisual(editor)) {
    const done = onSelection(editor, command);
    if (done) return done;
  }
  const { name, operator } = command;
  if (operator !== undefined) return operated(editor, command, operator);
  const motion = textObject(name) && isVisual(editor) ? textObject(name) : motions.get(name);
  if (motion) {
    const reach = motion(editor, command);
    return reach ? moved(editor, reach) : editor;
  }
  return actions.get(name)?.(editor, command) ?? editor;
}

function moved(editor: Editor, reach: Reach): Editor {
  const { cursor } = editor;
  const next: Editor = isVisual(editor) && reach.from ? { ...editor, anchor: reach.from, mode: reach.kind === 'linewise' ? 'visual-line' : editor.mode } : editor;
  const isObject = isVisual(editor) && reach.from !== undefined && reach.kind === 'exclusive';
  const to = isObject ? { line: reach.to.line, column: Math.max(0, reach.to.column - 1) } : reach.to;
  const placed = at(next, to, isVisual(editor));
  return remembered({ ...placed, wanted: reach.wanted ?? placed.wanted, marks: reach.isJump ? new Map(editor.marks).set("'", cursor) : editor.marks }, reach);
}

/** What a motion leaves behind: the last search, the last character searched for, its words. */
function remembered(editor: Editor, { lastFind, lastSearch, message }: Reach): Editor {
  const said = message === undefined ? editor : saying(editor, message);
  return { ...said, ...(lastFind ? { lastFind } : undefined), ...(lastSearch ? { lastSearch, isSearchShown: true } : undefined), ...(message === undefined ? undefined : { isSearchShown: true }) };
}

/** An operator with its motion, its text object, or itself: whole lines. */
function operated(editor: Editor, command: Command, operator: string): Editor {
  const { cursor, lines } = editor;
  if (command.name === operator) {
    const last = cursor.line + (command.count ?? 1) - 1;
    if (last > cursor.line && cursor.line === lastLine(lines)) return editor;
    const placed = operator === 'y' ? editor : atLine(editor, cursor.line);
    return operate(placed, command, operator, { isLinewise: true, first: cursor.line, last: Math.min(last, lastLine(lines)) });
  }
  const reach = operator === 'c' && (command.name === 'w' || command.name === 'W') ? changeWord(editor, command) : (textObject(command.name) ?? motions.get(command.name))?.(editor, command);
  if (!reach) return editor;
  const range = rangeOf(editor, reach, operator);
  const start = reach.from ?? (compare(reach.to, cursor) < 0 ? reach.to : cursor);
  return operate(at(remembered(editor, reach), start), command, operator, range);
}

/** `cw` on a word changes it without the blanks behind it, and stays on a word of one character. */
function changeWord(editor: Editor, command: Command): Reach | undefined {
  const { cursor, lines } = editor;
  const text = lineAt(lines, cursor.line);
  if (/^\s?$/.test(text.charAt(cursor.column))) return motions.get(command.name)?.(editor, command);
  const count = command.count ?? 1;
  const pattern = command.name === 'W' ? /^\S+/ : /^(?:[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+)/u;
  const length = pattern.exec(text.slice(cursor.column))?.[0].length ?? 1;
  const end = { line: cursor.line, column: Math.max(0, cursor.column + length - 1) };
  if (count === 1) return { to: end, kind: 'inclusive' };
  const further = motions.get(command.name === 'W' ? 'E' : 'e')?.({ ...editor, cursor: end }, { name: 'e', count: count - 1, operator: 'c' });
  return further && { to: further.to, kind: 'inclusive' };
}

/** A command line; from a selection it begins with the selection's lines. */
function commandLine(editor: Editor, { argument = '' }: Command): Editor {
  const from = isVisual(editor) ? at(deselected(editor), startPlace(selection(editor))) : editor;
  if (argument.trim() === '') return saying(from, '');
  const noted = { ...saying(from, ''), commandHistory: [...from.commandHistory, argument] };
  const isSelected = isVisual(editor) && !argument.startsWith("'<,'>");
  const next = guarded(noted, (known) => runExLine(known, isSelected ? `'<,'>${argument}` : argument, press));
  return next.message === '' && next.wish === undefined && next.flavour === 'vim' ? saying(next, `:${isSelected ? "'<,'>" : ''}${argument}`) : next;
}

/** `.`: the last change again, with another count when there is one. */
function repeated(editor: Editor, { count }: Command, depth: number): Editor {
  const { lastChange } = editor;
  if (!lastChange || depth >= greatestDepth) return editor;
  const command = count === undefined ? lastChange.command : { ...lastChange.command, count };
  const next = changed(lastChange.area ? selecting(editor, lastChange.area) : editor, command);
  const done = isInserting(next) ? [...lastChange.typed, escapeKey].reduce(typeKey, next) : next;
  return { ...done, lastChange: { ...lastChange, command } };
}

/** `@a`: the keys in a register. */
function played(editor: Editor, { argument = '', count = 1 }: Command, depth: number): Editor {
  const name = argument === '@' ? (editor.registers.get('@')?.text ?? '') : argument;
  const content = registerOf(editor, name);
  if (!content || depth >= greatestDepth) return editor;
  const keys = keysOf(content.text.replaceAll('\n', enterKey) + (content.isLinewise ? enterKey : ''));
  let next: Editor = { ...editor, registers: new Map(editor.registers).set('@', { text: name, isLinewise: false }) };
  for (let i = 0; i < count; i++) for (const key of keys) next = settledUnlessTyping(pressed(next, key, depth + 1));
  return next;
}

/** `qa` … `q`: keeps keys in a register. */
function recordedInto(editor: Editor, { argument = '' }: Command): Editor {
  const { recording } = editor;
  if (!recording) return saying({ ...editor, recording: { register: argument, keys: [] } }, '');
  const text = recording.keys.slice(0, -1).join('');
  return saying({ ...editor, recording: undefined, registers: new Map(editor.registers).set(recording.register, { text, isLinewise: false }) }, '');
}
