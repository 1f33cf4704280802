import type { Link } from '../../network/index.ts';
import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';
import { FaultError, forEachLink, machineNamed, numberIn, onMachine } from './fault-verb.ts';
import type { FaultVerb, FaultVerbs } from './fault-verb.ts';

/** What can happen to links between machines, and to all messages that pass them. */
export const linkFaults: FaultVerbs = {
  cut: onLink('cut MACHINE MACHINE', 'nothing passes between two machines', true),
  heal: {
    usage: 'heal MACHINE MACHINE | heal --all',
    summary: 'mend the link between two machines, or every link',
    apply(world, words) {
      if (words[0] !== '--all') return onLink('heal MACHINE MACHINE', '', false).apply(world, words);
      world.network.heal();
      return 'every link is mended';
    },
  },
  isolate: onMachine('isolate MACHINE', 'cut every link of a machine', (world, machine) => setIsolated(world, machine, true)),
  rejoin: onMachine('rejoin MACHINE', 'mend every link of a machine', (world, machine) => setIsolated(world, machine, false)),
  partition: {
    usage: 'partition A,B C,D …',
    summary: 'a wall: machines of different sides cannot talk; those that are not named stand with everyone',
    apply(world, words) {
      if (words.length < 2) throw new FaultError('partition needs two sides, such as "partition etcd-1,etcd-2 etcd-3"');
      world.network.partition(words.map((side) => side.split(',').map((name) => machineNamed(world, name).host)));
      return `partitioned: ${words.join(' | ')}`;
    },
  },
  slow: {
    usage: 'slow MACHINE FACTOR',
    summary: 'messages from and to a machine take so many times longer (1: as usual)',
    apply(world, [name, text]) {
      const machine = machineNamed(world, name);
      const factor = numberIn(text, 'FACTOR', 1, 100_000);
      forEachLink(world, machine, (link) => (link.extraLatencyMs = link.latency.baseMs * (factor - 1)));
      return `${machine.name} is ${factor} times slower`;
    },
  },
  loss: withChance('loss MACHINE PROBABILITY', 'messages from and to a machine are lost with this probability', (link, chance) => (link.lossChance = chance), 'are lost'),
  repeat: withChance('repeat MACHINE PROBABILITY', 'messages from and to a machine come twice with this probability', (link, chance) => (link.duplicateChance = chance), 'come twice'),
  reorder: withChance('reorder MACHINE PROBABILITY', 'messages from and to a machine are overtaken with this probability', (link, chance) => (link.reorderChance = chance), 'are overtaken'),
};

/** A verb that gives every link of a machine a probability. */
function withChance(usage: string, summary: string, set: (link: Link, chance: number) => void, happens: string): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [name, text]) {
      const machine = machineNamed(world, name);
      const chance = numberIn(text, 'PROBABILITY', 0, 1);
      forEachLink(world, machine, (link) => set(link, chance));
      return `${Math.round(chance * 100)}% of ${machine.name}'s messages ${happens}`;
    },
  };
}

function onLink(usage: string, summary: string, isCut: boolean): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [a, b]) {
      const [from, to] = [machineNamed(world, a), machineNamed(world, b)];
      world.network.setCut(from.host, to.host, isCut);
      world.network.setCut(to.host, from.host, isCut);
      return `${from.name} and ${to.name} ${isCut ? 'cannot reach each other' : 'reach each other again'}`;
    },
  };
}

function setIsolated(world: World, machine: Machine, isCut: boolean): string {
  forEachLink(world, machine, (link) => world.network.setCut(link.from, link.to, isCut));
  return `${machine.name} ${isCut ? 'is cut off' : 'is connected again'}`;
}
