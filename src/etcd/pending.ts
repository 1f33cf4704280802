import type { Kernel, Process, TraceId, Timer, Wait, Waker } from '../kernel/index.ts';
import type { EtcdError } from './errors.ts';

/** Something that one process waits for and another settles; the one that waits goes on on behalf of what settled it. */
export class Pending<Value> implements Wait {
  readonly what: string;
  /** On whose behalf it was asked for. */
  readonly cause: TraceId;
  readonly sinceMs: number;
  private readonly kernel: Kernel;
  private waker: Waker | undefined;
  private outcome: { readonly value: Value } | { readonly error: EtcdError } | undefined;
  private settledBy: TraceId = 0;

  constructor(kernel: Kernel, what: string) {
    this.kernel = kernel;
    this.what = what;
    this.cause = kernel.cause;
    this.sinceMs = kernel.nowMs;
  }

  get isSettled(): boolean {
    return this.outcome !== undefined;
  }

  succeed(value: Value): void {
    this.settle({ value });
  }

  fail(error: EtcdError): void {
    this.settle({ error });
  }

  *result(): Process<Value> {
    if (!this.outcome) yield this;
    this.kernel.cause = this.settledBy;
    const { outcome } = this;
    if (!outcome) throw new Error(`${this.what}: woken without an outcome`);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  park(waker: Waker): void {
    this.waker = waker;
  }

  unpark(): void {
    this.waker = undefined;
  }

  private settle(outcome: { readonly value: Value } | { readonly error: EtcdError }): void {
    if (this.outcome) return;
    this.outcome = outcome;
    this.settledBy = this.kernel.cause;
    const { waker } = this;
    this.waker = undefined;
    waker?.wake();
  }
}

/** From so many on, those that are settled are let go before their time. */
const forgetLeast = 32;

/** Fails what is not settled in time, with one timer for all: they are given the same time, so the first is due first. */
export class Deadlines<Value> {
  private readonly kernel: Kernel;
  private readonly delayMs: number;
  private readonly expire: (pending: Pending<Value>) => void;
  private queue: Pending<Value>[] = [];
  private timer: Timer | undefined;
  private forgetAt = forgetLeast;

  constructor(kernel: Kernel, delayMs: number, expire: (pending: Pending<Value>) => void) {
    this.kernel = kernel;
    this.delayMs = delayMs;
    this.expire = expire;
  }

  add(pending: Pending<Value>): void {
    this.forgetSettled();
    this.queue.push(pending);
    if (!this.timer) this.arm(pending);
  }

  stop(): void {
    this.timer?.cancel();
    this.queue = [];
  }

  /** What is settled needs no deadline any more: it is let go, with the answer that it holds, each time twice as many stand here as were left. */
  private forgetSettled(): void {
    if (this.queue.length < this.forgetAt) return;
    this.queue = this.queue.filter((pending) => !pending.isSettled);
    this.forgetAt = Math.max(forgetLeast, 2 * this.queue.length);
  }

  private arm(first: Pending<Value>): void {
    const outer = this.kernel.cause;
    this.kernel.cause = 0;
    this.timer = this.kernel.at(first.sinceMs + this.delayMs, () => this.sweep());
    this.kernel.cause = outer;
  }

  private sweep(): void {
    const { nowMs } = this.kernel;
    this.timer = undefined;
    let done = 0;
    for (const pending of this.queue) {
      if (!pending.isSettled && pending.sinceMs + this.delayMs > nowMs) break;
      done++;
      if (!pending.isSettled) this.expire(pending);
    }
    this.queue.splice(0, done);
    const next = this.queue[0];
    if (next) this.arm(next);
  }
}
