// The commands behind `:`.
// Upstream: vim, :help ex-cmd-index
import { complaining, isModified, saying } from './editor.ts';
import type { Command, Editor, Wish } from './editor.ts';
import { redo, undo } from './history.ts';
import { join, remove, shift, yank } from './operators.ts';
import { vimRegex } from './pattern.ts';
import { put } from './put.ts';
import { readRange } from './address.ts';
import { tellFile } from './tell-file.ts';
import { setOptions } from './settings.ts';
import { readSubstitution, substitute } from './substitute.ts';
import { at, atLine, lastLine, lineAt, withLines } from './text.ts';

/** One command of a command line: its lines, from 0, and what stands behind its name. */
export interface ExCall {
  readonly editor: Editor;
  readonly first: number;
  readonly last: number;
  readonly hasRange: boolean;
  readonly name: string;
  readonly isForced: boolean;
  readonly argument: string;
  /** Runs another command line, for those which carry one. */
  readonly run: (editor: Editor, line: string) => Editor;
  /** Types keys in normal mode. */
  readonly press: (editor: Editor, keys: string) => Editor;
}

export type ExCommand = (call: ExCall) => Editor;

const wishing = (editor: Editor, wish: Wish): Editor => ({ ...editor, wish });
const plain: Command = { name: ':' };

/** What is said when a command would lose changes. */
function unwritten(editor: Editor, name: string): Editor {
  return complaining(editor, editor.flavour === 'vim' ? 'E37: No write since last change (add ! to override)' : `No write since last change (:${name}! overrides)`);
}

function quit({ editor, isForced, name }: ExCall): Editor {
  if (isModified(editor) && !isForced) return unwritten(editor, name);
  const left = editor.files.length - editor.fileIndex - 1;
  if (left > 0 && !isForced && !name.startsWith('qa')) return complaining({ ...editor, fileIndex: editor.files.length - 1 }, left === 1 ? 'E173: 1 more file to edit' : `E173: ${left} more files to edit`);
  return wishing(editor, { type: 'quit', status: name === 'cq' ? 1 : 0 });
}

function write(call: ExCall, then = ''): Editor {
  const { editor, argument, isForced, first, last, hasRange } = call;
  const isAppended = argument.startsWith('>>');
  const [given = '', ...others] = argument.replace(/^>>\s*/, '').split(/\s+/);
  if (others.length > 0) return complaining(editor, 'E172: Only one file name allowed');
  const name = given === '' ? editor.name : given.replaceAll('%', editor.name ?? '');
  if (name === undefined) return complaining(editor, editor.flavour === 'vim' ? 'E32: No file name' : 'No current filename');
  if (editor.settings.readonly && !isForced && name === editor.name) return complaining(editor, "E45: 'readonly' option is set (add ! to override)");
  const lines = hasRange ? editor.lines.slice(first, last + 1) : editor.lines;
  return wishing(editor, { type: 'write', name, lines, isWhole: !hasRange, isForced, isAppended, then });
}

function edit({ editor, argument, isForced, name }: ExCall): Editor {
  const [, line, file = ''] = /^(?:\+(\d*)\s+)?(.*)$/.exec(argument) ?? [];
  const target = file === '' ? editor.name : file;
  if (isModified(editor) && !isForced) return unwritten(editor, name);
  if (target === undefined) return complaining(editor, 'E32: No file name');
  return wishing(editor, { type: 'edit', name: target, ...(line === undefined ? {} : { line: line === '' ? Number.MAX_SAFE_INTEGER : Number(line) - 1 }) });
}

/** `:n`, `:N`: another of the files that were given. */
function otherFile(by: 1 | -1): ExCommand {
  return ({ editor, isForced, name }) => {
    const fileIndex = editor.fileIndex + by;
    if (editor.files.length < 2) return complaining(editor, 'E163: There is only one file to edit');
    const target = editor.files[fileIndex];
    if (target === undefined) return complaining(editor, by > 0 ? 'E165: Cannot go beyond last file' : 'E164: Cannot go before first file');
    if (isModified(editor) && !isForced) return unwritten(editor, name);
    return wishing({ ...editor, fileIndex }, { type: 'edit', name: target });
  };
}

