// Commands that etcdctl has and that do nothing here but say so.

import type { FlagSpec } from '../../command-line/flag.ts';
import { bool, int, text } from '../../command-line/flag.ts';
import type { Command } from '../command.ts';
import { ExitError } from '../exit.ts';

/** A command that is refused with a sentence. */
export function notSimulated(what: { readonly name: string; readonly short: string; readonly usage: string; readonly long?: string; readonly flags?: readonly FlagSpec[] }, why: string): Command {
  return {
    ...what,
    *run() {
      throw new ExitError('error', why);
    },
  };
}

export const completion = notSimulated(
  { name: 'completion', short: 'Generate completion script', usage: 'completion [bash|zsh|fish|powershell]' },
  'the shells of this world cannot be told how to complete the words of etcdctl',
);

export const makeMirror = notSimulated({
  name: 'make-mirror',
  short: 'Makes a mirror at the destination etcd cluster',
  usage: 'make-mirror [options] <destination>',
  flags: [
    text('dest-prefix', 'destination prefix to mirror a prefix to a different prefix in the destination cluster'),
    int('max-txn-ops', 'Maximum number of operations permitted in a transaction during syncing updates.', { value: '128' }),
    bool('no-dest-prefix', 'mirror key-values to the root of the destination cluster'),
    text('prefix', 'Key-value prefix to mirror'),
    int('rev', 'Specify the kv revision to start to mirror'),
  ],
}, 'there is no second cluster in this world to mirror to');

export const datascale = notSimulated({
  name: 'datascale',
  short: 'Check the memory usage of holding data for different workloads on a given server endpoint.',
  usage: 'datascale [options]',
  long: 'If no endpoint is provided, localhost will be used. If multiple endpoints are provided, first endpoint will be used.',
  flags: [
    bool('auto-compact', 'Compact storage with last revision after test is finished.'),
    bool('auto-defrag', 'Defragment storage after test is finished.'),
    text('load', "The datascale check's workload model. Accepted workloads: s(small), m(medium), l(large), xl(xLarge)", { value: 's' }),
    text('prefix', "The prefix for writing the datascale check's keys.", { value: '/etcdctl-check-datascale/' }),
  ],
}, 'the memory of a member is not simulated');
