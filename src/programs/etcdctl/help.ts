// The help texts of etcdctl's commands.
// Upstream: pkg/cobrautl/help.go

import { etcdVersion } from '../../etcd/index.ts';
import { bool } from '../command-line/flag.ts';
import type { FlagSpec } from '../command-line/flag.ts';
import { commandOf, inheritedFlags } from './command.ts';
import type { Command, CommandPath } from './command.ts';

/** The version of the interface: the first two parts of the version. */
export const apiVersion = etcdVersion.split('.').slice(0, 2).join('.');

const tabWidth = 8;

/** The flag for its own help that every command has. */
export function helpFlag({ name }: { readonly name: string }): FlagSpec {
  return bool('help', `help for ${name}`, { short: 'h' });
}

/** What `--help` prints, and what stands behind an error in a flag. */
export function helpText(path: CommandPath): string {
  const command = commandOf(path);
  const isRoot = path.length === 1;
  const names = path.map(({ name }) => name);
  const usage = [...names.slice(0, -1), command.usage].join(' ');
  const parts = [`NAME:\n  ${isRoot ? command.name : names.slice(1).join(' ')} - ${command.short}`, `USAGE:\n  ${usage} [flags]`];
  if (isRoot) parts.push(`VERSION:\n  ${etcdVersion}`);
  if (command.commands) parts.push(`API VERSION:\n  ${apiVersion}`);
  if (command.examples !== undefined) parts.push(`Examples:\n${indent(command.examples)}`);
  if (command.commands) parts.push(`COMMANDS:\n${inColumns(commandRows(command, isRoot))}`);
  if (command.long !== undefined) parts.push(`DESCRIPTION:\n${indent(command.long)}`);
  parts.push(`OPTIONS:\n${flagRows([...(command.flags ?? []), ...(command.sharedFlags ?? []), helpFlag(command)])}`);
  if (!isRoot) parts.push(`GLOBAL OPTIONS:\n${flagRows(inheritedFlags(path))}`);
  return `${parts.join('\n\n')}\n\n`;
}

/** The commands below a command; the root's help shows the last ones of each branch, with their way. */
function commandRows(command: Command, isDeep: boolean): readonly (readonly [string, string])[] {
  const rows = (command.commands ?? []).flatMap((below): (readonly [string, string])[] =>
    isDeep && below.commands ? below.commands.map(({ name, short }) => [`  ${below.name} ${name}`, short]) : [[`  ${below.name}`, below.short]],
  );
  return rows.sort(([a], [b]) => (a < b ? -1 : 1));
}

function flagRows(flags: readonly FlagSpec[]): string {
  const sorted = [...flags].sort((a, b) => (a.name < b.name ? -1 : 1));
  return inColumns(sorted.map((flag) => [flagNames(flag), flag.usage]));
}

function flagNames({ name, short, type, value }: FlagSpec): string {
  const names = short === undefined ? `      --${name}` : `  -${short}, --${name}`;
  if (type === 'bool') return `${names}[=${value}]`;
  return type === 'string' ? `${names}="${value}"` : `${names}=${value}`;
}

function indent(text: string): string {
  return text.split('\n').map((line) => `  ${line}`).join('\n');
}

/** Two columns, the first filled up with tabs. */
function inColumns(rows: readonly (readonly [string, string])[]): string {
  const widest = Math.max(...rows.map(([left]) => left.length)) + 1;
  const stops = Math.ceil(widest / tabWidth);
  return rows.map(([left, right]) => `${left}${'\t'.repeat(stops - Math.floor(left.length / tabWidth))}${right}`).join('\n');
}
