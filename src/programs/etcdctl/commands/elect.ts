// etcdctl elect: stands for election, or watches who is elected.
// Upstream: etcdctl/ctlv3/command/elect_command.go

import { bool } from '../../command-line/flag.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../command.ts';
import { QueuePlace, forever, observe, untilSignal, withSession } from '../concurrency.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { badArgs } from '../exit.ts';
import { getForms } from './get.ts';

/** How long who is elected stays so without a sign of life. Upstream: concurrency.NewSession */
const sessionSeconds = 60;

function* campaign(etcdctl: Etcdctl, place: QueuePlace, proposal: string): Process {
  yield* place.reachFront(proposal);
  yield* etcdctl.print(getForms, yield* place.read());
  yield* forever();
}

export const elect: Command = {
  name: 'elect',
  short: 'Observes and participates in leader election',
  usage: 'elect <election-name> [proposal]',
  flags: [bool('listen', 'observation mode', { short: 'l' })],
  *run(etcdctl, args) {
    const [name, proposal] = args;
    if (name === undefined || args.length > 2) throw badArgs('elect takes one election name argument and an optional proposal argument');
    if (!etcdctl.flags.bool('listen') && proposal === undefined) throw badArgs('no proposal argument but -l not set');
    if (proposal === undefined || etcdctl.flags.bool('listen')) {
      yield* observe(yield* etcdctl.client(), name, (response) => etcdctl.print(getForms, response));
      return;
    }
    yield* withSession(etcdctl, sessionSeconds, function* (session) {
      const place = new QueuePlace(session, name);
      yield* untilSignal(etcdctl, campaign(etcdctl, place, proposal), () => place.giveUp());
    });
  },
};
