// etcdctl alarm: the alarms that members have raised.
// Upstream: etcdctl/ctlv3/command/alarm_command.go

import type { Alarm, AlarmResult, EtcdResponse } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../command.ts';
import type { Etcdctl, EtcdctlClient } from '../etcdctl.ts';
import { badArgs } from '../exit.ts';
import { headerFields, headerJson, someOf } from '../print/answers.ts';
import type { Forms } from '../print/forms.ts';
import { memberNumber, shownId } from '../print/values.ts';

/** The number of this kind of alarm upstream. */
const noSpace = 1;

interface Shown {
  /** Several answers together have none. */
  readonly header: EtcdResponse['header'] | undefined;
  readonly alarms: readonly Alarm[];
}

const alarmForms: Forms<Shown> = {
  simple: ({ alarms }) => alarms.map(({ memberId, alarm }) => `memberID:${memberNumber(memberId)} alarm:${alarm} \n`).join(''),
  json: ({ header, alarms }) => ({ header: header && headerJson(header), alarms: someOf(alarms.map(({ memberId }) => ({ memberID: memberNumber(memberId), alarm: noSpace }))) }),
  fields: ({ header, alarms }, style) => [
    ...(header ? headerFields(header, style) : []),
    ...alarms.flatMap(({ memberId, alarm }) => [['MemberID', shownId(memberId, style)], ['AlarmType', alarm], ['', '']] as const),
  ],
};

function listed(client: EtcdctlClient): Process<EtcdResponse<AlarmResult>> {
  return client.ask('Maintenance/Alarm', client.etcd.call({ type: 'alarm', action: 'list' }, 'alarm'));
}

function refuseArguments(name: string, args: readonly string[]): void {
  if (args.length > 0) throw badArgs(`alarm ${name} command accepts no arguments`);
}

const list: Command = {
  name: 'list',
  short: 'Lists all alarms',
  usage: 'list',
  *run(etcdctl, args) {
    refuseArguments('list', args);
    const { header, result } = yield* listed(yield* etcdctl.client());
    yield* etcdctl.print(alarmForms, { header, alarms: result.alarms });
  },
};

const disarm: Command = {
  name: 'disarm',
  short: 'Disarms all alarms',
  usage: 'disarm',
  *run(etcdctl, args) {
    refuseArguments('disarm', args);
    yield* etcdctl.print(alarmForms, { header: undefined, alarms: yield* disarmAll(etcdctl) });
  },
};

function* disarmAll(etcdctl: Etcdctl): Process<readonly Alarm[]> {
  const client = yield* etcdctl.client();
  const { result } = yield* listed(client);
  const disarmed: Alarm[] = [];
  for (const alarm of result.alarms) {
    const answer = yield* client.ask('Maintenance/Alarm', client.etcd.call({ type: 'alarm', action: 'disarm', ...alarm }, 'alarm'));
    disarmed.push(...answer.result.alarms);
  }
  return disarmed;
}

export const alarm: Command = {
  name: 'alarm',
  short: 'Alarm related commands',
  usage: 'alarm <subcommand>',
  commands: [disarm, list],
};
