// All commands of etcdctl.
// Upstream: etcdctl/ctlv3/ctl.go

import type { Command } from './command.ts';
import { compaction } from './commands/compaction.ts';
import { del } from './commands/del.ts';
import { get } from './commands/get.ts';
import { lease } from './commands/lease.ts';
import { member } from './commands/member.ts';
import { moveLeader } from './commands/move-leader.ts';
import { put } from './commands/put.ts';
import { txn } from './commands/txn.ts';
import { version } from './commands/version.ts';
import { watch } from './commands/watch.ts';
import { globalFlags } from './global-flags.ts';

export const root: Command = {
  name: 'etcdctl',
  short: 'A simple command line client for etcd3.',
  usage: 'etcdctl',
  sharedFlags: globalFlags,
  commands: [compaction, del, get, lease, member, moveLeader, put, txn, version, watch],
};
