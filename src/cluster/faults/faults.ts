import type { World } from '../world.ts';
import { diskFaults } from './disk-faults.ts';
import { FaultError } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';
import { laboratoryFaults } from './laboratory-faults.ts';
import { linkFaults } from './link-faults.ts';
import { machineFaults } from './machine-faults.ts';
import { memberFaults } from './member-faults.ts';
import { messageFaults } from './message-faults.ts';
import { safeguardFaults } from './safeguard-faults.ts';

/** Every fault by its first word. */
export const faultVerbs: FaultVerbs = { ...machineFaults, ...linkFaults, ...diskFaults, ...memberFaults, ...messageFaults, ...safeguardFaults, ...laboratoryFaults };

/** Does a fault as its words say, and records it as the cause of what follows. Throws FaultError. */
export function applyFault(world: World, words: readonly string[]): string {
  const [first = '', ...rest] = words;
  const verb = Object.hasOwn(faultVerbs, first) ? faultVerbs[first] : undefined;
  if (!verb) throw new FaultError(`there is no fault ${JSON.stringify(first)}; known are ${Object.keys(faultVerbs).join(', ')}`);
  world.kernel.record('fault', 'workstation', { type: 'fault', words });
  return verb.apply(world, rest);
}
