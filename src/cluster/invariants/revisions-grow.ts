import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** Each committed write has a greater revision than the one before, so resourceVersions only grow. */
export function revisionsGrow(): Invariant {
  const name = 'revisionsGrow';
  let last = 0;
  return {
    name,
    afterWrite(revision) {
      if (revision <= last) throw new InvariantError(name, `revision ${revision} was committed after ${last}`);
      last = revision;
    },
  };
}
