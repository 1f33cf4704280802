import { RandomStream } from '../../kernel/index.ts';
import { drawFault } from './fault-draws.ts';
import { drawMembership } from './membership-draws.ts';
import { drawTopology } from './topology-draws.ts';
import { drawWork, firstWork } from './work-draws.ts';

/** What a person or a program does with the API. */
export type Work =
  | { readonly type: 'create' | 'scale'; readonly name: string; readonly replicas: number }
  | { readonly type: 'update'; readonly name: string; readonly image: string }
  | { readonly type: 'delete' | 'serve'; readonly name: string }
  /** A line typed on the workstation. */
  | { readonly type: 'command'; readonly line: string };

/** Something that is done to the world at a moment after it is up. */
export type Action =
  | Work
  | { readonly type: 'fault'; readonly words: readonly string[] }
  /** An etcd member's disk is lost, if the cluster can bear it at that moment. */
  | { readonly type: 'wipe'; readonly member: string };

export interface Planned {
  readonly afterMs: number;
  readonly action: Action;
}

/** What one seed does: a topology, and what happens to it. */
export interface Plan {
  readonly seed: number;
  readonly topology: unknown;
  readonly steps: readonly Planned[];
}

/** How long faults and work go on before everything is mended. */
const stormMs = 90_000;

/** The plan that a seed stands for. */
export function planOf(seed: number): Plan {
  const random = new RandomStream(seed, 'swarm');
  const { topology, names } = drawTopology(random);
  const steps: Planned[] = firstWork(random).map((action) => ({ afterMs: 0, action }));
  for (let count = random.integer(10, 26); count > 0; count--) {
    const afterMs = random.between(0, stormMs);
    if (random.chance(0.5)) steps.push({ afterMs, action: drawWork(random, names) });
    else steps.push(...drawFault(random, afterMs, names));
  }
  const membership = drawMembership(seed, stormMs, names);
  // A member of a changed cluster that has lost its disk is not let in again: somebody has to take it out and add another.
  const possible = membership.length === 0 ? steps : steps.filter(({ action }) => action.type !== 'wipe');
  return { seed, topology, steps: [...possible, ...membership].sort((a, b) => a.afterMs - b.afterMs) };
}
