// etcdctl version.

import { etcdVersion } from '../../../etcd/index.ts';
import type { Command } from '../command.ts';
import { apiVersion } from '../help.ts';

export const version: Command = {
  name: 'version',
  short: 'Prints the version of etcdctl',
  usage: 'version',
  *run(etcdctl) {
    yield* etcdctl.out(`etcdctl version: ${etcdVersion}\nAPI version: ${apiVersion}\n`);
  },
};
