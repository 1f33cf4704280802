import type { RandomStream } from '../../kernel/index.ts';
import { pick } from './pick.ts';

/** What a drawn world has, by name: whom work and faults can choose from. */
export interface Names {
  /** Every machine of the cluster. */
  readonly machines: readonly string[];
  readonly planes: readonly string[];
  readonly workers: readonly string[];
  /** Etcd's members, and the machine of each. */
  readonly members: readonly { readonly name: string; readonly machine: string }[];
}

/** A topology as it would be written, of any shape that a cluster may have. */
export function drawTopology(random: RandomStream): { readonly topology: unknown; readonly names: Names } {
  const planes = numbered('control-plane', pick(random, [1, 1, 1, 2, 3]));
  const workers = Array.from({ length: random.integer(2, 5) }, (_, index) => ({ name: `worker-${index + 1}`, cpu: pick(random, [2, 4, 8]) }));
  const workerNames = workers.map(({ name }) => name);
  const { etcd, machines } = drawEtcd(random, planes, workerNames);
  return {
    topology: { controlPlanes: planes.length, registered: random.chance(0.5), etcd, workers },
    names: {
      machines: [...new Set([...planes, ...machines, ...workerNames])],
      planes,
      workers: workerNames,
      members: machines.map((machine, index) => ({ name: `etcd-${index + 1}`, machine })),
    },
  };
}

function drawEtcd(random: RandomStream, planes: readonly string[], workers: readonly string[]): { readonly etcd: object; readonly machines: readonly string[] } {
  switch (pick(random, ['own', 'own', 'own', 'stacked', 'listed'] as const)) {
    case 'own': {
      const members = pick(random, [1, 3, 3, 3, 5]);
      return { etcd: { members }, machines: numbered('etcd', members) };
    }
    case 'stacked':
      return { etcd: { members: planes.length, on: 'stacked' }, machines: planes };
    case 'listed': {
      const on = [...planes, ...workers].slice(0, 3);
      return { etcd: { on }, machines: on };
    }
  }
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}
