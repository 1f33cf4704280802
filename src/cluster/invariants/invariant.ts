import type { StoreEvent } from '../../etcd/index.ts';

/** A promise of the world that is kept at every event. It throws InvariantError when it finds it broken. */
export interface Invariant {
  /** In camel case, as the page shows it. */
  readonly name: string;
  /** Looks at what one committed write of etcd changed. */
  afterWrite?(revision: number, events: readonly StoreEvent[]): void;
  /** Looks at the same whenever a member applies it: each does, some more than once. */
  afterApply?(member: string, revision: number, events: readonly StoreEvent[]): void;
  /** Looks at the world after each event; must be as cheap as a comparison. */
  afterEvent?(): void;
}

/** A promise was broken: a bug in the world, with its place in the run told by the kernel. */
export class InvariantError extends Error {
  readonly invariant: string;

  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`);
    this.name = 'InvariantError';
    this.invariant = invariant;
  }
}
