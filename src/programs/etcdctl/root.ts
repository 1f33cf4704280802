// All commands of etcdctl.
// Upstream: etcdctl/ctlv3/ctl.go

import { findCommand } from './command.ts';
import type { Command } from './command.ts';
import { alarm } from './commands/alarm.ts';
import { auth, role, user } from './commands/auth.ts';
import { check } from './commands/check.ts';
import { compaction } from './commands/compaction.ts';
import { defrag } from './commands/defrag.ts';
import { del } from './commands/del.ts';
import { downgrade } from './commands/downgrade.ts';
import { elect } from './commands/elect.ts';
import { endpoint } from './commands/endpoint.ts';
import { get } from './commands/get.ts';
import { lease } from './commands/lease.ts';
import { lock } from './commands/lock.ts';
import { member } from './commands/member.ts';
import { moveLeader } from './commands/move-leader.ts';
import { put } from './commands/put.ts';
import { snapshot } from './commands/snapshot.ts';
import { txn } from './commands/txn.ts';
import { version } from './commands/version.ts';
import { watch } from './commands/watch.ts';
import { completion, makeMirror } from './commands/not-simulated.ts';
import { globalFlags } from './global-flags.ts';
import { helpText } from './help.ts';

/** `etcdctl help lease grant`: the help of the command that the words name. */
const help: Command = {
  name: 'help',
  short: 'Help about any command',
  usage: 'help [command]',
  *run(etcdctl, words) {
    const { path, rest } = findCommand(root, words);
    if (path.length === 1 && rest.length > 0) yield* etcdctl.out(`Unknown help topic [${rest.map((word) => `\`${word}\``).join(' ')}]\n`);
    yield* etcdctl.out(helpText(path));
  },
};

export const root: Command = {
  name: 'etcdctl',
  short: 'A simple command line client for etcd3.',
  usage: 'etcdctl',
  sharedFlags: globalFlags,
  commands: [
    alarm, auth, check, compaction, completion, defrag, del, downgrade, elect, endpoint, get,
    help, lease, lock, makeMirror, member, moveLeader, put, role, snapshot, txn, user, version, watch,
  ],
};
