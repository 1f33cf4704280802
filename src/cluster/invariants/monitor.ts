import type { Revision, StoreEvent } from '../../etcd/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import type { Invariant } from './invariant.ts';

/** Checks every invariant at every event, for as long as the world runs; a broken one stops it. */
export class InvariantMonitor {
  readonly invariants: readonly Invariant[];
  /** How often each was looked at: one that never met its subject proves nothing. */
  readonly looked = new Map<string, number>();
  private seenRevision = 0;

  constructor(kernel: Kernel, invariants: readonly Invariant[]) {
    this.invariants = invariants;
    const perEvent = invariants.filter((invariant) => invariant.afterEvent !== undefined);
    kernel.afterEvent = () => {
      for (const invariant of perEvent) invariant.afterEvent?.();
    };
  }

  /** Takes in a write that a member of etcd applied; every member tells of every write, the first one counts. */
  committed(revision: Revision, events: readonly StoreEvent[]): void {
    if (revision <= this.seenRevision) return;
    this.seenRevision = revision;
    for (const invariant of this.invariants) {
      if (!invariant.afterWrite) continue;
      this.looked.set(invariant.name, (this.looked.get(invariant.name) ?? 0) + 1);
      invariant.afterWrite(revision, events);
    }
  }
}
