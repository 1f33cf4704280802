// etcdctl compaction: forgets the past before a revision.
// Upstream: etcdctl/ctlv3/command/compaction_command.go

import { quote } from '../../../base/index.ts';
import { bool } from '../../command-line/flag.ts';
import type { Command } from '../command.ts';
import { ExitError, badArgs } from '../exit.ts';

export const compaction: Command = {
  name: 'compaction',
  aliases: ['compact'],
  short: 'Compacts the event history in etcd',
  usage: 'compaction [options] <revision>',
  flags: [bool('physical', "'true' to wait for compaction to physically remove all old revisions")],
  *run(etcdctl, args) {
    const [text = ''] = args;
    if (args.length !== 1) throw badArgs('compaction command needs 1 argument');
    if (!/^[-+]?\d+$/.test(text)) throw new ExitError('error', `strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
    const revision = Number(text);
    const client = yield* etcdctl.client();
    yield* client.ask('KV/Compact', client.etcd.compact(revision));
    yield* etcdctl.out(`compacted revision ${revision}\n`);
  },
};
