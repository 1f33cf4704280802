import { ApiClient } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { configMapKind } from '../../kinds/index.ts';
import { figure, median } from './figure.ts';
import type { Figure } from './figure.ts';
import { readyWorld } from './worlds.ts';

/** Clients that ask at the same time, each one request after the other. */
const clients = 100;

/** Creates of ConfigMaps a second of wall time, each through Raft and its majority. */
export function createsPerSecond(total = 10_000, runs = 3): Figure {
  const rates = Array.from({ length: runs }, () => rate(total, createOne));
  return figure('creates through Raft', median(rates), 'per second', 10_000);
}

/** Reads of one object a second of wall time, as informers and kubelets read: from the server's cache. */
export function getsPerSecond(total = 200_000, runs = 3): Figure {
  const read = function* (api: ApiClient): Process {
    yield* api.of(configMapKind).get({ namespace: 'default', name: 'made-0' }, { resourceVersion: '0' });
  };
  const rates = Array.from({ length: runs }, () => rate(total, read));
  return figure('gets', median(rates), 'per second', 300_000);
}

function* createOne(api: ApiClient, number: number): Process {
  const metadata = { namespace: 'default', name: `made-${number}` };
  yield* api.of(configMapKind).create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { number: String(number) } });
}

/** Does something so many times in a new world, from many clients at once; gives how often a second. */
function rate(total: number, request: (api: ApiClient, number: number) => Process): number {
  const { world } = readyWorld(3);
  const { host } = world.machine('workstation');
  const api = new ApiClient({ stack: host.stack, servers: world.servers, credentials: { token: world.adminToken }, userAgent: 'bench' });
  let done = 0;
  const run = (body: () => Process, until: number): void => {
    world.kernel.spawn('bench', body(), host.group);
    const end = world.run({ untilMs: world.kernel.nowMs + 3_600_000, condition: () => done >= until });
    if (end !== 'condition') throw new Error(`the benchmark ended early: ${end}`, { cause: world.kernel.failure?.error });
  };
  run(function* () {
    yield* createOne(api, 0);
    done = 1;
  }, 1);
  const began = performance.now();
  let next = 1;
  const client = function* (): Process {
    while (next <= total) {
      yield* request(api, next++);
      done++;
    }
  };
  for (let i = 1; i < clients; i++) world.kernel.spawn('bench', client(), host.group);
  run(client, total + 1);
  return total / ((performance.now() - began) / 1_000);
}
