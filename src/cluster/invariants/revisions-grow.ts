import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** Each committed write has the revision that follows the one before: resourceVersions only grow, and none is left out. */
export function revisionsGrow(): Invariant {
  const name = 'revisionsGrow';
  let last: number | undefined;
  return {
    name,
    afterWrite(revision) {
      if (last !== undefined && revision !== last + 1) throw new InvariantError(name, `revision ${revision} was committed after ${last}`);
      last = revision;
    },
  };
}
