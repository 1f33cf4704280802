import { joinedBy } from '../base/index.ts';
import type { Process, Wait, Waker } from './process.ts';
import type { Waitable } from './waits.ts';

/** Says that something changed, to all who wait; it carries nothing and remembers nothing. */
export class Signal implements Wait, Waitable {
  readonly what: string;
  readonly isReady = false;
  private waiting: Waker[] = [];

  constructor(what: string) {
    this.what = what;
  }

  /** Waits for the next `notify`. */
  *next(): Process {
    yield this;
  }

  /** Wakes all that wait now, in the order in which they came. */
  notify(): void {
    if (this.waiting.length === 0) return;
    const wakers = this.waiting;
    this.waiting = [];
    for (const waker of wakers) waker.wake();
  }

  get waiters(): number {
    return this.waiting.length;
  }

  wait(): Wait {
    return this;
  }

  park(waker: Waker): void {
    this.waiting = joinedBy(this.waiting, waker);
  }

  unpark(waker: Waker): void {
    const at = this.waiting.indexOf(waker);
    if (at >= 0) this.waiting.splice(at, 1);
  }
}
