import { FileError, textInput } from '../../machine/index.ts';
import type { Redirection } from './ast.ts';
import { openInput, openOutput } from './descriptors.ts';
import type { Descriptor, Descriptors } from './descriptors.ts';
import { expandText, expandWords } from './expand.ts';
import type { Shell } from './shell.ts';
import type { Process } from './surroundings.ts';

/** Descriptors after redirections, and what closes them again. */
export interface Redirected {
  readonly io: Descriptors;
  readonly release: (() => void) | undefined;
}

/** Carries out redirections; undefined when one failed, which has been said. */
export function* redirect(shell: Shell, redirections: readonly Redirection[], io: Descriptors): Process<Redirected | undefined> {
  if (redirections.length === 0) return { io, release: undefined };
  const changed = new Map(io);
  for (const redirection of redirections) {
    try {
      const problem = yield* apply(shell, redirection, changed);
      if (problem === undefined) continue;
      yield* shell.complain(io, problem);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* shell.complain(io, refusal(shell, redirection, error));
    }
    return undefined;
  }
  return { io: changed, release: undefined };
}

function refusal(shell: Shell, { operator }: Redirection, error: FileError): string {
  const name = error.path;
  const { dialect } = shell.state;
  if (dialect.name === 'bash') return `${name}: ${error.message}`;
  const verb = operator.startsWith('<') ? 'open' : 'create';
  const why = error.code === 'ENOENT' ? (verb === 'open' ? 'no such file' : 'nonexistent directory') : error.message;
  const shown = dialect.name === 'dash' && error.code === 'ENOENT' ? (verb === 'open' ? 'No such file' : 'Directory nonexistent') : why;
  return `can't ${verb} ${name}: ${shown}`.replace(/^can't/, dialect.name === 'dash' ? 'cannot' : "can't");
}

function* apply(shell: Shell, redirection: Redirection, io: Map<number, Descriptor>): Process<string | undefined> {
  const { descriptor, operator, target } = redirection;
  if (operator === '<<' || operator === '<<<') {
    const text = yield* expandText(shell, target);
    io.set(descriptor, { input: textInput(operator === '<<<' ? `${text}\n` : text) });
    return undefined;
  }
  const names = yield* expandWords(shell, [target]);
  const [name] = names;
  if (name === undefined || names.length > 1) return `${names.join(' ')}: ambiguous redirect`;
  if ((operator === '>&' || operator === '<&') && /^(\d+|-)$/.test(name)) return duplicate(io, descriptor, name);
  const { sandbox, state } = shell;
  if (operator === '<') {
    io.set(descriptor, openInput(sandbox, state.cwd, name, io));
    return undefined;
  }
  const output = openOutput(sandbox, state.cwd, name, { isAppended: operator === '>>' || operator === '&>>' || operator === '<>', umask: state.umask, descriptors: io });
  io.set(descriptor, output);
  if (operator === '&>' || operator === '&>>' || (operator === '>&' && descriptor === 1)) io.set(2, output);
  return undefined;
}

function duplicate(io: Map<number, Descriptor>, descriptor: number, name: string): string | undefined {
  if (name === '-') {
    io.delete(descriptor);
    return undefined;
  }
  const source = io.get(Number(name));
  if (!source) return `${name}: Bad file descriptor`;
  io.set(descriptor, source);
  return undefined;
}
