import type { World } from '../world.ts';
import { FaultError, forEachLink } from './fault-verb.ts';
import type { FaultVerb, FaultVerbs } from './fault-verb.ts';

/** What can happen to one message under way, or to all of a machine. */
export const messageFaults: FaultVerbs = {
  hold: orAllOf(onMessage('hold MESSAGE | hold MACHINE', 'a message under way stops where it is, or all from and to a machine', (world, id) => world.network.hold(id)), true),
  release: orAllOf(onMessage('release MESSAGE | release MACHINE', 'what is held goes on', (world, id) => world.network.release(id)), false),
  drop: onMessage('drop MESSAGE', 'a message is lost', (world, id) => world.network.drop(id)),
  duplicate: onMessage('duplicate MESSAGE', 'a second copy of a message follows', (world, id) => world.network.duplicate(id)),
  deliver: onMessage('deliver MESSAGE', 'a message arrives now', (world, id) => world.network.deliverNow(id)),
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

function onMessage(usage: string, summary: string, act: (world: World, id: number) => boolean): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [name = '']) {
      const id = Number(name.replace(/^message\//, ''));
      if (!Number.isInteger(id) || !act(world, id)) throw new FaultError(`message ${JSON.stringify(name)} is not under way`);
      return `message ${id}`;
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
