import type { Process } from '../../kernel/index.ts';
import { memberOffice } from '../later.ts';
import type { MemberOffice } from '../members/member-office.ts';
import { FaultError } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';

const usage = `orrery member add [MACHINE] [--learner]   a machine (a new one, if none is named) joins etcd, as a voter or a learner
orrery member promote MEMBER              a learner that has caught up becomes a voter
orrery member remove MEMBER               a member leaves; its etcd ends
orrery member update MEMBER URL           the others find it at another peer URL
orrery member set MEMBER,MEMBER,…         exactly these vote from here on, by one joint change (etcd itself changes one at a time)`;

type Deed = (office: MemberOffice, words: readonly string[]) => Process<string>;

const deeds: Readonly<Record<string, Deed>> = {
  add: (office, words) => office.add(words.find((word) => word !== '--learner'), words.includes('--learner')),
  promote: (office, [name]) => office.promote(named(name, 'promote')),
  remove: (office, [name]) => office.remove(named(name, 'remove')),
  update: (office, [name, url]) => office.update(named(name, 'update'), named(url, 'update')),
  set: (office, words) => office.set(words.flatMap((word) => word.split(',')).filter((name) => name !== '')),
};

/** Who belongs to etcd, and the machines for it. */
export const membershipVerbs: FaultVerbs = {
  'add-machine': {
    usage: 'add-machine NAME',
    summary: 'a new machine with etcd installed, which does not belong to the cluster yet',
    apply(world, [name = '']) {
      const { host } = memberOffice(world).newMachine(name);
      return `${name} is there at ${host.stack.address}; how its etcd starts stands in /etc/default/etcd once somebody writes it`;
    },
  },
  member: {
    usage: 'member add|promote|remove|update|set …',
    summary: 'change who belongs to etcd; "orrery member --help" tells more',
    *perform(world, [verb = '', ...words]) {
      return verb === '--help' ? usage : yield* deedOf(verb)(memberOffice(world), words);
    },
    apply(world, [verb = '', ...words]) {
      const deed = deedOf(verb);
      const { kernel } = world;
      const body = function* (): Process {
        const answer = yield* answered(deed(memberOffice(world), words));
        kernel.record('decision', 'workstation', { type: 'answer', words: ['member', verb, ...words], answer });
      };
      kernel.spawn(`orrery member ${verb}`, body(), world.machine('workstation').host.group);
      return `under way: member ${[verb, ...words].join(' ')}`;
    },
  },
};

/** Throws FaultError when there is none of that name. */
function deedOf(verb: string): Deed {
  const deed = Object.hasOwn(deeds, verb) ? deeds[verb] : undefined;
  if (!deed) throw new FaultError(`there is no "member ${verb}"; known are ${Object.keys(deeds).join(', ')}:\n${usage}`);
  return deed;
}

function named(word: string | undefined, verb: string): string {
  if (word === undefined) throw new FaultError(`member ${verb}: something is missing:\n${usage}`);
  return word;
}

/** What came of it, or the words of the refusal: who does not wait for it finds them in the trace. */
function* answered(body: Process<string>): Process<string> {
  try {
    return yield* body;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return error.message;
  }
}
