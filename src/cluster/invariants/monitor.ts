import type { Revision, StoreEvent } from '../../etcd/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import type { Invariant } from './invariant.ts';

/** Checks every invariant at every event, for as long as the world runs; a broken one stops it. */
export class InvariantMonitor {
  invariants: readonly Invariant[] = [];
  /** How often each was looked at: one that never met its subject proves nothing. */
  readonly looked = new Map<string, number>();
  private readonly kernel: Kernel;
  private readonly make: () => readonly Invariant[];
  private perApply: readonly Invariant[] = [];
  private seenRevision = 0;

  /** @param make makes the invariants, which know of nothing that was before */
  constructor(kernel: Kernel, make: () => readonly Invariant[]) {
    this.kernel = kernel;
    this.make = make;
    this.beginAnew();
  }

  /** From here on: what was promised before is lost with the disks that it was written on. */
  beginAnew(): void {
    const invariants = this.make();
    this.invariants = invariants;
    this.seenRevision = 0;
    this.perApply = invariants.filter((invariant) => invariant.afterApply !== undefined);
    const perEvent = invariants.filter((invariant) => invariant.afterEvent !== undefined);
    this.kernel.afterEvent = () => {
      for (const invariant of perEvent) invariant.afterEvent?.();
    };
  }

  /** Takes in a write that a member of etcd applied; every member tells of every write, the first one counts as the write. */
  committed(member: string, revision: Revision, events: readonly StoreEvent[]): void {
    for (const invariant of this.perApply) invariant.afterApply?.(member, revision, events);
    if (revision <= this.seenRevision) return;
    this.seenRevision = revision;
    for (const invariant of this.invariants) {
      if (!invariant.afterWrite) continue;
      this.looked.set(invariant.name, (this.looked.get(invariant.name) ?? 0) + 1);
      invariant.afterWrite(revision, events);
    }
  }
}
