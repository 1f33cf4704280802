// etcdctl endpoint health: whether each endpoint gets a linearizable read done.
// Upstream: etcdctl/ctlv3/command/ep_command.go (epHealthCommandFunc)

import { formatDuration } from '../../../base/index.ts';
import { EtcdError } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { Background } from '../background.ts';
import { endpointsOf } from '../cluster-endpoints.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError } from '../exit.ts';
import type { Forms } from '../print/forms.ts';

/** The key that is read; whether it is there does not matter. */
const healthKey = 'health';

interface Health {
  readonly endpoint: string;
  readonly took: string;
  /** Why it is not healthy; undefined when it is. */
  readonly problem: string | undefined;
}

const healthForms: Forms<readonly Health[]> = {
  // Those that are not healthy are complained about elsewhere.
  simple: (all) => all.filter(({ problem }) => problem === undefined)
    .map(({ endpoint, took }) => `${endpoint} is healthy: successfully committed proposal: took = ${took}\n`).join(''),
  json: (all) => all.map(({ endpoint, took, problem }) => ({ endpoint, health: problem === undefined, took, error: problem })),
  fields: (all) => all.flatMap(({ endpoint, took, problem }) => [
    ['Endpoint', `"${endpoint}"`], ['Health', `${problem === undefined}`], ['Took', took], ['Error', problem ?? ''], ['', ''],
  ] as const),
  table: (all) => ({
    head: ['ENDPOINT', 'HEALTH', 'TOOK', 'ERROR'],
    rows: all.map(({ endpoint, took, problem }) => [endpoint, `${problem === undefined}`, took, problem ?? '']),
    isRight: true,
  }),
};

/** Asks one endpoint; the answer is noted when it comes. */
function* ask(etcdctl: Etcdctl, endpoint: string, note: (health: Health) => void): Process {
  const startedMs = etcdctl.nowMs;
  const problem = yield* problemOf(etcdctl, endpoint);
  note({ endpoint, took: formatDuration(etcdctl.nowMs - startedMs), problem });
}

function* problemOf(etcdctl: Etcdctl, endpoint: string): Process<string | undefined> {
  const client = yield* etcdctl.client([endpoint]);
  try {
    yield* client.call('KV/Range', client.etcd.range({ key: healthKey }), 'client');
    const { result: { alarms } } = yield* client.call('Maintenance/Alarm', client.etcd.call({ type: 'alarm', action: 'list' }, 'alarm'), 'client');
    return alarms.length === 0 ? undefined : `Active Alarm(s): ${alarms.map(({ alarm }) => `${alarm} `).join('')}`;
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    return error.message;
  }
}

export const health: Command = {
  name: 'health',
  short: 'Checks the healthiness of endpoints specified in `--endpoints` flag',
  usage: 'health',
  *run(etcdctl) {
    const answers: Health[] = [];
    const asking = new Background(etcdctl);
    for (const endpoint of yield* endpointsOf(etcdctl)) asking.start(ask(etcdctl, endpoint, (answer) => void answers.push(answer)));
    try {
      yield* asking.join();
    } finally {
      asking.stop();
    }
    yield* etcdctl.print(healthForms, answers);
    if (etcdctl.format === 'simple') {
      for (const { endpoint, problem } of answers) if (problem !== undefined) yield* etcdctl.err(`${endpoint} is unhealthy: failed to commit proposal: ${problem}\n`);
    }
    if (answers.some(({ problem }) => problem !== undefined)) throw new ExitError('error', 'unhealthy cluster');
  },
};
