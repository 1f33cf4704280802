import type { RandomStream } from '../../kernel/index.ts';
import { pick } from './pick.ts';
import type { Planned } from './plan.ts';
import type { Names } from './topology-draws.ts';

const kinds = [
  'crash', 'crash', 'power', 'freeze', 'isolate', 'cut', 'partition', 'loss', 'repeat', 'reorder', 'hold', 'slow', 'stop', 'election', 'fill-disk', 'slow-disk', 'wipe',
] as const;

/** A fault and, later, its end. What does not end here ends when everything is mended. */
export function drawFault(random: RandomStream, afterMs: number, names: Names): Planned[] {
  const { machines, members, planes } = names;
  const machine = pick(random, machines);
  const member = pick(random, members);
  const chance = pick(random, [0.01, 0.1, 0.4]);
  const endMs = afterMs + random.between(500, 60_000);
  const at = (ms: number, words: string): Planned => ({ afterMs: ms, action: { type: 'fault', words: words.split(' ') } });
  const fault = (words: string, ...ends: readonly string[]): Planned[] => [at(afterMs, words), ...ends.map((end) => at(endMs, end))];
  switch (pick(random, kinds)) {
    case 'crash':
      return fault(`crash ${machine}`);
    case 'power':
      return fault(`power off ${machine}`, `power on ${machine}`);
    case 'freeze':
      return fault(`freeze ${machine}`, `unfreeze ${machine}`);
    case 'isolate':
      return fault(`isolate ${machine}`, `rejoin ${machine}`);
    case 'cut': {
      const other = pick(random, machines);
      return machine === other ? [] : fault(`cut ${machine} ${other}`, `heal ${machine} ${other}`);
    }
    case 'partition': {
      const inside = machines.filter(() => random.chance(0.5));
      const outside = machines.filter((name) => !inside.includes(name));
      return inside.length === 0 || outside.length === 0 ? [] : fault(`partition ${inside.join(',')} ${outside.join(',')}`, 'heal --all');
    }
    case 'loss':
      return fault(`loss ${machine} ${chance}`, `loss ${machine} 0`);
    case 'repeat':
      return fault(`repeat ${machine} ${chance}`, `repeat ${machine} 0`);
    case 'reorder':
      return fault(`reorder ${machine} ${chance}`, `reorder ${machine} 0`);
    case 'hold':
      return fault(`hold ${machine}`, `release ${machine}`);
    case 'slow':
      return fault(`slow ${machine} ${pick(random, [10, 100, 1_000])}`, `slow ${machine} 1`);
    case 'stop': {
      const plane = pick(random, planes);
      const component = pick(random, [`${plane}/kube-apiserver`, `${plane}/kube-controller-manager`, `${plane}/kube-scheduler`, `${pick(random, names.workers)}/kubelet`]);
      return fault(`stop ${component}`, `start ${component}`);
    }
    case 'election':
      return fault(`timeout ${member.name}`);
    case 'fill-disk':
      return fault(`fill-disk ${machine}`, `free-disk ${machine}`, `start ${machine}/etcd`);
    case 'slow-disk':
      return fault(`slow-disk ${member.name} ${pick(random, [10, 100, 2_000])}`, `slow-disk ${member.name} 1`);
    case 'wipe':
      return [{ afterMs, action: { type: 'wipe', member: member.name } }, at(endMs, `start ${member.machine}/etcd`)];
  }
}
