import { safeguardNames } from '../../etcd/index.ts';
import type { SafeguardName } from '../../etcd/index.ts';
import type { World } from '../world.ts';
import { FaultError } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';

/** What can be taken away from Raft, in all members of etcd at once, to see what it is for. */
export const safeguardFaults: FaultVerbs = {
  safeguard: {
    usage: 'safeguard NAME on|off | safeguard --all on',
    summary: `take something away from Raft in every member, or give it back: ${safeguardNames.join(', ')}`,
    apply(world, [name = '', state]) {
      if (name === '--all') {
        if (state !== 'on') throw new FaultError('safeguard --all: say "safeguard --all on"; they are taken away one by one');
        return giveAllBack(world);
      }
      const safeguard = safeguardNamed(name);
      if (state !== 'on' && state !== 'off') throw new FaultError(`safeguard ${safeguard}: say "safeguard ${safeguard} on" or "safeguard ${safeguard} off"`);
      return setSafeguard(world, safeguard, state === 'on');
    },
  },
  reads: {
    usage: 'reads safe|lease-based',
    summary: 'how leaders make sure of a read: by asking a majority, or by the lease that checkQuorum gives them',
    apply(world, [reads]) {
      if (reads !== 'safe' && reads !== 'lease-based') throw new FaultError(`reads ${reads ?? ''}: say "reads safe" or "reads lease-based"`);
      if (reads === 'lease-based' && world.safeguards.without.has('checkQuorum')) throw new FaultError('reads lease-based: without checkQuorum a leader has no lease; say "safeguard checkQuorum on" first');
      world.safeguards = { ...world.safeguards, reads };
      return reads === 'safe' ? 'leaders ask a majority before each read' : 'leaders answer reads by their lease';
    },
  },
};

function safeguardNamed(text: string): SafeguardName {
  const name = safeguardNames.find((known) => known === text);
  if (name === undefined) throw new FaultError(`there is no safeguard ${JSON.stringify(text)}; there are ${safeguardNames.join(', ')}`);
  return name;
}

function setSafeguard(world: World, name: SafeguardName, isOn: boolean): string {
  const { safeguards } = world;
  if (name === 'checkQuorum' && !isOn && safeguards.reads === 'lease-based') throw new FaultError('safeguard checkQuorum off: reads rest on the lease that it gives; say "reads safe" first');
  const others = safeguardNames.filter((other) => other !== name && safeguards.without.has(other));
  world.safeguards = { ...safeguards, without: new Set(isOn ? others : [...others, name]) };
  if (!isOn) return `no member has ${name}: this is no longer etcd's Raft`;
  return `every member has ${name} again${others.length > 0 ? `; still without ${others.join(', ')}` : ''}`;
}

function giveAllBack(world: World): string {
  world.safeguards = { ...world.safeguards, without: new Set() };
  return 'every member has all safeguards';
}
