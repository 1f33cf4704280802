import { isObject } from '../../base/index.ts';
import type { StoreEvent } from '../../etcd/index.ts';
import type { Kernel, TraceRecord } from '../../kernel/index.ts';
import type { Invariant } from './invariant.ts';

/** The trace record of a write that etcd committed, as far as invariants need it. */
interface WriteSubject {
  readonly type: 'etcd-write';
  readonly revision: number;
  readonly events: readonly StoreEvent[];
}

/** Checks every invariant at every event, for as long as the world runs; a broken one stops it. */
export class InvariantMonitor {
  readonly invariants: readonly Invariant[];
  /** How often each was looked at: one that never met its subject proves nothing. */
  readonly looked = new Map<string, number>();

  constructor(kernel: Kernel, invariants: readonly Invariant[]) {
    this.invariants = invariants;
    const perEvent = invariants.filter((invariant) => invariant.afterEvent !== undefined);
    kernel.trace.observe((record) => this.onRecord(record));
    kernel.afterEvent = () => {
      for (const invariant of perEvent) invariant.afterEvent?.();
    };
  }

  private onRecord(record: TraceRecord): void {
    if (record.kind !== 'write' || !isWrite(record.subject)) return;
    const { revision, events } = record.subject;
    for (const invariant of this.invariants) {
      if (!invariant.afterWrite) continue;
      this.looked.set(invariant.name, (this.looked.get(invariant.name) ?? 0) + 1);
      invariant.afterWrite(revision, events);
    }
  }
}

function isWrite(subject: unknown): subject is WriteSubject {
  return isObject(subject) && subject['type'] === 'etcd-write';
}
