// All commands of etcdctl.
// Upstream: etcdctl/ctlv3/ctl.go

import type { Command } from './command.ts';
import { get } from './commands/get.ts';
import { member } from './commands/member.ts';
import { moveLeader } from './commands/move-leader.ts';
import { put } from './commands/put.ts';
import { version } from './commands/version.ts';
import { globalFlags } from './global-flags.ts';

export const root: Command = {
  name: 'etcdctl',
  short: 'A simple command line client for etcd3.',
  usage: 'etcdctl',
  sharedFlags: globalFlags,
  commands: [get, member, moveLeader, put, version],
};
