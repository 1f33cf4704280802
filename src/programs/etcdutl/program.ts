// From a command line to a command of etcdutl.
// Upstream: etcdutl/ctl.go, spf13/cobra

import { quote } from '../../base/index.ts';
import { etcdVersion } from '../../etcd/index.ts';
import type { DataDirectories } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import { text } from '../command-line/flag.ts';
import { FlagError, Flags } from '../command-line/flags.ts';
import { commandOf, findCommand, firstArgument, inheritedFlags } from '../etcdctl/command.ts';
import type { Command } from '../etcdctl/command.ts';
import { ExitError } from '../etcdctl/exit.ts';
import { apiVersion, helpFlag } from '../etcdctl/help.ts';
import { Etcdutl } from './etcdutl.ts';
import { hashkv } from './hashkv.ts';
import { usageText } from './help.ts';
import { restore } from './restore.ts';
import { status } from './status.ts';

const version: Command<Etcdutl> = {
  name: 'version',
  short: 'Prints the version of etcdutl',
  usage: 'version',
  *run(etcdutl) {
    yield* etcdutl.out(`etcdutl version: ${etcdVersion}\nAPI version: ${apiVersion}\n`);
  },
};

/** A command that has nothing to do here. */
function idle(name: string, short: string, why: string): Command<Etcdutl> {
  return {
    name,
    short,
    usage: name,
    *run() {
      throw new ExitError('error', why);
    },
  };
}

const help: Command<Etcdutl> = {
  name: 'help',
  short: 'Help about any command',
  usage: 'help [command]',
  *run(etcdutl, words) {
    const { path, rest } = findCommand(root, words);
    if (path.length === 1 && rest.length > 0) yield* etcdutl.out(`Unknown help topic [${rest.map((word) => `\`${word}\``).join(' ')}]\n`);
    yield* etcdutl.out(usageText(path));
  },
};

const root: Command<Etcdutl> = {
  name: 'etcdutl',
  short: 'An administrative command line tool for etcd3.',
  usage: 'etcdutl',
  sharedFlags: [text('write-out', 'set the output format (fields, json, protobuf, simple, table)', { short: 'w', value: 'simple' })],
  commands: [
    idle('completion', 'Generate completion script', 'the shells of this world cannot be told how to complete the words of etcdutl'),
    idle('defrag', 'Defragments the storage of the etcd', 'a directory that no member uses has nothing to defragment here; etcdctl defrag asks a running member'),
    hashkv,
    help,
    idle('migrate', 'Migrates schema of etcd data dir files to make them compatible with different etcd version', 'members of this world know one version only'),
    { name: 'snapshot', short: 'Manages etcd node snapshots', usage: 'snapshot', commands: [restore, status] },
    version,
  ],
};

/** etcdutl, which puts and finds data directories among those of the world. */
export function etcdutl(directories: DataDirectories): Program {
  return (context) => runCommandLine(context, directories);
}

function* runCommandLine(context: ProgramContext, directories: DataDirectories): Process<number> {
  const { path, rest } = findCommand(root, context.argv.slice(1));
  const command = commandOf(path);
  const shared = inheritedFlags([...path, command]);
  const stray = path.length === 1 ? rest[firstArgument(rest, shared)] : undefined;
  if (stray !== undefined) return yield* fail(context, `unknown command ${quote(stray)} for ${quote(root.name)}`, `Run '${root.name} --help' for usage.\n`);
  const flags = new Flags([...shared, ...(command.flags ?? []), helpFlag(command)]);
  try {
    flags.parse(rest);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return yield* fail(context, error.message, `${usageText(path)}\n`);
  }
  if (flags.bool('help') || !command.run) {
    yield* context.stdout.write(usageText(path));
    return 0;
  }
  try {
    yield* command.run(new Etcdutl(context, flags, directories), flags.args);
    return 0;
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    yield* context.stderr.write(`Error: ${error.message}\n`);
    return error.status;
  }
}

/** What is wrong with a command line is told twice, once by the reader of command lines and once by the tool. */
function* fail(context: ProgramContext, why: string, between: string): Process<number> {
  yield* context.stderr.write(`Error: ${why}\n${between}Error: ${why}\n`);
  return 1;
}
