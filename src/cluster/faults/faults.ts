import { etcdLimits } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { World } from '../world.ts';
import { diskFaults } from './disk-faults.ts';
import { FaultError } from './fault-verb.ts';
import type { FaultVerb, FaultVerbs } from './fault-verb.ts';
import { laboratoryFaults } from './laboratory-faults.ts';
import { linkFaults } from './link-faults.ts';
import { machineFaults } from './machine-faults.ts';
import { memberFaults } from './member-faults.ts';
import { membershipVerbs } from './membership-verbs.ts';
import { messageFaults } from './message-faults.ts';
import { safeguardFaults } from './safeguard-faults.ts';

/** Every fault by its first word. */
export const faultVerbs: FaultVerbs = { ...machineFaults, ...linkFaults, ...diskFaults, ...memberFaults, ...membershipVerbs, ...messageFaults, ...safeguardFaults, ...laboratoryFaults };

/** Refuses what is larger than anything that could be done, before it is written down anywhere. Throws FaultError. */
export function checkFault(words: readonly string[]): void {
  const bytes = words.reduce((sum, word) => sum + word.length, 0);
  const greatest = etcdLimits.maxRequestBytes;
  if (bytes > greatest) throw new FaultError(`${bytes} bytes are more than the ${greatest} that etcd takes in a request: etcdserver: request is too large`);
}

/** Does a fault as its words say, and records it as the cause of what follows. Throws FaultError. */
export function applyFault(world: World, words: readonly string[]): string {
  return begun(world, words).apply(world, words.slice(1));
}

/** The same; what takes its time is waited for. Throws FaultError. */
export function* performFault(world: World, words: readonly string[]): Process<string> {
  const verb = begun(world, words);
  return verb.perform ? yield* verb.perform(world, words.slice(1)) : verb.apply(world, words.slice(1));
}

function begun(world: World, words: readonly string[]): FaultVerb {
  checkFault(words);
  const [first = ''] = words;
  const verb = Object.hasOwn(faultVerbs, first) ? faultVerbs[first] : undefined;
  if (!verb) throw new FaultError(`there is no fault ${JSON.stringify(first)}; known are ${Object.keys(faultVerbs).join(', ')}`);
  world.kernel.record('fault', 'workstation', { type: 'fault', words });
  return verb;
}
