// The environment variables ETCDCTL_*, one for each flag that all commands have.
// Upstream: pkg/flags/flag.go

import { formatMicroTime, goJson } from '../../base/index.ts';
import type { ProgramContext } from '../../machine/index.ts';
import type { FlagSpec } from '../command-line/flag.ts';
import { checkValue } from '../command-line/flags.ts';
import type { Flags } from '../command-line/flags.ts';

const variableOf = ({ name }: FlagSpec): string => `ETCDCTL_${name.toUpperCase().replaceAll('-', '_')}`;

/**
 * The flags with what the environment has for them in the place of their defaults, unless it cannot be read, and these endpoints in the place of
 * the usual one.
 */
export function withSurroundings(flags: readonly FlagSpec[], env: ReadonlyMap<string, string>, endpoints: string | undefined): readonly FlagSpec[] {
  return flags.map((flag) => {
    const value = env.get(variableOf(flag)) ?? (flag.name === 'endpoints' ? endpoints : undefined);
    return value === undefined || value === '' || checkValue(flag, value) !== undefined ? flag : { ...flag, value: flag.type === 'strings' ? `[${value}]` : value };
  });
}

/** The log line about a flag that is given both on the command line and in the environment; undefined when there is none. */
export function environmentConflict(flags: Flags, specs: readonly FlagSpec[], context: ProgramContext): string | undefined {
  const both = specs.find((flag) => flags.changed(flag.name) && context.env.has(variableOf(flag)));
  if (!both) return undefined;
  const line = {
    level: 'fatal',
    ts: formatMicroTime(context.sandbox.kernel.wallMs),
    caller: 'flags/flag.go:86',
    msg: 'conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))',
    'environment-variable': variableOf(both),
  };
  return `${goJson(line, { keepsOrder: true, plain: true })}\n`;
}
