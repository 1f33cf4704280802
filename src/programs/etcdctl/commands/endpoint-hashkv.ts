// etcdctl endpoint hashkv: a hash of each endpoint's store, to compare them.
// Upstream: etcdctl/ctlv3/command/ep_command.go (epHashKVCommandFunc)

import type { EtcdResponse, HashKvResult } from '../../../etcd/index.ts';
import { EtcdError } from '../../../etcd/index.ts';
import { int } from '../../command-line/flag.ts';
import { endpointsOf } from '../cluster-endpoints.ts';
import type { Command } from '../command.ts';
import { ExitError } from '../exit.ts';
import { headerFields, headerJson } from '../print/answers.ts';
import type { Forms } from '../print/forms.ts';
import { quoted } from '../print/values.ts';

interface Hash extends EtcdResponse<HashKvResult> {
  readonly endpoint: string;
}

const hashForms: Forms<readonly Hash[]> = {
  simple: (all) => all.map(({ endpoint, result }) => `${endpoint}, ${result.hash}, ${result.hashRevision}\n`).join(''),
  json: (all) => all.length === 0 ? null : all.map(({ endpoint, header, result }) => ({
    Endpoint: endpoint,
    HashKV: { header: headerJson(header), hash: result.hash, compact_revision: result.compactRevision, hash_revision: result.hashRevision },
  })),
  fields: (all, style) => all.flatMap(({ endpoint, header, result }) => [
    ...headerFields(header, style), ['Endpoint', quoted(endpoint)], ['Hash', `${result.hash}`], ['HashRevision', `${result.hashRevision}`], ['', ''],
  ] as const),
  table: (all) => ({
    head: ['ENDPOINT', 'HASH', 'HASH REVISION'],
    rows: all.map(({ endpoint, result }) => [endpoint, `${result.hash}`, `${result.hashRevision}`]),
    isRight: true,
  }),
};

export const hashkv: Command = {
  name: 'hashkv',
  short: 'Prints the KV history hash for each endpoint in --endpoints',
  usage: 'hashkv',
  flags: [int('rev', 'maximum revision to hash (default: latest revision)')],
  *run(etcdctl) {
    const answers: Hash[] = [];
    let failure: EtcdError | undefined;
    for (const endpoint of yield* endpointsOf(etcdctl)) {
      const client = yield* etcdctl.client([endpoint]);
      try {
        answers.push({ endpoint, ...(yield* client.call('Maintenance/HashKV', client.etcd.hashKv(etcdctl.flags.int('rev')))) });
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        failure ??= error;
        yield* etcdctl.err(`Failed to get the hash of endpoint ${endpoint} (${error.message})\n`);
      }
    }
    yield* etcdctl.print(hashForms, answers);
    if (failure) throw new ExitError('error', failure.message);
  },
};
