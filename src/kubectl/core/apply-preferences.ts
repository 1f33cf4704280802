// What a person's preferences make of a command line.
// Upstream: k8s.io/kubectl pkg/kuberc/kuberc.go Apply

import type { Process } from '../../kernel/index.ts';
import type { ProgramContext } from '../../machine/index.ts';
import { FlagError, Flags } from '../../programs/command-line/index.ts';
import type { FlagSpec } from '../../programs/command-line/index.ts';
import type { Command } from './command.ts';
import { PreferencesError, preferencesPath, readPreferences } from './preferences.ts';
import type { OptionDefault, Preferences } from './preferences.ts';

/** The words of a command line, and what its flags are where the words do not say. */
export interface PreferredLine {
  readonly words: readonly string[];
  readonly options: readonly OptionDefault[];
}

/** Reads the preferences that hold, and tells what is strange about them. Throws PreferencesError. */
export function* loadPreferences(context: ProgramContext, root: Command, words: readonly string[]): Process<Preferences | undefined> {
  const place = preferencesPath(context, kubercFlag(words));
  if (!place) return undefined;
  const { preferences, unknown } = readPreferences(context.sandbox.files, place);
  if (unknown.length > 0) yield* context.stderr.write(`kuberc: ignoring strict decoding error in ${place.shown}: strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(', ')}`);
  if (preferences.aliases.some(({ name }) => !/^[a-zA-Z]+$/.test(name))) throw new PreferencesError('invalid alias name, can only include alphabetical characters');
  for (const { command } of preferences.defaults) {
    if (!commandAt(root, command)) yield* context.stderr.write(`Warning: command "${command}" not found to set kuberc override\n`);
  }
  return preferences;
}

/** The value of `--kuberc`, which is needed before there is a command whose flags could be read. */
function kubercFlag(words: readonly string[]): string {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const at = own.findLastIndex((word) => word === '--kuberc' || word.startsWith('--kuberc='));
  const word = own[at] ?? '';
  return word.includes('=') ? word.slice('--kuberc='.length) : at < 0 ? '' : (own[at + 1] ?? '');
}

function commandAt(root: Command, path: string): Command | undefined {
  return path.split(' ').reduce<Command | undefined>((command, name) => command?.commands?.find((each) => each.name === name), root);
}

/** The line with another name for a command put into the command's own words. @param at the place of the first word that is no flag */
export function withAliases({ aliases }: Preferences, root: Command, words: readonly string[], at: number): PreferredLine {
  const alias = aliases.find(({ name }) => name === words[at]);
  if (!alias || root.commands?.some(({ name, aliases: others }) => name === alias.name || others?.includes(alias.name))) return { words, options: [] };
  const before = words.slice(0, at);
  return { words: [...before, ...alias.command.split(' '), ...alias.prependArgs, ...words.slice(at + 1), ...alias.appendArgs], options: alias.options };
}

/** The defaults of a command by its path behind `kubectl`. */
export const defaultsOf = ({ defaults }: Preferences, path: string): readonly OptionDefault[] => defaults.find(({ command }) => command === path)?.options ?? [];

/** The flags of those defaults that the command line does not set. Throws PreferencesError. */
export function preferredFlags(options: readonly OptionDefault[], given: Flags, known: readonly FlagSpec[], command: string): readonly string[] {
  return options.filter(({ name }) => !given.changed(name)).map(({ name, default: value }) => {
    const flag = known.find((each) => each.name === name);
    if (!flag) throw new PreferencesError(`invalid flag ${name} for command ${command}`);
    try {
      new Flags([flag]).parse([`--${name}=${value}`]);
    } catch (error) {
      if (!(error instanceof FlagError)) throw error;
      throw new PreferencesError(`could not apply override value ${value} to flag ${name} in command ${command} err: ${error.message}`);
    }
    return `--${name}=${value}`;
  });
}
