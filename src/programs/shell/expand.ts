import { evaluateArithmetic } from './arithmetic.ts';
import type { Script, Word, WordPart } from './ast.ts';
import { expandBraces } from './braces.ts';
import { FieldBuilder } from './fields.ts';
import { expandGlob } from './glob.ts';
import { isPattern } from './pattern.ts';
import { applyOperator } from './parameter.ts';
import type { ShellState } from './state.ts';
import type { FileSystem, Process } from './surroundings.ts';

/** What expansion needs of the shell it happens in. */
export interface Expander {
  readonly state: ShellState;
  readonly files: FileSystem;
  readonly pid: number;
  random(): number;
  nowMs(): number;
  /** Runs a script in a subshell and gives its output. */
  capture(script: Script): Process<string>;
  /** Runs a script in a subshell and gives the name of a file that holds its output. */
  substituteProcess(script: Script): Process<string>;
}

/** A word that cannot be expanded; the command is not run. */
export class ExpansionError extends Error {
  /** Whether a script ends by it. */
  readonly isFatal: boolean;
  /** The status with which bash ends then. */
  readonly status: number;

  constructor(message: string, isFatal = false, status = 127) {
    super(message);
    this.name = 'ExpansionError';
    this.isFatal = isFatal;
    this.status = status;
  }
}

/** Expands words to arguments: braces, tilde, parameters, substitutions, splitting, file names. */
export function* expandWords(shell: Expander, words: readonly Word[]): Process<string[]> {
  const results: string[] = [];
  for (const word of words) {
    const plain = plainText(word);
    if (plain !== undefined) results.push(plain);
    else if (!hasBraces(word)) yield* expandOne(shell, word, results);
    else for (const alternative of expandBraces(word)) yield* expandOne(shell, alternative, results);
  }
  return results;
}

function* expandOne(shell: Expander, word: Word, results: string[]): Process {
  const builder = new FieldBuilder(shell.state.get('IFS') ?? ' \t\n');
  yield* expandParts(shell, tilde(shell, word), builder, true);
  builder.end();
  for (const { text, pattern } of builder.fields) {
    const found = !shell.state.options.noGlob && isPattern(pattern) ? expandGlob(shell.files, shell.state.cwd, pattern) : [];
    if (found.length > 0) results.push(...found);
    else results.push(text);
  }
}

/** Expands a word to one text, without splitting: assignments, here-documents, `case` subjects. */
export function* expandText(shell: Expander, word: Word): Process<string> {
  const plain = plainText(word);
  if (plain !== undefined) return plain;
  const builder = new FieldBuilder('', false);
  yield* expandParts(shell, tilde(shell, word), builder, false);
  builder.end();
  return builder.fields.map(({ text }) => text).join(' ');
}

/** Expands a word to a pattern, in which quoted characters stand for themselves. */
export function* expandPattern(shell: Expander, word: Word): Process<string> {
  const builder = new FieldBuilder('');
  yield* expandParts(shell, tilde(shell, word), builder, false);
  builder.end();
  return builder.fields.map(({ pattern }) => pattern).join(' ');
}

