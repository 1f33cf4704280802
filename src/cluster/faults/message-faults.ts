import { isPeerMessage } from '../../etcd/index.ts';
import type { Packet } from '../../network/index.ts';
import type { World } from '../world.ts';
import { FaultError, forEachLink } from './fault-verb.ts';
import type { FaultVerb, FaultVerbs } from './fault-verb.ts';

/** What can happen to one message under way, or to all of a machine. */
export const messageFaults: FaultVerbs = {
  hold: orAllOf(onMessage('hold MESSAGE | hold MACHINE', 'a message under way stops where it is, or all from and to a machine', (world, id) => world.network.hold(id)), true),
  release: orAllOf(onMessage('release MESSAGE | release MACHINE', 'what is held goes on', (world, id) => world.network.release(id)), false),
  drop: onMessage('drop MESSAGE', 'a message is lost', (world, id) => world.network.drop(id)),
  duplicate: onMessage('duplicate MESSAGE', 'a second copy of a message follows', (world, id) => world.network.duplicate(id)),
  deliver: onMessage('deliver MESSAGE', 'a message arrives now; a MESSAGE is message/7, or between etcd members MsgVote/etcd-1/etcd-2', (world, id) => world.network.deliverNow(id)),
  delay: {
    usage: 'delay MESSAGE 5ms',
    summary: 'a message arrives later',
    apply(world, [message, text = '']) {
      const delayMs = Number(/^(\d+(?:\.\d+)?)ms$/.exec(text)?.[1] ?? Number.NaN);
      if (Number.isNaN(delayMs)) throw new FaultError(`delay: ${JSON.stringify(text)} is no time such as 5ms`);
      return onMessage('', '', (_, id) => world.network.delay(id, delayMs)).apply(world, [message ?? '']);
    },
  },
};

/**
 * The message under way that is meant: by its number (`message/7`, `7`), or, between etcd members, by what it is and its ends
 * (`MsgVote/etcd-1/etcd-2`: of several the oldest; `MsgVote/etcd-1/etcd-2/3`: the third).
 */
export function messageNamed(world: World, name: string): Packet | undefined {
  const words = name.split('/');
  if (words.length < 3) return world.network.inFlight.get(Number(name.replace(/^message\//, '') || Number.NaN));
  const [type = '', from = '', to = '', place = '1'] = words;
  const hostOf = (member: string): string => world.etcd.find((one) => one.name === member)?.host.name ?? member;
  return alike(world, type, hostOf(from), hostOf(to))[Number(place) - 1];
}

/** The name of a message between members that means the same in another run; undefined for any other. */
export function lastingName(world: World, { id, payload, from, to }: Packet): string | undefined {
  if (!isPeerMessage(payload)) return undefined;
  const place = alike(world, payload.type, from.host.name, to.host.name).findIndex((packet) => packet.id === id) + 1;
  const nameOn = (host: string): string => world.etcd.find((one) => one.host.name === host)?.name ?? host;
  return `${payload.type}/${nameOn(from.host.name)}/${nameOn(to.host.name)}${place > 1 ? `/${place}` : ''}`;
}

function alike({ network }: World, type: string, from: string, to: string): readonly Packet[] {
  return [...network.inFlight.packets()].filter((packet) => isPeerMessage(packet.payload) && packet.payload.type === type && packet.from.host.name === from && packet.to.host.name === to);
}

function onMessage(usage: string, summary: string, act: (world: World, id: number) => boolean): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [name = '']) {
      const packet = messageNamed(world, name);
      if (!packet || !act(world, packet.id)) throw new FaultError(`message ${JSON.stringify(name)} is not under way`);
      return `message ${packet.id}`;
    },
  };
}

/** The verb does it to whatever comes along a machine's links when it is a machine that is named. */
function orAllOf(verb: FaultVerb, isHeld: boolean): FaultVerb {
  return {
    ...verb,
    apply(world, words) {
      const machine = world.machines.get(words[0] ?? '');
      if (!machine) return verb.apply(world, words);
      forEachLink(world, machine, (link) => world.network.setHeld(link.from, link.to, isHeld));
      return `${machine.name}'s messages ${isHeld ? 'are held' : 'go on'}`;
    },
  };
}
