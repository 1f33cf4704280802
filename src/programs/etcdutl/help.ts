// The help texts of etcdutl: cobra's own.
// Upstream: spf13/cobra

import { flagUsages } from '../command-line/usage.ts';
import { commandOf, inheritedFlags } from '../etcdctl/command.ts';
import type { CommandPath } from '../etcdctl/command.ts';
import { helpFlag } from '../etcdctl/help.ts';
import type { Etcdutl } from './etcdutl.ts';

/** Columns that the names of commands have at least. */
const nameWidth = 11;

/** How a command is used. */
export function usageText(path: CommandPath<Etcdutl>): string {
  const command = commandOf(path);
  const names = path.map(({ name }) => name).join(' ');
  const below = command.commands ?? [];
  const own = [...(command.flags ?? []), ...(command.sharedFlags ?? []), helpFlag(command)];
  const parts = [`Usage:\n  ${below.length > 0 ? `${names} [command]` : `${[...path.slice(0, -1).map(({ name }) => name), command.usage].join(' ')} [flags]`}\n`];
  if (below.length > 0) parts.push(`Available Commands:\n${below.map(({ name, short }) => `  ${name.padEnd(nameWidth)} ${short}\n`).join('')}`);
  parts.push(`Flags:\n${flagUsages(own)}`);
  const inherited = inheritedFlags(path);
  if (inherited.length > 0) parts.push(`Global Flags:\n${flagUsages(inherited)}`);
  if (below.length > 0) parts.push(`Use "${names} [command] --help" for more information about a command.\n`);
  return parts.join('\n');
}
