// kubectl kuberc set: one entry of the preferences.
// Upstream: k8s.io/kubectl pkg/cmd/kuberc/set.go

import { quote } from '../../../base/index.ts';
import type { Flags } from '../../../programs/command-line/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { array, bool, kubercFlag, text } from '../../core/flag.ts';
import { readPreferences } from '../../core/preferences.ts';
import type { OptionDefault, Preferences } from '../../core/preferences.ts';
import { kubercPlace, writePreferences } from './file.ts';

export const set: Command = {
  name: 'set', short: 'Set values in the kuberc configuration',
  usage: '--section (defaults|aliases) --command COMMAND',
  flags: [
    array('allowlist-entry', 'Allowlist entry the form field=value (can be specified multiple times)'),
    array('appendarg', 'Argument to append to the command (can be specified multiple times, for aliases only)'),
    text('command', "Command to configure (e.g., 'get', 'create', 'set env')"),
    kubercFlag,
    text('name', 'Alias name (required for --section=aliases)'),
    array('option', 'Flag option in the form flag=value (can be specified multiple times)'),
    bool('overwrite', 'Allow overwriting existing entries'),
    text('policy', "Plugin policy to use for exec credential plugins, must be one of 'AllowAll', 'DenyAll' or 'Allowlist'"),
    array('prependarg', 'Argument to prepend to the command (can be specified multiple times, for aliases only)'),
    text('section', "Section to modify: 'defaults', 'aliases', or 'credentialplugin'"),
  ],
  required: ['section'],
  *run(kubectl) {
    const change = sections[kubectl.flags.text('section')];
    if (!change) throw new CommandError(`--section must be "defaults", "aliases", or "credentialplugin", got: ${kubectl.flags.text('section')}`);
    const { preferences } = readPreferences(kubectl.files, kubercPlace(kubectl));
    yield* writePreferences(kubectl, change(preferences, kubectl.flags));
  },
};

/** What becomes of the preferences, section by section. */
const sections: Readonly<Record<string, (preferences: Preferences, flags: Flags) => Preferences>> = { defaults: withDefaults, aliases: withAlias, credentialplugin: withPolicy };

function needCommand(flags: Flags): string {
  const command = flags.text('command');
  if (command === '') throw new CommandError('--command is required when --section=aliases or --section=defaults');
  return command;
}

function optionsOf(flags: Flags): readonly OptionDefault[] {
  return flags.list('option').map((option) => {
    const equals = option.indexOf('=');
    if (equals < 0) throw new CommandError(`invalid option format ${quote(option)}, expected flag=value`);
    return { name: option.slice(0, equals), default: option.slice(equals + 1) };
  });
}

function withDefaults(preferences: Preferences, flags: Flags): Preferences {
  const command = needCommand(flags);
  if (flags.text('name') !== '') throw new CommandError('--name should not be specified when --section=defaults');
  if (flags.list('prependarg').length + flags.list('appendarg').length > 0) throw new CommandError('--prependarg and --appendarg are only valid for --section=aliases');
  const entry = { command, options: optionsOf(flags) };
  const defaults = placed(preferences.defaults, entry, (each) => each.command === command, flags, `defaults for command ${quote(command)} already exist`);
  return { ...preferences, defaults };
}

function withAlias(preferences: Preferences, flags: Flags): Preferences {
  const command = needCommand(flags);
  const name = flags.text('name');
  if (name === '') throw new CommandError('--name is required when --section=aliases');
  const entry = { name, command, prependArgs: flags.list('prependarg'), appendArgs: flags.list('appendarg'), options: optionsOf(flags) };
  return { ...preferences, aliases: placed(preferences.aliases, entry, (each) => each.name === name, flags, `alias ${quote(name)} already exists`) };
}

/** The list with the entry in the place of the one that it is for, or at the end. */
function placed<T>(list: readonly T[], entry: T, isSame: (each: T) => boolean, flags: Flags, clash: string): readonly T[] {
  const at = list.findIndex(isSame);
  if (at < 0) return [...list, entry];
  if (!flags.bool('overwrite')) throw new CommandError(`${clash}, use --overwrite to replace`);
  return list.with(at, entry);
}

const policies: ReadonlySet<string> = new Set(['AllowAll', 'DenyAll', 'Allowlist']);

function withPolicy(preferences: Preferences, flags: Flags): Preferences {
  const policy = flags.text('policy');
  if (policy === '') throw new CommandError('--policy is required when --section=credentialplugin');
  if (!policies.has(policy)) throw new CommandError(` --policy must be  "AllowAll", "DenyAll", or "Allowlist", got: ${policy}`);
  const allowed = flags.list('allowlist-entry').map((entry) => {
    const [field = '', value = ''] = entry.split(/=(.*)/s);
    if (field !== 'command') throw new CommandError(`unrecognized allowlist entry field: ${quote(field)}`);
    return { command: value };
  });
  return { ...preferences, credentialPluginPolicy: policy, credentialPluginAllowlist: allowed };
}
