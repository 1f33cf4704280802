// Numbers and ranges as they are written on a command line.

import { quote } from '../../base/index.ts';
import { noEnd, prefixRange } from '../../etcd/index.ts';
import type { KeyRange } from '../../etcd/index.ts';
import type { Flags } from '../command-line/flags.ts';
import { badArgs } from './exit.ts';

/** The id of a lease in hexadecimal. Throws ExitError, which begins with `what`. */
export function leaseArgument(text: string, what = 'bad lease ID arg'): number {
  if (!/^[-+]?[0-9a-fA-F]{1,16}$/.test(text)) throw badArgs(`${what} (strconv.ParseInt: parsing ${quote(text)}: invalid syntax), expecting ID in Hex`);
  return Number.parseInt(text, 16);
}

/** The range that a key, perhaps an end, and the flags `--prefix` and `--from-key` name. Throws ExitError. */
export function rangeArgument(flags: Flags, args: readonly string[]): KeyRange {
  const [key = '', end] = args;
  const isPrefix = flags.bool('prefix');
  const isFromKey = flags.bool('from-key');
  if (end !== undefined && (isPrefix || isFromKey)) throw badArgs('too many arguments, only accept one argument when `--prefix` or `--from-key` is set');
  if (isPrefix) return prefixRange(key);
  if (isFromKey) return { key, rangeEnd: noEnd };
  return end === undefined || end === '' ? { key } : { key, rangeEnd: end };
}

/** Refuses two flags that cannot be set together. Throws ExitError. */
export function refuseBoth(flags: Flags, first: string, second: string): void {
  if (flags.bool(first) && flags.bool(second)) throw badArgs(`\`--${first}\` and \`--${second}\` cannot be set at the same time, choose one`);
}