/** The text of a word that needs no expansion at all. */
function plainText(word: Word): string | undefined {
  const [part] = word;
  if (word.length !== 1 || part?.type !== 'text') return undefined;
  return part.isQuoted || !/[*?[{~\\]/.test(part.text) ? part.text : undefined;
}

function hasBraces(word: Word): boolean {
  return word.some((part) => part.type === 'text' && !part.isQuoted && part.text.includes('{'));
}

function tilde(shell: Expander, word: Word): Word {
  const [first, ...rest] = word;
  if (first?.type !== 'text' || first.isQuoted || !first.text.startsWith('~')) return word;
  const match = /^~(\w*)(?=\/|$)/.exec(first.text);
  if (!match || (rest.length > 0 && match[0].length === first.text.length)) return word;
  const user = match[1] ?? '';
  const home = user === '' ? (shell.state.get('HOME') ?? '/root') : user === 'root' ? '/root' : undefined;
  if (home === undefined) return word;
  return [{ type: 'text', text: home, isQuoted: true }, { ...first, text: first.text.slice(match[0].length) }, ...rest];
}

/** @param splitsText whether unquoted text is split too, as in `${x:-a b}` */
function* expandParts(shell: Expander, word: Word, builder: FieldBuilder, isSplit: boolean, splitsText = false): Process {
  for (const part of word) {
    if (part.type === 'text' && splitsText && isSplit && !part.isQuoted) builder.addSplit(part.text);
    else if (part.type === 'text') builder.add(part.text, part.isQuoted);
    else if (part.type === 'parameter') yield* expandParameter(shell, part, builder, isSplit);
    else if (part.type === 'process') builder.add(yield* shell.substituteProcess(part.script), true);
    else addValue(part, builder, isSplit, part.type === 'command' ? yield* shell.capture(part.script) : yield* arithmetic(shell, part.expression));
  }
}

function addValue(part: WordPart, builder: FieldBuilder, isSplit: boolean, value: string): void {
  const isQuoted = part.type !== 'text' && part.isQuoted;
  if (isQuoted || !isSplit) builder.add(value, isQuoted);
  else builder.addSplit(value);
}

/** Evaluates `$((…))`. Throws ArithmeticError. */
export function* arithmetic(shell: Expander, expression: Word): Process<string> {
  const text = yield* expandText(shell, expression);
  return String(evaluateArithmetic(text, variablesOf(shell.state)));
}

/** A shell's variables as arithmetic sees them. */
export function variablesOf(state: ShellState): { get(name: string): string | undefined; set(name: string, value: string): void } {
  return { get: (name) => state.get(name), set: (name, value) => state.set(name, value) };
}

function* expandParameter(shell: Expander, part: WordPart & { type: 'parameter' }, builder: FieldBuilder, isSplit: boolean): Process {
  const { name, operator, isQuoted } = part;
  const list = listOf(shell.state, part);
  if (list && operator === ':') {
    const [from, length] = sliceOf(shell, part.argument ? yield* expandText(shell, part.argument) : '');
    // `$@` counts from 1, arrays from 0.
    const all = part.index === undefined ? [shell.state.name, ...list] : list;
    const start = from < 0 ? Math.max(0, all.length + from) : from;
    return addList(shell, all.slice(start, length === undefined ? undefined : start + length), { part, builder, isSplit });
  }
  if (list && operator === undefined) return addList(shell, list, { part, builder, isSplit });
  if (list && operator !== 'length' && !/^:?[-+=?]$/.test(operator ?? '')) {
    const changed: string[] = [];
    for (const value of list) changed.push(yield* operate(shell, part, value));
    return addList(shell, changed, { part, builder, isSplit });
  }
  const value = list ? (list.length === 0 ? undefined : list.join(' ')) : valueOf(shell, part);
  if (operator === 'length' && list) return builder.add(String(list.length), isQuoted);
  const chosen = alternative(operator, value);
  if (chosen === 'argument' && part.argument) {
    const argument = isQuoted ? part.argument.map((inner) => ({ ...inner, isQuoted: true })) : part.argument;
    if (!operator?.includes('=') && !operator?.includes('?')) return yield* expandParts(shell, argument, builder, isSplit, true);
    const text = yield* expandText(shell, argument);
    if (operator.includes('?')) throw new ExpansionError(`${name}: ${text === '' ? 'parameter null or not set' : text}`, true);
    assign(shell.state, name, text);
    return addValue(part, builder, isSplit, text);
  }
  if (value === undefined && operator !== '-' && operator !== ':-' && operator !== '+' && operator !== ':+') refuseUnset(shell, name);
  addValue(part, builder, isSplit, chosen === 'nothing' ? '' : yield* operate(shell, part, value ?? ''));
}

/** Whether an operator takes the value, its argument, or nothing. */
function alternative(operator: string | undefined, value: string | undefined): 'value' | 'argument' | 'nothing' {
  const isSet = operator?.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  if (operator === undefined || !/^:?[-+=?]$/.test(operator)) return 'value';
  if (operator.endsWith('+')) return isSet ? 'argument' : 'nothing';
  return isSet ? 'value' : 'argument';
}

function* operate(shell: Expander, part: WordPart & { type: 'parameter' }, value: string): Process<string> {
  const { operator, argument } = part;
  if (operator === undefined || /^:?[-+=?]$/.test(operator)) return value;
  if (operator === 'length') return String(value.length);
  if (operator === ':') return substring(shell, value, argument ? yield* expandText(shell, argument) : '');
  return applyOperator(operator, value, argument ? yield* expandPattern(shell, argument) : '');
}

function substring(shell: Expander, value: string, argument: string): string {
  const [offset, length] = sliceOf(shell, argument);
  const start = offset < 0 ? Math.max(0, value.length + offset) : offset;
  if (length === undefined) return value.slice(start);
  return length < 0 ? value.slice(start, value.length + length) : value.slice(start, start + length);
}

function sliceOf(shell: Expander, argument: string): readonly [offset: number, length: number | undefined] {
  const colon = argument.indexOf(':');
  const number = (text: string): number => Number(evaluateArithmetic(text, variablesOf(shell.state)));
  return colon < 0 ? [number(argument), undefined] : [number(argument.slice(0, colon)), number(argument.slice(colon + 1))];
}

function addList(shell: Expander, list: readonly string[], to: { part: WordPart & { type: 'parameter' }; builder: FieldBuilder; isSplit: boolean }): void {
  const { part, builder, isSplit } = to;
  const isStar = part.name === '*' || part.index === '*';
  if (part.isQuoted && isStar) return builder.add(list.join((shell.state.get('IFS') ?? ' ').charAt(0)), true);
  if (!isSplit) return builder.add(list.join(' '), part.isQuoted);
  for (const [index, value] of list.entries()) {
    if (index > 0) builder.end();
    if (part.isQuoted) builder.add(value, true);
    else builder.addSplit(value);
  }
}

function listOf(state: ShellState, part: WordPart & { type: 'parameter' }): readonly string[] | undefined {
  if (part.name === '@' || part.name === '*') return state.positional;
  if (part.index !== '@' && part.index !== '*') return undefined;
  const variable = state.variables.get(part.name);
  return variable ? (variable.elements ?? [variable.value]) : [];
}

function valueOf(shell: Expander, part: WordPart & { type: 'parameter' }): string | undefined {
  const { state } = shell;
  const { name, index } = part;
  if (index !== undefined) {
    const variable = state.variables.get(name);
    const elements = variable?.elements ?? (variable ? [variable.value] : []);
    return elements.at(Number(evaluateArithmetic(index, variablesOf(state))));
  }
  if (/^\d+$/.test(name)) return name === '0' ? state.name : state.positional[Number(name) - 1];
  return special(shell, name) ?? state.get(name);
}

function special(shell: Expander, name: string): string | undefined {
  const { state } = shell;
  switch (name) {
    case '?': return String(state.status);
    case '#': return String(state.positional.length);
    case '$': return String(state.shellPid);
    case '!': return state.lastBackgroundPid === undefined ? undefined : String(state.lastBackgroundPid);
    case '-': return optionLetters(state);
    case 'RANDOM': return state.dialect.name === 'dash' ? undefined : String(Math.floor(shell.random() * 32_768));
    case 'SECONDS': return state.dialect.name === 'bash' ? String(Math.floor((shell.nowMs() - state.startedMs) / 1000)) : undefined;
    case 'BASHPID': return state.dialect.name === 'bash' ? String(shell.pid) : undefined;
    default: return undefined;
  }
}

function optionLetters(state: ShellState): string {
  const { exitOnError, noGlob, refuseUnset, trace } = state.options;
  return [exitOnError && 'e', noGlob && 'f', 'hB', state.isInteractive && 'i', refuseUnset && 'u', trace && 'x'].filter((letter) => letter !== false).join('');
}

function refuseUnset(shell: Expander, name: string): void {
  if (shell.state.options.refuseUnset && name !== '@' && name !== '*' && name !== '!') throw new ExpansionError(`${/^\d+$/.test(name) ? `$${name}` : name}: ${shell.state.dialect.name === 'bash' ? 'unbound variable' : 'parameter not set'}`, true);
}

function assign(state: ShellState, name: string, value: string): void {
  if (state.variables.get(name)?.isReadOnly) throw new ExpansionError(`${name}: readonly variable`, true);
  state.set(name, value);
}
