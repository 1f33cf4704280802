// etcdctl defrag: has each endpoint write its store's file anew, without what is free in it.
// Upstream: etcdctl/ctlv3/command/defrag_command.go

import { formatDuration } from '../../../base/index.ts';
import { EtcdError } from '../../../etcd/index.ts';
import { clusterFlag, endpointsOf } from '../cluster-endpoints.ts';
import type { Command } from '../command.ts';
import { ExitError } from '../exit.ts';

export const defrag: Command = {
  name: 'defrag',
  short: 'Defragments the storage of the etcd members with given endpoints',
  usage: 'defrag',
  flags: [clusterFlag],
  *run(etcdctl) {
    let failures = 0;
    for (const endpoint of yield* endpointsOf(etcdctl)) {
      const client = yield* etcdctl.client([endpoint]);
      const startedMs = etcdctl.nowMs;
      const took = (): string => formatDuration(etcdctl.nowMs - startedMs);
      try {
        yield* client.call('Maintenance/Defragment', client.etcd.call({ type: 'defragment' }, 'defragment'));
        yield* etcdctl.out(`Finished defragmenting etcd member[${endpoint}]. took ${took()}\n`);
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        failures++;
        yield* etcdctl.err(`Failed to defragment etcd member[${endpoint}]. took ${took()}. (${error.message})\n`);
      }
    }
    if (failures > 0) throw new ExitError('error');
  },
};
