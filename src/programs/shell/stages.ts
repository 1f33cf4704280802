import { sleep } from '../../kernel/index.ts';
import { emptyInput } from '../../machine/index.ts';
import { ArithmeticError } from './arithmetic.ts';
import type { AndOr, Command, Pipeline } from './ast.ts';
import { openPipe } from './descriptors.ts';
import type { Descriptors } from './descriptors.ts';
import { ExpansionError, expandText, expandWords } from './expand.ts';
import { findCommand } from './find-command.ts';
import { limits } from './limits.ts';
import { redirect } from './redirect.ts';
import { complain, complainOfFork, trace, write } from './report.ts';
import type { Shell } from './shell.ts';
import { resolveAlias } from './simple-command.ts';
import type { SimpleCommand } from './simple-command.ts';
import type { Child, Process } from './surroundings.ts';

/** Runs the stages of a pipeline, each a process; gives the status of the whole. */
export function* runStages(shell: Shell, pipeline: Pipeline, io: Descriptors): Process<number> {
  const children: Child[] = [];
  let input = io.get(0);
  for (const [index, command] of pipeline.commands.entries()) {
    const stage = new Map(io);
    if (input) stage.set(0, input);
    const pipe = index < pipeline.commands.length - 1 ? openPipe() : undefined;
    if (pipe) stage.set(1, pipe.writer);
    // The reader's end is held until its process has it, so that a quick writer does not find it closed.
    pipe?.reader.retain?.();
    const child = shell.startSubshell((inner, stageIo) => runStage(inner, command, stageIo), stage);
    if (index > 0) input?.release?.();
    input = pipe?.reader;
    if (!child) {
      pipe?.writer.retain?.();
      pipe?.writer.release?.();
      input?.release?.();
      for (const started of children) yield* shell.waitFor(started, io);
      return yield* complainOfFork(shell, io);
    }
    children.push(child);
  }
  yield* shell.spend(limits.programMs);
  return yield* waitForAll(shell, children, io);
}

function* waitForAll(shell: Shell, children: readonly Child[], io: Descriptors): Process<number> {
  const statuses: number[] = [];
  for (const child of children) shell.foreground.add(child);
  for (const child of children) statuses.push(yield* shell.waitFor(child, io));
  shell.state.set('PIPESTATUS', String(statuses[0] ?? 0), { elements: statuses.map(String) });
  const failed = shell.state.options.pipeFail ? statuses.findLast((status) => status !== 0) : undefined;
  return failed ?? statuses.at(-1) ?? 0;
}

/** Runs a command as the whole work of this subshell; a program takes the subshell's place. */
export function* runStage(shell: Shell, command: Command, io: Descriptors): Process<number> {
  if (command.type === 'simple') {
    shell.line = command.line;
    shell.state.status = yield* runSimpleInPlace(shell, command, io);
  } else {
    yield* shell.runCommand(command, io);
  }
  return shell.state.status;
}

function* runSimpleInPlace(shell: Shell, command: SimpleCommand, io: Descriptors): Process<number> {
  shell.activeIo = io;
  try {
    const words = yield* expandWords(shell, resolveAlias(shell, command.words));
    const [name] = words;
    if (name === undefined || shell.state.functions.has(name) || shell.builtins.has(name)) {
      yield* shell.runCommand(command, io);
      return shell.state.status;
    }
    const opened = yield* redirect(shell, command.redirections, io);
    if (!opened) return 1;
    if (shell.state.options.trace) yield* trace(shell, opened.io, words);
    const env = shell.state.environment();
    for (const assignment of command.assignments) env.set(assignment.name, yield* expandText(shell, assignment.value));
    const status = yield* replaceBy(shell, words, env, opened.io);
    opened.release?.();
    return status;
  } catch (error) {
    if (!(error instanceof ExpansionError) && !(error instanceof ArithmeticError)) throw error;
    yield* complain(shell, io, error.message);
    return 1;
  }
}

/** Lets a program take this process' place, as `exec` does; gives its status. */
export function* replaceBy(shell: Shell, words: readonly string[], env: Map<string, string>, io: Descriptors): Process<number> {
  const found = findCommand(shell, words[0] ?? '');
  if ('complaint' in found) {
    yield* complain(shell, io, found.complaint);
    return found.status;
  }
  yield* sleep(shell.debtMs + limits.programMs);
  shell.debtMs = 0;
  const { context } = shell;
  context.traps.clear();
  shell.sandbox.processes.rename(shell.pid, words);
  return yield* found.program({ ...context, argv: words, env, cwd: shell.state.cwd, ...shell.standard(io) });
}

/** Starts a command in the background: a job. */
export function* startBackground(shell: Shell, item: AndOr, io: Descriptors): Process {
  const stage = new Map(io);
  if (!shell.state.isInteractive) stage.set(0, { input: shell.context.stdin.isTerminal ? shell.context.stdin : emptyInput });
  const [only] = item.first.commands;
  const isPlain = item.rest.length === 0 && item.first.commands.length === 1 && !item.first.isNegated && only;
  const run = (inner: Shell, stageIo: Descriptors): Process<number> =>
    isPlain ? runStage(inner, only, stageIo) : inner.runList([{ ...item, isBackground: false }], stageIo);
  const child = shell.startSubshell(run, stage);
  yield* shell.spend(limits.programMs);
  if (!child) {
    shell.state.status = yield* complainOfFork(shell, io);
    return;
  }
  const job = shell.jobs.add(child, item.source);
  shell.state.lastBackgroundPid = child.pid;
  shell.state.status = 0;
  if (shell.state.isInteractive) yield* write(io, 2, `[${job.number}] ${child.pid}\n`);
}
