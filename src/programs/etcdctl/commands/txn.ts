// etcdctl txn: comparisons, and what to do when they all hold and when not, read line by line.
// Upstream: etcdctl/ctlv3/command/txn_command.go

import type { Compare, EtcdResponse, TxnOperation, TxnResult } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool } from '../../command-line/flag.ts';
import { FlagError, Flags } from '../../command-line/flags.ts';
import { flagUsages } from '../../command-line/usage.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { helpFlag } from '../help.ts';
import { noLimit } from '../limits.ts';
import { headerFields, headerJson, innerHeader } from '../print/answers.ts';
import type { Field, Forms, Style } from '../print/forms.ts';
import { wordsOf } from '../words.ts';
import { parseCompare } from './compare.ts';
import { del, delForms, delRequest } from './del.ts';
import { get, getForms, getRequest } from './get.ts';
import { put, putForms, putRequest } from './put.ts';

type Inner = TxnResult['responses'][number];

/** What a transaction answers. */
const txnForms: Forms<EtcdResponse<TxnResult>> = {
  simple: (answer, style) => `${answer.result.succeeded ? 'SUCCESS' : 'FAILURE'}\n${answer.result.responses.map((inner) => `\n${simpleInner(inner, answer, style)}`).join('')}`,
  json: (answer) => ({
    header: headerJson(answer.header),
    succeeded: answer.result.succeeded || undefined,
    responses: answer.result.responses.length === 0 ? undefined : answer.result.responses.map((inner) => ({ Response: jsonInner(inner, answer) })),
  }),
  fields: (answer, style) => [
    ...headerFields(answer.header, style),
    ['Succeeded', `${answer.result.succeeded}`],
    ...answer.result.responses.flatMap((inner) => fieldsInner(inner, answer, style)),
  ],
};

/** An answer within the transaction's, in the form of its kind. */
function within<Result extends Inner>(result: Result, { header }: EtcdResponse): EtcdResponse<Result> {
  return { header: innerHeader(header.revision), result };
}

function simpleInner(inner: Inner, answer: EtcdResponse, style: Style): string {
  switch (inner.type) {
    case 'range': return getForms.simple(within(inner, answer), style);
    case 'put': return putForms.simple(within(inner, answer), style);
    case 'deleteRange': return delForms.simple(within(inner, answer), style);
  }
}

function jsonInner(inner: Inner, answer: EtcdResponse): unknown {
  const header = { revision: answer.header.revision };
  switch (inner.type) {
    case 'range': return { response_range: { ...(getForms.json(within(inner, answer)) as object), header } };
    case 'put': return { response_put: { ...(putForms.json(within(inner, answer)) as object), header } };
    case 'deleteRange': return { response_delete_range: { ...(delForms.json(within(inner, answer)) as object), header } };
  }
}

function fieldsInner(inner: Inner, answer: EtcdResponse, style: Style): readonly Field[] {
  // The term is the transaction's own, the rest of the header is not known.
  const asIs = { ...within(inner, answer), header: innerHeader(answer.header.revision) };
  switch (inner.type) {
    case 'range': return getForms.fields({ ...asIs, result: inner }, style);
    case 'put': return putForms.fields({ ...asIs, result: inner }, style);
    case 'deleteRange': return delForms.fields({ ...asIs, result: inner }, style);
  }
}

/** Reads lines up to an empty one. Throws ExitError for the first that is wrong, and at the end of the input. */
function* readLines<Read>(etcdctl: Etcdctl, prompt: string, read: (line: string) => Process<Read>): Process<readonly Read[]> {
  if (etcdctl.flags.bool('interactive')) yield* etcdctl.out(`${prompt}\n`);
  const all: Read[] = [];
  for (;;) {
    const line = yield* etcdctl.context.stdin.readLine();
    if (line === undefined) throw new ExitError('invalidInput', 'EOF');
    if (line.trim() === '') return all;
    all.push(yield* read(line.trim()));
  }
}

function* readCompare(line: string): Process<Compare> {
  return parseCompare(line);
}

function* readRequest(etcdctl: Etcdctl, line: string): Process<TxnOperation> {
  const [name, ...words] = wordsOf(line);
  const command = [put, get, del].find((each) => each.name === name);
  if (!command) throw new ExitError('invalidInput', `invalid txn request: ${line}`);
  const own = [...(command.flags ?? []), helpFlag(command)];
  const flags = new Flags(own);
  try {
    flags.parse(words);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    yield* etcdctl.err(`Usage:\n   ${command.usage} [flags]\n\nFlags:\n${flagUsages(own)}\n`);
    throw new ExitError('invalidInput', `invalid txn request: ${line}`);
  }
  if (command === put) return { type: 'put', ...putRequest(flags, flags.args, undefined) };
  return command === get ? { type: 'range', ...getRequest(flags, flags.args) } : { type: 'deleteRange', ...delRequest(flags, flags.args) };
}

function* run(etcdctl: Etcdctl, args: readonly string[]): Process {
  if (args.length > 0) throw badArgs('txn command does not accept argument');
  const request = (line: string): Process<TxnOperation> => readRequest(etcdctl, line);
  const compare = yield* readLines(etcdctl, 'compares:', readCompare);
  const success = yield* readLines(etcdctl, 'success requests (get, put, del):', request);
  const failure = yield* readLines(etcdctl, 'failure requests (get, put, del):', request);
  const client = yield* etcdctl.client();
  yield* etcdctl.print(txnForms, yield* client.ask('KV/Txn', client.etcd.txn({ compare, success, failure }, noLimit)));
}

export const txn: Command = {
  name: 'txn',
  short: 'Txn processes all the requests in one transaction',
  usage: 'txn [options]',
  long: `Txn reads multiple etcd requests from standard input and applies them as a single atomic transaction.

A transaction consists of three components:
1) a list of conditions,
2) a list of requests to apply if all the conditions are true,
3) a list of requests to apply if any condition is false.

Example interactive stdin usage:

---
etcdctl txn -i
# compares:
mod("key1") > "0"

# success requests (get, put, delete):
put key1 "overwrote-key1"

# failure requests (get, put, delete):
put key1 "created-key1"
put key2 "some extra key"
---

Refer to https://github.com/etcd-io/etcd/blob/main/etcdctl/README.md#txn-options.`,
  flags: [bool('interactive', 'Input transaction in interactive mode', { short: 'i' })],
  run,
};
