import { joinedBy, without } from '../base/index.ts';
import type { Process, Wait, Waker } from './process.ts';
import type { Waitable } from './waits.ts';

/** Says that something changed, to all who wait; it carries nothing and remembers nothing. */
export class Signal implements Wait, Waitable {
  readonly what: string;
  readonly isReady = false;
  private waiting: Waker[] | undefined = undefined;

  constructor(what: string) {
    this.what = what;
  }

  /** Waits for the next `notify`. */
  *next(): Process {
    yield this;
  }

  /** Wakes all that wait now, in the order in which they came. */
  notify(): void {
    const wakers = this.waiting;
    if (!wakers) return;
    this.waiting = undefined;
    for (const waker of wakers) waker.wake();
  }

  get waiters(): number {
    return this.waiting?.length ?? 0;
  }

  wait(): Wait {
    return this;
  }

  park(waker: Waker): void {
    this.waiting = joinedBy(this.waiting, waker);
  }

  unpark(waker: Waker): void {
    this.waiting = without(this.waiting, waker);
  }
}
