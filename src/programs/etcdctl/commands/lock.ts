// etcdctl lock: waits for a lock, and holds it while a command runs or until it is told to end.
// Upstream: etcdctl/ctlv3/command/lock_command.go

import { int } from '../../command-line/flag.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../command.ts';
import { QueuePlace, forever, untilSignal, withSession } from '../concurrency.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { execute } from '../execute.ts';
import { getForms } from './get.ts';

/** Runs the command with the lock held. */
function* runLocked(etcdctl: Etcdctl, place: QueuePlace, command: readonly string[]): Process {
  const { header } = yield* place.read();
  const { status, problem } = yield* execute(etcdctl, command, { ETCD_LOCK_KEY: place.key, ETCD_LOCK_REV: `${header.revision}` });
  yield* place.leave();
  if (problem !== undefined) throw new ExitError(status, problem);
}

function* hold(etcdctl: Etcdctl, place: QueuePlace, command: readonly string[]): Process {
  yield* place.reachFront('');
  if (command.length > 0) return yield* runLocked(etcdctl, place, command);
  yield* etcdctl.print(getForms, yield* place.read());
  yield* forever();
}

export const lock: Command = {
  name: 'lock',
  short: 'Acquires a named lock',
  usage: 'lock <lockname> [exec-command arg1 arg2 ...]',
  flags: [int('ttl', 'timeout for session', { value: '10' })],
  *run(etcdctl, args) {
    const [name, ...command] = args;
    if (name === undefined) throw badArgs('lock takes a lock name argument and an optional command to execute');
    yield* withSession(etcdctl, etcdctl.flags.int('ttl'), function* (session) {
      const place = new QueuePlace(session, name);
      yield* untilSignal(etcdctl, hold(etcdctl, place, command), () => place.giveUp());
    });
  },
};
