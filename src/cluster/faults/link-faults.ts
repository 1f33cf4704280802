import type { Link } from '../../network/index.ts';
import type { Machine } from '../machine.ts';
import { parseSpan } from '../span.ts';
import type { World } from '../world.ts';
import { FaultError, forEachLink, machineNamed, numberIn, onMachine } from './fault-verb.ts';
import type { FaultVerb, FaultVerbs } from './fault-verb.ts';

/** Does what comes after a verb only from the first machine to the second. */
const oneWay = '--one-way';
/** The word for a link as it is when nothing is wrong with it. */
const usual = 'usual';
const greatestLatencyMs = 60_000;

/** What can happen to links between machines, and to all messages that pass them. */
export const linkFaults: FaultVerbs = {
  cut: onLink(`cut MACHINE MACHINE [${oneWay}]`, 'nothing passes between two machines, or only from the second to the first', true),
  heal: {
    usage: `heal MACHINE MACHINE [${oneWay}] | heal --all`,
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
  loss: withChance('loss', 'are lost', (link, chance) => (link.lossChance = chance)),
  repeat: withChance('repeat', 'come twice', (link, chance) => (link.duplicateChance = chance)),
  reorder: withChance('reorder', 'are overtaken', (link, chance) => (link.reorderChance = chance)),
  latency: withSpan('latency', 'messages between two machines take at least so long', (link, ms = link.usualLatency.baseMs) => (link.latency = { ...link.latency, baseMs: ms })),
  jitter: withSpan('jitter', 'messages between two machines take so much longer on average, some more and some less', (link, ms = link.usualLatency.jitterMs) => (link.latency = { ...link.latency, jitterMs: ms })),
};

/** The link between two machines, in both directions or in one, and what is said after their names. */
interface NamedLink {
  readonly from: Machine;
  readonly to: Machine;
  readonly isOneWay: boolean;
  readonly directions: readonly Link[];
  /** As it is told of. */
  readonly between: string;
  readonly words: readonly string[];
}

/** Throws FaultError. */
function linkIn(world: World, [a, b, ...words]: readonly string[]): NamedLink {
  const [from, to] = [machineNamed(world, a), machineNamed(world, b)];
  if (from === to) throw new FaultError(`${from.name} has no link to itself`);
  const isOneWay = words.includes(oneWay);
  const { network } = world;
  const there = network.link(from.host, to.host);
  return {
    from,
    to,
    isOneWay,
    directions: isOneWay ? [there] : [there, network.link(to.host, from.host)],
    between: isOneWay ? `from ${from.name} to ${to.name}` : `between ${from.name} and ${to.name}`,
    words: words.filter((word) => word !== oneWay),
  };
}

/** A verb that gives a probability to every link of a machine, or to the one between two. */
function withChance(verb: string, happens: string, set: (link: Link, chance: number) => void): FaultVerb {
  const toAll = (world: World, name: string | undefined, text: string | undefined): string => {
    const machine = machineNamed(world, name);
    const chance = numberIn(text, 'PROBABILITY', 0, 1);
    forEachLink(world, machine, (link) => set(link, chance));
    return `${percent(chance)} of ${machine.name}'s messages ${happens}`;
  };
  return {
    usage: `${verb} MACHINE [MACHINE] PROBABILITY [${oneWay}]`,
    summary: `messages from and to a machine, or between two, ${happens} with this probability`,
    apply(world, words) {
      if (words.length < 3) return toAll(world, words[0], words[1]);
      const { directions, between, words: [text] } = linkIn(world, words);
      const chance = numberIn(text, 'PROBABILITY', 0, 1);
      for (const link of directions) set(link, chance);
      return `${percent(chance)} of the messages ${between} ${happens}`;
    },
  };
}

function percent(chance: number): string {
  return `${Math.round(chance * 100)}%`;
}

/** A verb that gives the link between two machines a time, or again the usual one. */
function withSpan(verb: string, summary: string, set: (link: Link, ms: number | undefined) => void): FaultVerb {
  return {
    usage: `${verb} MACHINE MACHINE 20ms|${usual} [${oneWay}]`,
    summary,
    apply(world, all) {
      const { directions, between, words: [text = ''] } = linkIn(world, all);
      const ms = text === usual ? undefined : parseSpan(text);
      if (text !== usual && (ms === undefined || ms > greatestLatencyMs)) throw new FaultError(`${verb}: ${JSON.stringify(text)} is no time such as 20ms, at most a minute, nor the word ${usual}`);
      for (const link of directions) set(link, ms);
      return `the ${verb} ${between} is ${ms === undefined ? 'as usual' : `${ms} ms`}`;
    },
  };
}

function onLink(usage: string, summary: string, isCut: boolean): FaultVerb {
  return {
    usage,
    summary,
    apply(world, words) {
      const { from, to, isOneWay, directions, between } = linkIn(world, words);
      for (const link of directions) world.network.setCut(link.from, link.to, isCut);
      if (isOneWay) return `nothing ${isCut ? 'passes any more' : 'is in the way'} ${between}`;
      return `${from.name} and ${to.name} ${isCut ? 'cannot reach each other' : 'reach each other again'}`;
    },
  };
}

function setIsolated(world: World, machine: Machine, isCut: boolean): string {
  forEachLink(world, machine, (link) => world.network.setCut(link.from, link.to, isCut));
  return `${machine.name} ${isCut ? 'is cut off' : 'is connected again'}`;
}
