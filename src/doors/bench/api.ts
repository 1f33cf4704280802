import { ApiClient } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { configMapKind } from '../../kinds/index.ts';
import { figure, median } from './figure.ts';
import type { Figure } from './figure.ts';
import { readyWorld } from './worlds.ts';

/** Clients that ask at the same time, each one request after the other. */
const clients = 100;

/** Creates of ConfigMaps a second of wall time, each through Raft and its majority; and what one costs. */
export function createsPerSecond(total = 10_000, runs = 3): readonly Figure[] {
  return figuresOf('creates through Raft', 10_000, Array.from({ length: runs }, () => load(total, createOne)));
}

/** Reads of one object a second of wall time, as informers and kubelets read: from the server's cache; and what one costs. */
export function getsPerSecond(total = 200_000, runs = 3): readonly Figure[] {
  const read = function* (api: ApiClient): Process {
    yield* api.of(configMapKind).get({ namespace: 'default', name: 'made-0' }, { resourceVersion: '0' });
  };
  return figuresOf('gets', 300_000, Array.from({ length: runs }, () => load(total, read)));
}

function figuresOf(name: string, against: number, measured: readonly Load[]): readonly Figure[] {
  return [
    figure(name, median(measured.map(({ perSecond }) => perSecond)), 'per second', against),
    figure(`${name}, CPU`, median(measured.map(({ cpuMicros }) => cpuMicros)), 'microseconds'),
  ];
}

function* createOne(api: ApiClient, number: number): Process {
  const metadata = { namespace: 'default', name: `made-${number}` };
  yield* api.of(configMapKind).create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { number: String(number) } });
}

/** How often a second something was done, and the CPU time that it took each time. */
interface Load {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

/** Does something so many times in a new world, from many clients at once. */
function load(total: number, request: (api: ApiClient, number: number) => Process): Load {
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
  const cpuBefore = process.cpuUsage();
  let next = 1;
  const client = function* (): Process {
    while (next <= total) {
      yield* request(api, next++);
      done++;
    }
  };
  for (let i = 1; i < clients; i++) world.kernel.spawn('bench', client(), host.group);
  run(client, total + 1);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: total / ((performance.now() - began) / 1_000), cpuMicros: (user + system) / total };
}
