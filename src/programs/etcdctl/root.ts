// All commands of etcdctl.
// Upstream: etcdctl/ctlv3/ctl.go

import type { Command } from './command.ts';
import { get } from './commands/get.ts';
import { put } from './commands/put.ts';
import { version } from './commands/version.ts';
import { globalFlags } from './global-flags.ts';

/** The command `etcdctl`, which speaks to these endpoints unless told otherwise. */
export function rootCommand(endpoints?: string): Command {
  return {
    name: 'etcdctl',
    short: 'A simple command line client for etcd3.',
    usage: 'etcdctl',
    sharedFlags: globalFlags(endpoints),
    commands: [get, put, version],
  };
}
