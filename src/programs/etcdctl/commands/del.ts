// etcdctl del: deletes keys.
// Upstream: etcdctl/ctlv3/command/del_command.go

import type { DeleteRequest, DeleteResult, EtcdResponse } from '../../../etcd/index.ts';
import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool } from '../../command-line/flag.ts';
import type { Flags } from '../../command-line/flags.ts';
import { rangeArgument, refuseBoth } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { badArgs } from '../exit.ts';
import { headerFields, headerJson, keyValueFields, keyValueJson, keyValueText, someOf } from '../print/answers.ts';
import type { Forms } from '../print/forms.ts';
import { count } from '../print/values.ts';

/** How long a person has who has given a range without saying so. */
const warningMs = 2_000;

/** What a deletion answers. */
export const delForms = {
  simple: ({ result }, style) => `${result.deleted}\n${result.prevKvs.map((kv) => keyValueText(kv, style)).join('')}`,
  json: ({ header, result }) => ({ header: headerJson(header), deleted: count(result.deleted), prev_kvs: someOf(result.prevKvs.map(keyValueJson)) }),
  fields: ({ header, result }, style) => [
    ...headerFields(header, style),
    ['Deleted', `${result.deleted}`],
    ...result.prevKvs.flatMap((kv) => keyValueFields(kv, style, 'Prev')),
  ],
} satisfies Forms<EtcdResponse<DeleteResult>>;

/** The request of a deletion as written. Throws ExitError. */
export function delRequest(flags: Flags, args: readonly string[]): Omit<DeleteRequest, 'type'> {
  if (args.length === 0 || args.length > 2) throw badArgs('del command needs one argument as key and an optional argument as range_end');
  refuseBoth(flags, 'prefix', 'from-key');
  return { ...rangeArgument(flags, args), prevKv: flags.bool('prev-kv') };
}

function* run(etcdctl: Etcdctl, args: readonly string[]): Process {
  const { flags } = etcdctl;
  const request = delRequest(flags, args);
  const client = yield* etcdctl.client();
  const [from, to] = args;
  if (to !== undefined && !flags.bool('range')) {
    yield* etcdctl.err(`Warning: Keys between "${from}" and "${to}" will be deleted. Please interrupt the command within next 2 seconds to cancel. You can provide \`--range\` flag to avoid the delay.\n`);
    yield* sleep(warningMs);
  }
  yield* etcdctl.print(delForms, yield* client.ask('KV/DeleteRange', client.etcd.deleteRange(request)));
}

export const del: Command = {
  name: 'del',
  short: 'Removes the specified key or range of keys [key, range_end)',
  usage: 'del [options] <key> [range_end]',
  flags: [
    bool('from-key', 'delete keys that are greater than or equal to the given key using byte compare'),
    bool('prefix', 'delete keys with matching prefix'),
    bool('prev-kv', 'return deleted key-value pairs'),
    bool('range', 'delete range of keys'),
  ],
  run,
};
