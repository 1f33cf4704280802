import { ArithmeticError } from './arithmetic.ts';
import type { AndOr, Command, Pipeline, Script } from './ast.ts';
import { runCompound } from './compound.ts';
import type { Descriptors } from './descriptors.ts';
import { ExpansionError } from './expand.ts';
import type { Shell } from './shell.ts';
import { runTraps } from './signals.ts';
import { runSimple } from './simple-command.ts';
import { runStages, startBackground } from './stages.ts';
import type { Process } from './surroundings.ts';

/** Runs commands one after the other. */
export function* runList(shell: Shell, script: Script, given: Descriptors): Process<number> {
  let io = given;
  for (const item of script) {
    if (item.isBackground) yield* startBackground(shell, item, io);
    else yield* runAndOr(shell, item, io);
    if (shell.pendingTraps.length > 0) yield* runTraps(shell, io);
    if (shell.flow) break;
    io = shell.keptDescriptors() ?? io;
  }
  return shell.state.status;
}

function* runAndOr(shell: Shell, item: AndOr, io: Descriptors): Process {
  const { first, rest } = item;
  let isLast = rest.length === 0;
  yield* runPipeline(shell, first, io, isLast);
  for (const [index, { operator, pipeline }] of rest.entries()) {
    if (shell.flow) return;
    isLast = index === rest.length - 1;
    if ((operator === '&&') === (shell.state.status === 0)) yield* runPipeline(shell, pipeline, io, isLast);
  }
}

function* runPipeline(shell: Shell, pipeline: Pipeline, io: Descriptors, isLast: boolean): Process {
  const { commands, isNegated } = pipeline;
  const isWatched = isNegated || !isLast;
  if (isWatched) shell.watched++;
  const [only] = commands;
  if (commands.length === 1 && only) yield* runCommand(shell, only, io);
  else shell.state.status = yield* runStages(shell, pipeline, io);
  if (isWatched) shell.watched--;
  if (isNegated) shell.state.status = shell.state.status === 0 ? 1 : 0;
  else if (!isWatched && (commands.length > 1 || only?.type === 'simple' || only?.type === 'subshell' || only?.type === 'test' || only?.type === 'arithmetic')) exitOnError(shell);
}

function exitOnError(shell: Shell): void {
  if (shell.state.options.exitOnError && shell.state.status !== 0 && shell.watched === 0 && !shell.flow) shell.flow = { type: 'exit', status: shell.state.status };
}

/** Runs one command of any kind; its status is the shell's. */
export function* runCommand(shell: Shell, command: Command, io: Descriptors): Process {
  shell.activeIo = io;
  try {
    if (command.type === 'simple') shell.state.status = yield* runSimple(shell, command, io);
    else yield* runCompound(shell, command, io);
  } catch (error) {
    if (!(error instanceof ExpansionError) && !(error instanceof ArithmeticError)) throw error;
    yield* shell.complain(io, error.message);
    const isBash = shell.state.dialect.name === 'bash';
    shell.state.status = 1;
    if (error instanceof ArithmeticError) {
      if (command.type !== 'arithmetic' && command.type !== 'arithmetic-for' && !isLet(command)) shell.flow = { type: 'abandon', status: isBash ? 1 : 2 };
    } else if (error.isFatal) {
      shell.flow = { type: 'abandon', status: isBash ? error.status : 2 };
    }
  }
}

/** Whether a command is `let`, which only fails. */
function isLet(command: Command): boolean {
  const first = command.type === 'simple' ? command.words[0]?.[0] : undefined;
  return first?.type === 'text' && first.text === 'let';
}
