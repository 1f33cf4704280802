import { FileError } from '../../machine/index.ts';
import { assign } from './assign.ts';
import type { Assignment, Command, Word } from './ast.ts';
import type { Builtin } from './builtins/builtin.ts';
import { unwritable } from './descriptors.ts';
import type { Descriptors } from './descriptors.ts';
import { expandText, expandWords } from './expand.ts';
import { findCommand } from './find-command.ts';
import { limits } from './limits.ts';
import { parseScript } from './parser.ts';
import { redirect } from './redirect.ts';
import { complainOfFork, trace } from './report.ts';
import type { Shell } from './shell.ts';
import { Interrupted } from './signals.ts';
import type { Process } from './surroundings.ts';

/** A command of words. */
export type SimpleCommand = Command & { readonly type: 'simple' };

/** Expands the words, opens what it is redirected to, and runs what the first word names; gives its status. */
export function* runSimple(shell: Shell, command: SimpleCommand, io: Descriptors): Process<number> {
  shell.line = command.line;
  const statusBefore = shell.state.status;
  const words = yield* expandWords(shell, resolveAlias(shell, command.words));
  const opened = command.redirections.length === 0 ? { io, release: undefined } : yield* redirect(shell, command.redirections, io);
  if (!opened) return 1;
  try {
    const [name] = words;
    if (name === undefined) return yield* runAssignments(shell, command, opened.io, statusBefore);
    return yield* runNamed(shell, name, words, command.assignments, opened.io);
  } finally {
    opened.release?.();
  }
}

/** The words of a command with an alias put in. */
export function resolveAlias(shell: Shell, words: readonly Word[]): readonly Word[] {
  const { aliases } = shell.state;
  const [first, ...rest] = words;
  if (aliases.size === 0 || !shell.state.expandsAliases || first?.length !== 1 || first[0]?.type !== 'text' || first[0].isQuoted) return words;
  const name = first[0].text;
  const alias = aliases.get(name);
  if (alias === undefined || shell.callDepth > limits.callDepth) return words;
  const [item] = parseScript(alias);
  const [command] = item?.first.commands ?? [];
  if (command?.type !== 'simple') return words;
  const inner = command.words[0]?.[0];
  const isSelf = inner?.type === 'text' && inner.text === name;
  return isSelf ? [...command.words, ...rest] : resolveAlias(shell, [...command.words, ...rest]);
}

function* runAssignments(shell: Shell, command: SimpleCommand, io: Descriptors, statusBefore: number): Process<number> {
  yield* shell.spend(limits.builtinMs);
  const hasSubstitution = command.assignments.some(({ value }) => value.some(({ type }) => type === 'command'));
  if (!hasSubstitution && statusBefore !== 0) shell.state.status = statusBefore;
  for (const assignment of command.assignments) {
    const text = yield* assign(shell, assignment);
    if (shell.state.options.trace) yield* trace(shell, io, [`${assignment.name}=${text}`]);
  }
  return hasSubstitution ? shell.state.status : 0;
}

function* runNamed(shell: Shell, name: string, words: readonly string[], assignments: readonly Assignment[], io: Descriptors): Process<number> {
  if (shell.state.options.trace) yield* trace(shell, io, words);
  const definition = shell.state.functions.get(name);
  const builtin = definition ? undefined : shell.builtins.get(name);
  if (!definition && !builtin) return yield* runProgram(shell, words, assignments, io);
  const saved = assignments.map((assignment) => [assignment.name, shell.state.variables.get(assignment.name)] as const);
  for (const assignment of assignments) yield* assign(shell, assignment, { isExported: true });
  try {
    if (definition) return yield* callFunction(shell, definition, words.slice(1), io);
    return builtin ? yield* runBuiltin(shell, builtin, words, io) : 0;
  } finally {
    for (const [variable, before] of saved) shell.state.restore(variable, before);
  }
}

/** Runs a builtin with these arguments (its name first). */
export function* runBuiltin(shell: Shell, builtin: Builtin, words: readonly string[], io: Descriptors): Process<number> {
  yield* shell.spend(limits.builtinMs);
  shell.isInBuiltin = true;
  try {
    return yield* builtin({ shell, name: words[0] ?? '', args: words.slice(1), io, ...shell.standard(io) });
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (!(error instanceof FileError)) throw error;
    // Where ash flushes what its builtins print it has forgotten which of them it was.
    const who = shell.state.dialect.name === 'ash' && error.path === unwritable ? '' : `${words[0] ?? ''}: `;
    yield* shell.complain(io, `${who}${error.path}: ${error.message}`);
    return 1;
  } finally {
    shell.isInBuiltin = false;
  }
}

/** Calls a function with arguments. */
function* callFunction(shell: Shell, body: Command, args: readonly string[], io: Descriptors): Process<number> {
  if (++shell.callDepth > limits.callDepth) {
    yield* shell.complain(io, 'maximum function nesting level exceeded');
    shell.flow = { type: 'exit', status: 1 };
    return 1;
  }
  yield* shell.spend(limits.builtinMs);
  const { positional } = shell.state;
  shell.state.positional = args;
  shell.scopes.push(new Map());
  try {
    yield* shell.runCommand(body, io);
  } finally {
    for (const [name, before] of shell.scopes.pop() ?? []) shell.state.restore(name, before);
    shell.state.positional = positional;
    shell.callDepth--;
  }
  if (shell.flow?.type !== 'return') return shell.state.status;
  const { status } = shell.flow;
  shell.flow = undefined;
  return status;
}

/** Runs a program of that name and waits for it. */
export function* runProgram(shell: Shell, words: readonly string[], assignments: readonly Assignment[], io: Descriptors): Process<number> {
  const env = shell.state.environment();
  for (const { name, value } of assignments) env.set(name, yield* expandText(shell, value));
  const found = findCommand(shell, words[0] ?? '');
  if ('complaint' in found) {
    yield* shell.spend(limits.builtinMs);
    yield* shell.complain(io, found.complaint);
    return found.status;
  }
  yield* shell.spend(limits.programMs);
  const child = shell.start({ program: found.program, argv: words, env, io });
  if (!child) return yield* complainOfFork(shell, io);
  return yield* shell.waitFor(child, io);
}
