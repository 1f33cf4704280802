import { joinedBy, without } from '../base/index.ts';
import { race, timeout } from './waits.ts';
import type { Waitable } from './waits.ts';
import type { Kernel } from './kernel.ts';
import type { Process, Wait, Waker } from './process.ts';
import type { TraceId } from './trace.ts';

/**
 * A queue between processes. Each item remembers the record that put it there, and whoever takes it goes on on that
 * record's behalf.
 */
export class Mailbox<Item> implements Wait, Waitable {
  readonly what: string;
  private readonly kernel: Kernel;
  private readonly limit: number;
  /** From `head` up to `tail` they stand; what was taken leaves its place empty. */
  private items: ({ readonly item: Item; readonly cause: TraceId } | undefined)[] = [];
  private head = 0;
  private tail = 0;
  private waiting: Waker[] | undefined = undefined;
  private closed = false;

  /** @param limit how many items may stand here; `push` answers false beyond it */
  constructor(kernel: Kernel, what: string, limit = Number.POSITIVE_INFINITY) {
    this.kernel = kernel;
    this.what = what;
    this.limit = limit;
  }

  get size(): number {
    return this.tail - this.head;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** True when `take` would not wait: an item stands here, or none will ever come. */
  get isReady(): boolean {
    return this.size > 0 || this.closed;
  }

  /** Puts an item at the end; false when the mailbox is full or closed. */
  push(item: Item): boolean {
    if (this.closed || this.size >= this.limit) return false;
    this.items[this.tail++] = { item, cause: this.kernel.cause };
    this.wakeOne();
    return true;
  }

  /** No more items will come; what stands here can still be taken. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    const wakers = this.waiting;
    this.waiting = undefined;
    if (wakers) for (const waker of wakers) waker.wake();
  }

  /** The next item, or undefined when the mailbox is closed and empty. */
  *take(): Process<Item | undefined> {
    while (this.size === 0) {
      if (this.closed) return undefined;
      yield this;
    }
    this.kernel.countTurn();
    return this.shift();
  }

  /** The next item if it comes in time, else undefined (ask `isClosed` to tell the end from the time-out). */
  *takeWithin(delayMs: number): Process<Item | undefined> {
    if (!this.isReady) yield* race([this, timeout(delayMs)]);
    this.kernel.countTurn();
    return this.tryTake();
  }

  /** The next item if one stands here. */
  tryTake(): Item | undefined {
    return this.size > 0 ? this.shift() : undefined;
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

  private wakeOne(): void {
    this.waiting?.shift()?.wake();
  }

  private shift(): Item | undefined {
    const entry = this.items[this.head];
    if (!entry) return undefined;
    this.items[this.head++] = undefined;
    if (this.head === this.tail) {
      if (this.tail > 64) this.items = [];
      this.head = this.tail = 0;
    } else if (this.head > 64 && this.head * 2 > this.tail) {
      this.items = this.items.slice(this.head, this.tail);
      this.tail -= this.head;
      this.head = 0;
    }
    this.kernel.cause = entry.cause;
    return entry.item;
  }
}
