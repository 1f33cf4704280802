// etcdctl move-leader: hands leadership over.
// Upstream: etcdctl/ctlv3/command/move_leader_command.go

import { quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../command.ts';
import type { Etcdctl, EtcdctlClient } from '../etcdctl.ts';
import { badArgs } from '../exit.ts';

function* run(etcdctl: Etcdctl, args: readonly string[]): Process {
  const [target] = args;
  if (target === undefined || args.length !== 1) throw badArgs('move-leader command needs 1 argument');
  if (!/^[0-9a-fA-F]{1,16}$/.test(target)) throw badArgs(`strconv.ParseUint: parsing ${quote(target)}: invalid syntax`);
  const { client, leader } = yield* findLeader(etcdctl);
  yield* client.ask('Maintenance/MoveLeader', client.etcd.moveLeader(target.toLowerCase()));
  yield* etcdctl.print({ simple: () => `Leadership transferred from ${leader} to ${target.toLowerCase()}\n`, json: () => ({}) }, undefined);
}

/** The first of the endpoints that is the leader. Throws ExitError when none is. */
function* findLeader(etcdctl: Etcdctl): Process<{ readonly client: EtcdctlClient; readonly leader: string }> {
  const { endpoints } = etcdctl;
  for (const endpoint of endpoints) {
    const client = yield* etcdctl.client([endpoint]);
    const { header, result } = yield* client.ask('Maintenance/Status', client.etcd.status());
    if (header.memberId === result.leader) return { client, leader: result.leader };
  }
  throw badArgs(`no leader endpoint given at [${endpoints.join(' ')}]`);
}

export const moveLeader: Command = {
  name: 'move-leader',
  short: 'Transfers leadership to another etcd cluster member.',
  usage: 'move-leader <transferee-member-id>',
  run,
};
