// From a command line to a command of etcdctl, and from what went wrong to an exit status.
// Upstream: etcdctl/ctlv3/ctl.go

import { quote } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import { FlagError, Flags } from '../command-line/flags.ts';
import { suggestions } from '../command-line/suggest.ts';
import { commandOf, findCommand, firstArgument, inheritedFlags } from './command.ts';
import type { CommandPath } from './command.ts';
import { environmentConflict, withSurroundings } from './environment.ts';
import { Etcdctl } from './etcdctl.ts';
import { ExitError } from './exit.ts';
import { helpFlag, helpText } from './help.ts';
import { root } from './root.ts';

/**
 * etcdctl. `endpoints` gives what stands for `--endpoints` when nobody says, separated by commas; without it, it is the
 * machine's own member.
 */
export function etcdctl(endpoints?: () => string): Program {
  return (context) => runCommandLine(context, endpoints);
}

function* runCommandLine(context: ProgramContext, endpoints: (() => string) | undefined): Process<number> {
  const words = context.argv.slice(1);
  const { path, rest } = findCommand(root, words);
  const command = commandOf(path);
  const shared = inheritedFlags([...path, command]);
  const stray = path.length === 1 ? rest[firstArgument(rest, shared)] : undefined;
  if (stray !== undefined) return yield* fail(context, unknownCommand(stray));
  const flags = new Flags([...withSurroundings(shared, context.env, endpoints?.()), ...(command.flags ?? []), helpFlag(command)]);
  const wrong = parseFlags(flags, rest);
  if (wrong !== undefined) {
    yield* fail(context, wrong);
    yield* context.stdout.write(helpText(path));
    yield* context.stderr.write('\n');
    return 1;
  }
  if (flags.bool('help') || !command.run) {
    yield* context.stdout.write(helpText(path));
    return 0;
  }
  return yield* runCommand(new Etcdctl(context, flags), path);
}

function* runCommand(run: Etcdctl, path: CommandPath): Process<number> {
  try {
    const conflict = environmentConflict(run.flags, inheritedFlags([...path, commandOf(path)]), run.context);
    if (conflict !== undefined) {
      yield* run.err(conflict);
      return 1;
    }
    yield* commandOf(path).run?.(run, run.flags.args) ?? nothing();
    return 0;
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    if (error.message !== '') yield* run.err(`Error: ${error.message}\n`);
    return error.status;
  }
}

function* nothing(): Process {
  return undefined;
}

function* fail(context: ProgramContext, text: string): Process<number> {
  yield* context.stderr.write(`Error: ${text}\n`);
  return 1;
}

function parseFlags(flags: Flags, words: readonly string[]): string | undefined {
  try {
    flags.parse(words);
    return undefined;
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return error.message;
  }
}

function unknownCommand(word: string): string {
  const near = suggestions(word, (root.commands ?? []).map(({ name }) => name));
  const hint = near.length === 0 ? '' : `\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}\n`;
  return `unknown command ${quote(word)} for ${quote(root.name)}\n${hint}Run '${root.name} --help' for usage.`;
}
