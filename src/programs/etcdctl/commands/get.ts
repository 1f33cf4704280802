// etcdctl get: reads keys, now or as they were.
// Upstream: etcdctl/ctlv3/command/get_command.go

import { quote } from '../../../base/index.ts';
import type { EtcdResponse, RangeOrder, RangeResult, ReadRequest } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool, int, text } from '../../command-line/flag.ts';
import type { Flags } from '../../command-line/flags.ts';
import { rangeArgument, refuseBoth } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { headerFields, headerJson, keyValueFields, keyValueJson, keyValueText, someOf } from '../print/answers.ts';
import type { Forms } from '../print/forms.ts';
import { count, shownBytes, valueText } from '../print/values.ts';

/** What a range answers. */
export const getForms = {
  simple: ({ result: { kvs } }, style) => kvs.map((kv) => keyValueText(kv, style)).join(''),
  json: ({ header, result }) => ({
    header: headerJson(header),
    kvs: someOf(result.kvs.map(keyValueJson)),
    more: result.more || undefined,
    count: count(result.count),
  }),
  fields: ({ header, result }, style) => [
    ...headerFields(header, style),
    ...result.kvs.flatMap((kv) => keyValueFields(kv, style)),
    ['More', `${result.more}`],
    ['Count', `${result.count}`],
  ],
} satisfies Forms<EtcdResponse<RangeResult>>;

const valuesOnly: typeof getForms = {
  ...getForms,
  simple: ({ result: { kvs } }, style) => kvs.map(({ value }) => `${shownBytes(valueText(value), style)}\n`).join(''),
};

const targets: Readonly<Record<string, RangeOrder['by']>> = { CREATE: 'create', KEY: 'key', MODIFY: 'mod', VALUE: 'value', VERSION: 'version' };

/** The request of a get as written. Throws ExitError. */
export function getRequest(flags: Flags, args: readonly string[]): Omit<ReadRequest, 'type'> {
  if (args.length === 0) throw badArgs('get command needs one argument as key and an optional argument as range_end');
  refuseBoth(flags, 'prefix', 'from-key');
  refuseBoth(flags, 'keys-only', 'count-only');
  const consistency = flags.text('consistency');
  if (consistency !== 'l' && consistency !== 's') throw new ExitError('badFeature', `unknown consistency flag ${quote(consistency)}`);
  const range = rangeArgument(flags, args);
  const sort = orderOf(flags);
  return {
    ...range,
    ...(sort ? { sort } : {}),
    serializable: consistency === 's',
    revision: Math.max(0, flags.int('rev')),
    limit: Math.max(0, flags.int('limit')),
    countOnly: flags.bool('count-only'),
    keysOnly: flags.bool('keys-only'),
    ...revisionBounds(flags),
  };
}

function orderOf(flags: Flags): RangeOrder | undefined {
  const order = flags.text('order');
  const target = flags.text('sort-by');
  if (!['', 'ASCEND', 'DESCEND'].includes(order.toUpperCase())) throw new ExitError('badFeature', `bad sort order ${order}`);
  const by = target === '' ? 'key' : targets[target.toUpperCase()];
  if (by === undefined) throw new ExitError('badFeature', `bad sort target ${target}`);
  return order === '' && target === '' ? undefined : { by, descending: order.toUpperCase() === 'DESCEND' };
}

function revisionBounds(flags: Flags): Partial<Pick<ReadRequest, 'minModRevision' | 'maxModRevision' | 'minCreateRevision' | 'maxCreateRevision'>> {
  const bound = (flag: string): number | undefined => (flags.int(flag) > 0 ? flags.int(flag) : undefined);
  const bounds = {
    minModRevision: bound('min-mod-rev'),
    maxModRevision: bound('max-mod-rev'),
    minCreateRevision: bound('min-create-rev'),
    maxCreateRevision: bound('max-create-rev'),
  };
  return Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined));
}

function* run(etcdctl: Etcdctl, args: readonly string[]): Process {
  const { flags } = etcdctl;
  const request = getRequest(flags, args);
  const client = yield* etcdctl.client();
  const response = yield* client.ask('KV/Range', client.etcd.range(request));
  if (request.countOnly && etcdctl.format !== 'fields') throw badArgs('--count-only is only for `--write-out=fields`');
  const isValueOnly = flags.bool('print-value-only');
  if (isValueOnly && etcdctl.format !== 'simple') throw badArgs('print-value-only is only for `--write-out=simple`');
  yield* etcdctl.print(isValueOnly ? valuesOnly : getForms, response);
}

export const get: Command = {
  name: 'get',
  short: 'Gets the key or a range of keys',
  usage: 'get [options] <key> [range_end]',
  flags: [
    text('consistency', 'Linearizable(l) or Serializable(s)', { value: 'l' }),
    bool('count-only', 'Get only the count'),
    bool('from-key', 'Get keys that are greater than or equal to the given key using byte compare'),
    bool('keys-only', 'Get only the keys'),
    int('limit', 'Maximum number of results'),
    int('max-create-rev', 'Maximum create revision'),
    int('max-mod-rev', 'Maximum modification revision'),
    int('min-create-rev', 'Minimum create revision'),
    int('min-mod-rev', 'Minimum modification revision'),
    text('order', 'Order of results; ASCEND or DESCEND (ASCEND by default)'),
    bool('prefix', 'Get keys with matching prefix'),
    bool('print-value-only', 'Only write values when using the "simple" output format'),
    int('rev', 'Specify the kv revision'),
    text('sort-by', 'Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION'),
  ],
  run,
};
