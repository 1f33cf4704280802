import { sleep } from '../../kernel/index.ts';
import type { Descriptors } from './descriptors.ts';
import { limits } from './limits.ts';
import type { Shell } from './shell.ts';
import type { Child, Process } from './surroundings.ts';
import type { ShellSyntaxError } from './syntax-error.ts';

/** Writes what is wrong, with this shell's name before it. */
export function* complain(shell: Shell, io: Descriptors, message: string, line = shell.line): Process {
  const { dialect, name, isInteractive } = shell.state;
  yield* write(io, 2, `${dialect.prefix({ name, line, isInteractive })}${message}\n`);
}

/** Writes what a builtin complains of. */
export function* complainOfBuiltin(shell: Shell, io: Descriptors, builtin: string, message: string): Process {
  const { dialect, name, isInteractive, firstLine } = shell.state;
  if (dialect.name !== 'ash' || isInteractive) yield* complain(shell, io, `${builtin}: ${message}`);
  else yield* write(io, 2, `${name}: ${builtin}: line ${shell.line - 1 + firstLine}: ${message}\n`);
}

/** Says what is wrong with a text, and in bash shows the line. */
export function* complainOfSyntax(shell: Shell, io: Descriptors, error: ShellSyntaxError, text: string): Process {
  const { dialect, isInteractive, name } = shell.state;
  const message = dialect.syntaxError(error);
  const prefix = dialect.name === 'bash' && !isInteractive && !name.includes('/') && !name.includes('.') ? `${name}: -c: line ${error.line}: ` : dialect.prefix({ name, line: error.line, isInteractive });
  yield* write(io, 2, `${prefix}${message}\n`);
  if (dialect.name === 'bash' && error.message.includes('near unexpected') && !isInteractive) yield* write(io, 2, `${prefix}\`${text.split('\n')[error.line - 1] ?? ''}'\n`);
}

/** Says that no more processes can be started; gives the status. */
export function* complainOfFork(shell: Shell, io: Descriptors): Process<number> {
  yield* sleep(limits.forkRetryMs);
  yield* complain(shell, io, shell.state.dialect.cannotFork);
  return shell.state.dialect.name === 'bash' ? 254 : 2;
}

/** Shows a command as `set -x` does. */
export function* trace(shell: Shell, io: Descriptors, words: readonly string[]): Process {
  yield* write(io, 2, `${shell.state.get('PS4') ?? '+ '}${words.map((word) => traceWord(word)).join(' ')}\n`);
}

/** Tells that a signal has ended a program. */
export function* reportDeath(shell: Shell, child: Child, status: number, io: Descriptors): Process {
  const words = deathWords[status - 128];
  if (words === undefined || shell.state.dialect.name === 'dash') return;
  if (shell.state.isInteractive || shell.state.dialect.name === 'ash') yield* write(io, 2, `${words}\n`);
  else yield* complain(shell, io, `${String(child.pid).padStart(5)} ${words.padEnd(23)} ${child.argv.join(' ')}`);
}

/** Writes to a descriptor, when it is open. */
export function* write(io: Descriptors, descriptor: number, text: string): Process {
  yield* io.get(descriptor)?.output?.write(text) ?? noWrite();
}

function* noWrite(): Process {}

const deathWords: Readonly<Record<number, string>> = { 1: 'Hangup', 3: 'Quit', 9: 'Killed', 15: 'Terminated' };

function traceWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
