// etcdctl put: writes a key.
// Upstream: etcdctl/ctlv3/command/put_command.go

import { utf8Length } from '../../../base/index.ts';
import type { EtcdResponse, PutRequest, PutResult } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool, text } from '../../command-line/flag.ts';
import type { Flags } from '../../command-line/flags.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { badArgs } from '../exit.ts';
import { headerFields, headerJson, keyValueFields, keyValueJson, keyValueText } from '../print/answers.ts';
import type { Forms } from '../print/forms.ts';
import { leaseArgument } from '../arguments.ts';

/** What a put answers. */
export const putForms = {
  simple: ({ result: { prevKv } }, style) => `OK\n${prevKv ? keyValueText(prevKv, style) : ''}`,
  json: ({ header, result: { prevKv } }) => ({ header: headerJson(header), prev_kv: prevKv && keyValueJson(prevKv) }),
  fields: ({ header, result: { prevKv } }, style) => [...headerFields(header, style), ...(prevKv ? keyValueFields(prevKv, style, 'Prev') : [])],
} satisfies Forms<EtcdResponse<PutResult>>;

/** The request of a put as written. Throws ExitError. */
export function putRequest(flags: Flags, args: readonly string[], input: string | undefined): Omit<PutRequest, 'type'> {
  const [key] = args;
  const ignoreValue = flags.bool('ignore-value');
  if (key === undefined) throw badArgs(usageText);
  if (ignoreValue && args.length > 1) throw badArgs("put command needs only 1 argument when 'ignore-value' is set");
  const value = ignoreValue ? undefined : (args[1] ?? input);
  if (!ignoreValue && value === undefined) throw badArgs(usageText);
  const lease = leaseArgument(flags.text('lease'), 'bad lease ID');
  return {
    key,
    ...(value === undefined ? {} : { value, size: utf8Length(key) + utf8Length(value) }),
    ...(lease === 0 ? {} : { lease }),
    prevKv: flags.bool('prev-kv'),
    ignoreValue,
    ignoreLease: flags.bool('ignore-lease'),
  };
}

const usageText = 'put command needs 1 argument and input from stdin or 2 arguments';

function* run(etcdctl: Etcdctl, args: readonly string[]): Process {
  const { flags, context } = etcdctl;
  const wantsInput = args.length === 1 && !flags.bool('ignore-value');
  const input = wantsInput ? yield* context.stdin.readAll() : '';
  const request = putRequest(flags, args, input === '' ? undefined : input);
  const client = yield* etcdctl.client();
  yield* etcdctl.print(putForms, yield* client.ask('KV/Put', client.etcd.put(request)));
}

export const put: Command = {
  name: 'put',
  short: 'Puts the given key into the store',
  usage: 'put [options] <key> <value> (<value> can also be given from stdin)',
  long: `Puts the given key into the store.

When <value> begins with '-', <value> is interpreted as a flag.
Insert '--' for workaround:

$ put <key> -- <value>
$ put -- <key> <value>

If <value> isn't given as a command line argument and '--ignore-value' is not specified,
this command tries to read the value from standard input.

If <lease> isn't given as a command line argument and '--ignore-lease' is not specified,
this command tries to read the value from standard input.

For example,
$ cat file | put <key>
will store the content of the file to <key>.`,
  flags: [
    bool('ignore-lease', 'updates the key using its current lease'),
    bool('ignore-value', 'updates the key using its current value'),
    text('lease', 'lease ID (in hexadecimal) to attach to the key', { value: '0' }),
    bool('prev-kv', 'return the previous key-value pair before modification'),
  ],
  run,
};
