// The usual text about flags, and about how a command is used.
// Upstream: spf13/pflag FlagUsages, spf13/cobra

import type { FlagSpec } from './flag.ts';

const typeNames: Readonly<Record<FlagSpec['type'], string>> = {
  array: 'stringArray', bool: '', duration: 'duration', float: 'float', int: 'int', pairs: 'stringToString', string: 'string', strings: 'strings', uint: 'uint',
};

const emptyDefaults = new Set(['', '0', 'false', '[]', '0s']);

/** A line for each flag, in the order of their names. */
export function flagUsages(flags: readonly FlagSpec[]): string {
  const rows = flags.filter(({ isHidden }) => isHidden !== true).sort((a, b) => (a.name < b.name ? -1 : 1)).map((flag) => ({ left: namesOf(flag), right: `${flag.usage}${defaultOf(flag)}` }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, right }) => `${left.padEnd(width)}   ${right}\n`).join('');
}

function namesOf({ name, short, type }: FlagSpec): string {
  const names = short === undefined ? `      --${name}` : `  -${short}, --${name}`;
  return type === 'bool' ? names : `${names} ${typeNames[type]}`;
}

function defaultOf({ type, value }: FlagSpec): string {
  const isEmpty = type === 'string' ? value === '' : emptyDefaults.has(value);
  if (isEmpty) return '';
  return type === 'string' ? ` (default "${value}")` : ` (default ${value})`;
}
