import { assert } from '../../base/index.ts';
import { RandomStream } from '../../kernel/index.ts';

/** Something that is done to the world at a moment after it is up. */
export type Action =
  | { readonly type: 'fault'; readonly words: readonly string[] }
  | { readonly type: 'create' | 'scale'; readonly name: string; readonly replicas: number }
  | { readonly type: 'update'; readonly name: string; readonly image: string }
  | { readonly type: 'delete' | 'serve'; readonly name: string };

export interface Planned {
  readonly afterMs: number;
  readonly action: Action;
}

/** What one seed does: a topology, and what happens to it. */
export interface Plan {
  readonly seed: number;
  readonly topology: unknown;
  readonly steps: readonly Planned[];
}

/** How long faults and work go on before everything is mended. */
const stormMs = 90_000;
/** Names that are worked with; few, so that work meets work. */
const names = ['web', 'shop', 'cart', 'mail'];
const images = ['nginx:1.26', 'nginx:1.27', 'nginx:1.28', 'nginx:no-such-tag'];

/** The plan that a seed stands for. */
export function planOf(seed: number): Plan {
  const random = new RandomStream(seed, 'swarm');
  const controlPlanes = random.chance(0.3) ? 2 : 1;
  const members = pick(random, [1, 3, 3, 3, 5]);
  const workers = Array.from({ length: random.integer(2, 5) }, (_, index) => ({ name: `worker-${index + 1}`, cpu: pick(random, [2, 4, 8]) }));
  const topology = { controlPlanes, registered: random.chance(0.5), etcd: { members }, workers };
  const planes = numbered('control-plane', controlPlanes);
  const etcd = numbered('etcd', members);
  const machines = [...planes, ...etcd, ...workers.map(({ name }) => name)];
  const steps: Planned[] = names.slice(0, 2).map((name) => ({ afterMs: 0, action: { type: 'create', name, replicas: random.integer(1, 6) } }));
  for (let count = random.integer(8, 20); count > 0; count--) {
    const afterMs = random.between(0, stormMs);
    if (random.chance(0.5)) steps.push({ afterMs, action: drawWork(random) });
    else steps.push(...drawFault(random, afterMs, { machines, etcd, planes }));
  }
  return { seed, topology, steps: steps.sort((a, b) => a.afterMs - b.afterMs) };
}

function pick<Item>(random: RandomStream, items: readonly Item[]): Item {
  const item = random.pick(items);
  assert(item !== undefined, 'nothing to pick from');
  return item;
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

function drawWork(random: RandomStream): Action {
  const name = pick(random, names);
  switch (pick(random, ['create', 'create', 'scale', 'scale', 'update', 'update', 'delete', 'serve'] as const)) {
    case 'create':
      return { type: 'create', name, replicas: random.integer(1, 6) };
    case 'scale':
      return { type: 'scale', name, replicas: random.integer(0, 9) };
    case 'update':
      return { type: 'update', name, image: pick(random, images) };
    case 'delete':
      return { type: 'delete', name };
    case 'serve':
      return { type: 'serve', name };
  }
}

interface Targets {
  readonly machines: readonly string[];
  readonly etcd: readonly string[];
  readonly planes: readonly string[];
}

/** A fault and, later, its end. What does not end here ends when everything is mended. */
function drawFault(random: RandomStream, afterMs: number, { machines, etcd, planes }: Targets): Planned[] {
  const machine = pick(random, machines);
  const other = pick(random, machines);
  const plane = pick(random, planes);
  const endMs = afterMs + random.between(500, 60_000);
  const fault = (words: string, undo?: string): Planned[] => [
    { afterMs, action: { type: 'fault', words: words.split(' ') } },
    ...(undo === undefined ? [] : [{ afterMs: endMs, action: { type: 'fault' as const, words: undo.split(' ') } }]),
  ];
  switch (pick(random, ['crash', 'crash', 'power', 'freeze', 'isolate', 'cut', 'loss', 'slow', 'stop', 'election', 'partition'] as const)) {
    case 'crash':
      return fault(`crash ${machine}`);
    case 'power':
      return fault(`power off ${machine}`, `power on ${machine}`);
    case 'freeze':
      return fault(`freeze ${machine}`, `unfreeze ${machine}`);
    case 'isolate':
      return fault(`isolate ${machine}`, `rejoin ${machine}`);
    case 'cut':
      return machine === other ? [] : fault(`cut ${machine} ${other}`, `heal ${machine} ${other}`);
    case 'loss':
      return fault(`loss ${machine} ${pick(random, [0.01, 0.1, 0.4])}`, `loss ${machine} 0`);
    case 'slow':
      return fault(`slow ${machine} ${pick(random, [10, 100, 1_000])}`, `slow ${machine} 1`);
    case 'stop': {
      const component = pick(random, [`${plane}/kube-apiserver`, `${plane}/kube-controller-manager`, `${plane}/kube-scheduler`, `${machines.at(-1) ?? ''}/kubelet`]);
      return fault(`stop ${component}`, `start ${component}`);
    }
    case 'election':
      return fault(`timeout ${pick(random, etcd)}`);
    case 'partition': {
      const inside = machines.filter(() => random.chance(0.5));
      const outside = machines.filter((name) => !inside.includes(name));
      return inside.length === 0 || outside.length === 0 ? [] : fault(`partition ${inside.join(',')} ${outside.join(',')}`, 'heal --all');
    }
  }
}
