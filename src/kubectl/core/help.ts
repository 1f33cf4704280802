// The help texts: what a command does, its examples, its flags and how it is used.
// Upstream: k8s.io/kubectl pkg/util/templates

import type { Command, FoundCommand } from './command.ts';
import type { FlagSpec } from './flag.ts';
import { globalFlags } from './flag.ts';
import recorded from './help-prose.json' with { type: 'json' };

/** What a command says of itself: the first part of its help, and examples. Recorded by `scripts/record-kubectl-help.mjs`. */
interface Prose {
  readonly long: string;
  readonly examples?: string;
}

const proseOf: Readonly<Record<string, Prose>> = recorded;

function shownDefault(flag: FlagSpec): string {
  return flag.type === 'string' ? `'${flag.value}'` : flag.value;
}

function flagText(flag: FlagSpec): string {
  const names = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
  return `    ${names}=${shownDefault(flag)}:\n\t${flag.usage}\n`;
}

function flagsText(flags: readonly FlagSpec[]): string {
  const shown = flags.filter((flag) => flag.isHidden !== true).sort((a, b) => (a.name < b.name ? -1 : 1));
  return shown.map(flagText).join('\n');
}

const indent = (text: string): string => text.split('\n').map((line) => `  ${line}`).join('\n');

/** How wide the column of names is at least. Upstream: cobra minNamePadding */
const leastNameWidth = 11;

/** A list of commands with what they are for. @param among all whose names share the column */
export function commandList(commands: readonly Command[], among = commands): string {
  const width = Math.max(leastNameWidth, ...among.map((command) => command.name.length));
  return commands.map((command) => `  ${command.name.padEnd(width)}   ${command.short}`).join('\n');
}

function usageLine(found: FoundCommand): string {
  const { usage, flags = [] } = found.command;
  const withUsage = usage === '' ? found.path : `${found.path} ${usage}`;
  if (usage.includes('[options]')) return withUsage;
  return flags.length > 0 || found.command.commands !== undefined || found.command.run !== undefined ? `${withUsage} [options]` : withUsage;
}

/** The help of a command. */
export function helpText(found: FoundCommand): string {
  const { command, path } = found;
  if (command.help !== undefined) return command.help;
  const { long, examples } = proseOf[path.replace(/^kubectl ?/, '')] ?? { long: command.short };
  const parts: string[] = [`${long}\n`];
  if (command.aliases && command.aliases.length > 0) parts.push(`Aliases:\n${[command.name, ...command.aliases].join(', ')}\n`);
  if (examples !== undefined) parts.push(`Examples:\n${indent(examples)}\n`);
  const below = (command.commands ?? []).filter((each) => each.isHidden !== true);
  if (below.length > 0) parts.push(`Available Commands:\n${commandList(below)}\n`);
  const flags = command.flags ?? [];
  if (flags.some((flag) => flag.isHidden !== true)) parts.push(`Options:\n${flagsText(flags)}`);
  parts.push(`Usage:\n  ${usageLine(found)}\n`);
  const hints: string[] = [];
  if (below.length > 0) hints.push(`Use "${path} <command> --help" for more information about a given command.`);
  hints.push('Use "kubectl options" for a list of global command-line options (applies to all commands).');
  return `${parts.join('\n')}\n${hints.join('\n')}\n`;
}

/** What `kubectl options` prints. */
export function optionsText(): string {
  return `The following options can be passed to any command:\n\n${flagsText(globalFlags)}\n`;
}