/** A count behind the name makes the range begin at its last line. */
function counted(call: ExCall): { readonly first: number; readonly last: number; readonly register: string | undefined } {
  const [, register, count] = /^([a-zA-Z"])?\s*(\d+)?$/.exec(call.argument) ?? [];
  if (count === undefined) return { first: call.first, last: call.last, register };
  return { first: call.last, last: Math.min(lastLine(call.editor.lines), call.last + Number(count) - 1), register };
}

function withRegister(register: string | undefined): Command {
  return register === undefined ? plain : { ...plain, register };
}

function copyLines(call: ExCall, isMoved: boolean): Editor {
  const { editor, first, last } = call;
  const target = readRange(call.argument, editor).last;
  if (target === undefined) return complaining(editor, 'E14: Invalid address');
  const taken = editor.lines.slice(first, last + 1);
  if (!isMoved) return atLine({ ...editor, lines: withLines(editor.lines, target + 1, 0, taken) }, target + taken.length);
  if (target >= first && target < last) return complaining(editor, 'E134: Cannot move a range of lines into itself');
  const without = withLines(editor.lines, first, taken.length, []);
  const place = target >= last ? target - taken.length + 1 : target + 1;
  return atLine({ ...editor, lines: withLines(without, place, 0, taken) }, place + taken.length - 1);
}

/** `:g/PATTERN/COMMAND`: runs it on each line that matches, `:v` on each that does not. */
function global(call: ExCall): Editor {
  const { editor, argument, isForced, name, run, hasRange } = call;
  const [, mark = '', pattern = '', command = ''] = /^([^\w\s])((?:\\.|(?!\1)[^\\])*)(?:\1(.*))?$/.exec(argument) ?? [];
  if (mark === '') return complaining(editor, 'E148: Regular expression missing from :global');
  const regex = vimRegex(pattern === '' ? (editor.lastSearch?.pattern ?? '') : pattern, editor.settings);
  const isInverse = isForced || name === 'v';
  const [first, last] = hasRange ? [call.first, call.last] : [0, lastLine(editor.lines)];
  const found: number[] = [];
  for (let line = first; line <= last; line++) {
    regex.lastIndex = 0;
    if (regex.test(lineAt(editor.lines, line)) !== isInverse) found.push(line);
  }
  if (found.length === 0) return complaining(editor, isInverse ? `E538: Pattern found in every line: ${pattern}` : `E486: Pattern not found: ${pattern}`);
  let next = editor;
  let shifted = 0;
  for (const line of found) {
    const before = next.lines.length;
    next = { ...run(at({ ...next, message: '', isError: false }, { line: line + shifted, column: 0 }), command === '' ? 'p' : command), message: '', isError: false };
    shifted += next.lines.length - before;
  }
  return { ...next, lastSearch: { pattern, isForward: true } };
}

function sort({ editor, first, last, hasRange, isForced, argument }: ExCall): Editor {
  const [from, to] = hasRange ? [first, last] : [0, lastLine(editor.lines)];
  const number = (line: string): number => Number(/-?\d+/.exec(line)?.[0] ?? Number.NEGATIVE_INFINITY);
  const sorted = editor.lines.slice(from, to + 1).sort((a, b) => (argument.includes('n') ? number(a) - number(b) : a < b ? -1 : a > b ? 1 : 0));
  const lines = argument.includes('u') ? sorted.filter((line, index) => line !== sorted[index - 1]) : sorted;
  return atLine({ ...editor, lines: withLines(editor.lines, from, to - from + 1, isForced ? lines.reverse() : lines) }, from);
}

function shell({ editor, argument, first, last, hasRange }: ExCall): Editor {
  const command = argument.replace(/(?<!\\)%/g, editor.name ?? '');
  return wishing(editor, hasRange ? { type: 'filter', command, first, last } : { type: 'run', command });
}

function readFile({ editor, argument, last }: ExCall): Editor {
  const below = editor.lines.length === 0 ? 0 : last + 1;
  if (argument.startsWith('!')) return wishing(editor, { type: 'read-output', command: argument.slice(1), below });
  const name = argument === '' ? editor.name : argument;
  return name === undefined ? complaining(editor, 'E32: No file name') : wishing(editor, { type: 'read', name, below });
}

/** Commands by their whole names, with the least that must be written of each. */
export const exCommands: readonly (readonly [least: string, rest: string, command: ExCommand])[] = [
  ['w', 'rite', (call) => (call.argument.startsWith('!') ? complaining(call.editor, 'E492: Not an editor command: w!') : write(call))],
  ['wq', '', (call) => write(call, 'quit')],
  ['x', 'it', (call) => (isModified(call.editor) ? write(call, 'quit') : quit({ ...call, argument: '' }))],
  ['exi', 't', (call) => (isModified(call.editor) ? write(call, 'quit') : quit({ ...call, argument: '' }))],
  ['wqa', 'll', (call) => write(call, 'qa')], ['xa', 'll', (call) => (isModified(call.editor) ? write(call, 'qa') : quit({ ...call, name: 'qa' }))], ['wa', 'll', (call) => write(call)],
  ['q', 'uit', quit], ['qa', 'll', quit], ['cq', 'uit', (call) => quit({ ...call, isForced: true })],
  ['wn', 'ext', (call) => write(call, 'next')], ['e', 'dit', edit], ['n', 'ext', otherFile(1)], ['N', 'ext', otherFile(-1)], ['prev', 'ious', otherFile(-1)], ['r', 'ead', readFile],
  ['f', 'ile', ({ editor, argument }) => (argument === '' ? tellFile(editor) : { ...editor, name: argument })],
  ['d', 'elete', (call) => {
    const { first, last, register } = counted(call);
    return remove(call.editor, { isLinewise: true, first, last }, register);
  }],
  ['y', 'ank', (call) => {
    const { first, last, register } = counted(call);
    return { ...yank(call.editor, { isLinewise: true, first, last }, register), cursor: call.editor.cursor };
  }],
  ['pu', 't', ({ editor, last, isForced, argument }) => put(isForced ? 'before' : 'behind')(at(editor, { line: last, column: 0 }), withRegister(argument === '' ? undefined : argument)) ?? editor],
  ['m', 'ove', (call) => copyLines(call, true)], ['t', '', (call) => copyLines(call, false)], ['co', 'py', (call) => copyLines(call, false)],
  ['j', 'oin', ({ editor, first, last, hasRange, isForced }) => atLine(join(editor, first, hasRange && last > first ? last : first + 1, isForced), first)],
  ['>', '', ({ editor, first, last, argument }) => atLine(shift(editor, first, last, 1 + argument.length), last)], ['<', '', ({ editor, first, last, argument }) => atLine(shift(editor, first, last, -1 - argument.length), last)],
  ['s', 'ubstitute', ({ editor, first, last, argument }) => substitute(editor, first, last, readSubstitution(argument, editor))],
  ['&', '&', ({ editor, first, last, argument }) => substitute(editor, first, last, readSubstitution(argument, editor))],
  ['g', 'lobal', global], ['v', 'global', global], ['sor', 't', sort], ['!', '', shell],
  ['norm', 'al', ({ editor, argument, press }) => press(editor, argument)],
  ['se', 't', ({ editor, argument }) => setOptions(editor, argument)], ['setl', 'ocal', ({ editor, argument }) => setOptions(editor, argument)],
  ['noh', 'lsearch', ({ editor }) => ({ ...editor, isSearchShown: false })],
  ['u', 'ndo', ({ editor }) => undo(editor)], ['red', 'o', ({ editor }) => redo(editor)],
  ['k', '', ({ editor, last, argument }) => ({ ...editor, marks: new Map(editor.marks).set(argument.trim(), { line: last, column: 0 }) })], ['ma', 'rk', ({ editor, last, argument }) => ({ ...editor, marks: new Map(editor.marks).set(argument.trim(), { line: last, column: 0 }) })],
  ['sy', 'ntax', ({ editor, argument }) => ({ ...editor, settings: { ...editor.settings, syntax: argument !== 'off' } })],
  ['filet', 'ype', ({ editor }) => editor], ['colo', 'rscheme', ({ editor }) => editor],
  ['=', '', ({ editor, last, hasRange }) => saying(editor, String(hasRange ? last + 1 : editor.lines.length))],
  ['p', 'rint', ({ editor, last }) => saying(atLine(editor, last), lineAt(editor.lines, last))],
  ['h', 'elp', ({ editor, argument }) => complaining(editor, argument === '' ? "E433: No tags file" : `E149: Sorry, no help for ${argument}`)],
];

/** Whether a command's argument may hold a bar: it is the argument, not the end of the command. */
export const takesBar: ReadonlySet<string> = new Set(['g', 'v', '!', 'norm', 'r!']);

