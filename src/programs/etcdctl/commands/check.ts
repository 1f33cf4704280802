// etcdctl check: whether the cluster bears a load.
// Upstream: etcdctl/ctlv3/command/check.go

import { EtcdError, prefixRange } from '../../../etcd/index.ts';
import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool, text } from '../../command-line/flag.ts';
import { Background } from '../background.ts';
import type { Command } from '../command.ts';
import type { Etcdctl, EtcdctlClient } from '../etcdctl.ts';
import { ExitError } from '../exit.ts';
import { datascale } from './not-simulated.ts';

interface Load {
  readonly writesPerSecond: number;
  readonly clients: number;
}

/** How large each value is, for how long it is written, and what is still good. */
const valueBytes = 1_024;
const durationSeconds = 60;
const slowestMs = 500;
const greatestDeviationMs = 100;
const leastShare = 0.9;

const loads: Readonly<Record<string, Load>> = {
  s: { writesPerSecond: 150, clients: 50 }, m: { writesPerSecond: 1_000, clients: 200 }, l: { writesPerSecond: 8_000, clients: 500 }, xl: { writesPerSecond: 15_000, clients: 1_000 },
};
const longNames: Readonly<Record<string, string>> = { small: 's', medium: 'm', large: 'l', xLarge: 'xl' };

/** One client: writes its share at an even pace, and notes how long each write took. */
function* write(etcdctl: Etcdctl, client: EtcdctlClient, prefix: string, { writesPerSecond, clients }: Load, first: number, note: (tookMs: number) => void): Process {
  const paceMs = (1000 * clients) / writesPerSecond;
  const startedMs = etcdctl.nowMs + (first * 1000) / writesPerSecond;
  const value = 'v'.repeat(valueBytes);
  for (let count = 0; count * paceMs < durationSeconds * 1000; count++) {
    yield* sleep(Math.max(0, startedMs + count * paceMs - etcdctl.nowMs));
    const askedMs = etcdctl.nowMs;
    const key = `${prefix}${first + count * clients}`;
    try {
      yield* client.etcd.put({ key, value, size: key.length + valueBytes });
      note(etcdctl.nowMs - askedMs);
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
    }
  }
}

function* run(etcdctl: Etcdctl): Process {
  const { flags } = etcdctl;
  const name = flags.text('load');
  const load = loads[longNames[name] ?? name];
  if (!load) throw new ExitError('badFeature', `unknown load option ${name}`);
  const client = yield* etcdctl.client();
  const prefix = flags.text('prefix');
  const { result } = yield* client.ask('KV/Range', client.etcd.range({ ...prefixRange(prefix), limit: 1 }));
  if (result.kvs.length > 0) throw new ExitError('invalidInput', `prefix "${prefix}" has keys. Delete with 'etcdctl del --prefix ${prefix}' first`);
  const took: number[] = [];
  const writers = new Background(etcdctl);
  for (let first = 0; first < load.clients; first++) writers.start(write(etcdctl, client, prefix, load, first, (ms) => void took.push(ms)));
  try {
    yield* writers.join();
  } finally {
    writers.stop();
  }
  const { header } = yield* client.ask('KV/DeleteRange', client.etcd.deleteRange(prefixRange(prefix)));
  if (flags.bool('auto-compact')) yield* client.ask('KV/Compact', client.etcd.compact(header.revision));
  if (flags.bool('auto-defrag')) yield* client.ask('Maintenance/Defragment', client.etcd.call({ type: 'defragment' }, 'defragment'));
  yield* report(etcdctl, load, took);
}

function* report(etcdctl: Etcdctl, { writesPerSecond }: Load, took: readonly number[]): Process {
  const throughput = Math.floor(took.length / durationSeconds) + (took.length % durationSeconds === 0 ? 0 : 1);
  const slowest = took.reduce((most, ms) => Math.max(most, ms), 0);
  const mean = took.reduce((sum, ms) => sum + ms, 0) / Math.max(1, took.length);
  const deviation = Math.sqrt(took.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / Math.max(1, took.length));
  const isFast = throughput > writesPerSecond * leastShare;
  const lines = [
    isFast ? `PASS: Throughput is ${throughput} writes/s` : `FAIL: Throughput too low: ${throughput} writes/s`,
    `${slowest > slowestMs ? 'Slowest request took too long:' : 'PASS: Slowest request took'} ${(slowest / 1000).toFixed(6)}s`,
    `${deviation > greatestDeviationMs ? 'Stddev too high:' : 'PASS: Stddev is'} ${(deviation / 1000).toFixed(6)}s`,
  ];
  const isGood = isFast && slowest <= slowestMs && deviation <= greatestDeviationMs;
  yield* etcdctl.out(`${lines.join('\n')}\n${isGood ? 'PASS' : 'FAIL'}\n`);
  if (!isGood) throw new ExitError('error');
}

export const check: Command = {
  name: 'check',
  short: 'commands for checking properties of the etcd cluster',
  usage: 'check <subcommand>',
  commands: [datascale, {
    name: 'perf',
    short: 'Check the performance of the etcd cluster',
    usage: 'perf [options]',
    flags: [
      bool('auto-compact', 'Compact storage with last revision after test is finished.'),
      bool('auto-defrag', 'Defragment storage after test is finished.'),
      text('load', "The performance check's workload model. Accepted workloads: s(small), m(medium), l(large), xl(xLarge). Different workload models use different configurations in terms of number of clients and expected throughput.", { value: 's' }),
      text('prefix', "The prefix for writing the performance check's keys.", { value: '/etcdctl-check-perf/' }),
    ],
    run,
  }],
};
