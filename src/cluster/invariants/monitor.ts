import type { Revision, StoreEvent } from '../../etcd/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** A promise that did not hold, in a world that had taken away what keeps it. */
export interface BrokenInvariant {
  /** The first promise of that name that was found broken. */
  readonly name: string;
  readonly message: string;
  readonly atMs: number;
  /** The number of the event by which it broke. */
  readonly event: number;
}

/** How often one invariant may be found broken and is looked at again, as if nothing had been before. */
const mostBreaks = 16;

/**
 * Checks every invariant at every event, for as long as the world runs. A broken one stops the world; where promises are void
 * it is noted, and looked at anew.
 */
export class InvariantMonitor {
  invariants: readonly Invariant[] = [];
  /** How often each was looked at: one that never met its subject proves nothing. */
  readonly looked = new Map<string, number>();
  /** What was found broken while promises were void, in order, each name once. */
  readonly broken: BrokenInvariant[] = [];
  private readonly kernel: Kernel;
  private readonly make: () => readonly Invariant[];
  private readonly arePromisesVoid: () => boolean;
  private readonly breaks = new Map<string, number>();
  private perApply: readonly Invariant[] = [];
  private perEvent: readonly Invariant[] = [];
  private seenRevision = 0;

  /**
   * @param make makes the invariants, which know of nothing that was before
   * @param arePromisesVoid whether a broken promise is what was to be expected
   */
  constructor(kernel: Kernel, make: () => readonly Invariant[], arePromisesVoid: () => boolean = () => false) {
    this.kernel = kernel;
    this.make = make;
    this.arePromisesVoid = arePromisesVoid;
    this.beginAnew();
    kernel.afterEvent = () => this.lookAfterEvent();
  }

  /** From here on: what was promised before is lost with the disks that it was written on. */
  beginAnew(): void {
    this.seenRevision = 0;
    this.watch(this.make());
  }

  /** Takes in a write that a member of etcd applied; every member tells of every write, the first one counts as the write. */
  committed(member: string, revision: Revision, events: readonly StoreEvent[]): void {
    let looked: Invariant | undefined;
    try {
      for (const invariant of this.perApply) {
        looked = invariant;
        invariant.afterApply?.(member, revision, events);
      }
      if (revision <= this.seenRevision) return;
      this.seenRevision = revision;
      for (const invariant of this.invariants) {
        if (!invariant.afterWrite) continue;
        looked = invariant;
        this.looked.set(invariant.name, (this.looked.get(invariant.name) ?? 0) + 1);
        invariant.afterWrite(revision, events);
      }
    } catch (error) {
      this.take(error, looked);
    }
  }

  private lookAfterEvent(): void {
    let looked: Invariant | undefined;
    try {
      for (const invariant of this.perEvent) {
        looked = invariant;
        invariant.afterEvent?.();
      }
    } catch (error) {
      this.take(error, looked);
    }
  }

  private take(error: unknown, invariant: Invariant | undefined): void {
    if (!invariant || !(error instanceof InvariantError) || !this.arePromisesVoid()) throw error;
    const { kernel, broken, breaks } = this;
    const { invariant: name, message } = error;
    if (!broken.some((known) => known.name === name)) broken.push({ name, message, atMs: kernel.nowMs, event: kernel.eventNumber });
    const count = (breaks.get(invariant.name) ?? 0) + 1;
    breaks.set(invariant.name, count);
    const anew = count < mostBreaks ? this.make().find((other) => other.name === invariant.name) : undefined;
    this.watch(this.invariants.flatMap((other) => (other.name !== invariant.name ? [other] : anew ? [anew] : [])));
  }

  private watch(invariants: readonly Invariant[]): void {
    this.invariants = invariants;
    this.perApply = invariants.filter((invariant) => invariant.afterApply !== undefined);
    this.perEvent = invariants.filter((invariant) => invariant.afterEvent !== undefined);
  }
}
