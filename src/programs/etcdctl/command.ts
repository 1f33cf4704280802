// What a command of etcdctl is, and how a command line leads to it.
// Upstream: spf13/cobra, etcdctl/ctlv3

import type { Process } from '../../kernel/index.ts';
import type { FlagSpec } from '../command-line/flag.ts';
import type { Etcdctl } from './etcdctl.ts';

/** One command, or one command below another. */
export interface Command<Run = Etcdctl> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line, as the list of commands shows it. */
  readonly short: string;
  readonly long?: string;
  readonly examples?: string;
  /** How it is used, from its name on: `get [options] <key> [range_end]`. */
  readonly usage: string;
  readonly flags?: readonly FlagSpec[];
  /** Flags that the commands below it take too. */
  readonly sharedFlags?: readonly FlagSpec[];
  readonly commands?: readonly Command<Run>[];
  /** What it does; without it, a command only holds others. */
  readonly run?: (run: Run, args: readonly string[]) => Process;
}

/** A command with all those above it, the root first. */
export type CommandPath<Run = Etcdctl> = readonly [Command<Run>, ...Command<Run>[]];

/** The command itself. */
export function commandOf<Run>(path: CommandPath<Run>): Command<Run> {
  return path[path.length - 1] ?? path[0];
}

/** The flags that a command inherits. */
export function inheritedFlags<Run>(path: CommandPath<Run>): readonly FlagSpec[] {
  return path.slice(0, -1).flatMap(({ sharedFlags = [] }) => sharedFlags);
}

/** The command that the words name, and the words that are left for it. */
export function findCommand<Run>(root: Command<Run>, words: readonly string[]): { readonly path: CommandPath<Run>; readonly rest: readonly string[] } {
  let path: CommandPath<Run> = [root];
  let rest = words;
  for (;;) {
    const known = path.flatMap(({ flags = [], sharedFlags = [] }) => [...flags, ...sharedFlags]);
    const at = firstArgument(rest, known);
    const next = commandOf(path).commands?.find(({ name, aliases = [] }) => name === rest[at] || aliases.includes(rest[at] ?? ''));
    if (at < 0 || !next) return { path, rest };
    rest = rest.toSpliced(at, 1);
    path = [...path, next];
  }
}

/** The place of the first word that is no flag and no flag's value; -1 when there is none. */
export function firstArgument(words: readonly string[], flags: readonly FlagSpec[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return i;
    if (!word.includes('=') && takesNextWord(word, flags)) i++;
  }
  return -1;
}

function takesNextWord(word: string, flags: readonly FlagSpec[]): boolean {
  const isNamed = ({ name, short }: FlagSpec): boolean => (word.startsWith('--') ? `--${name}` === word : `-${short ?? ''}` === word);
  return flags.some((flag) => flag.bare === undefined && isNamed(flag));
}
