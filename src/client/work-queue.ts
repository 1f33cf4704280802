// Upstream: client-go, util/workqueue
import { backOffMs } from '../base/index.ts';
import { Mailbox } from '../kernel/index.ts';
import type { Kernel, Process, TraceId } from '../kernel/index.ts';
import { limits } from './limits.ts';
import { RateLimiter } from './rate-limiter.ts';

/** How long a key that failed stays away. */
export interface RetryPace {
  /** The first pause of a key, doubling with each failure up to the greatest. */
  readonly firstMs: number;
  readonly greatestMs: number;
  /** How many failed keys of the queue may come back together, and then a second. Absent: as many as there are. */
  readonly together?: { readonly perSecond: number; readonly burst: number };
}

/** The pace of a queue that chooses none. Upstream: DefaultTypedControllerRateLimiter */
export const usualPace: RetryPace = { firstMs: limits.queueBackoffMs, greatestMs: limits.queueBackoffGreatestMs, together: limits.queueRetries };

/**
 * Keys to be worked on: each at most once in the queue, never by two workers at once, and again when it was added while
 * being worked on. A failed key comes back after a pause that doubles.
 */
export class WorkQueue {
  readonly name: string;
  private readonly kernel: Kernel;
  private readonly pace: RetryPace;
  private readonly together: RateLimiter | undefined;
  private readonly ready: Mailbox<string>;
  /** Added and not yet taken. */
  private readonly dirty = new Set<string>();
  private readonly processing = new Set<string>();
  private readonly againAfter = new Map<string, TraceId>();
  private readonly failures = new Map<string, number>();
  private readonly delayed = new Map<string, { readonly dueMs: number; cancel(): void }>();

  constructor(kernel: Kernel, name: string, pace: RetryPace = usualPace) {
    this.kernel = kernel;
    this.name = name;
    this.pace = pace;
    this.together = pace.together && new RateLimiter(kernel, pace.together);
    this.ready = new Mailbox<string>(kernel, `work queue ${name}`);
  }

  /** Keys that wait to be taken. */
  get length(): number {
    return this.dirty.size;
  }

  /** Keys that are being worked on. */
  get busy(): number {
    return this.processing.size;
  }

  add(key: string): void {
    if (this.dirty.has(key)) return;
    this.dirty.add(key);
    if (this.processing.has(key)) this.againAfter.set(key, this.kernel.cause);
    else this.ready.push(key);
  }

  /** Adds the key later; of several such wishes the earliest counts. */
  addAfter(key: string, delayMs: number): void {
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const dueMs = this.kernel.nowMs + delayMs;
    const planned = this.delayed.get(key);
    if (planned && planned.dueMs <= dueMs) return;
    planned?.cancel();
    const timer = this.kernel.after(delayMs, () => {
      this.delayed.delete(key);
      this.add(key);
    });
    this.delayed.set(key, { dueMs, cancel: () => timer.cancel() });
  }

  /** Adds the key after its failure's pause. */
  addRateLimited(key: string): void {
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    const { firstMs, greatestMs } = this.pace;
    const ownMs = backOffMs(firstMs, greatestMs, failures);
    this.addAfter(key, Math.max(ownMs, this.together?.reserve() ?? 0));
  }

  /** The key went well: its next failure begins with the shortest pause. */
  forget(key: string): void {
    this.failures.delete(key);
  }

  retries(key: string): number {
    return this.failures.get(key) ?? 0;
  }

  /** The next key; the caller must say `done` when it has worked on it. */
  *take(): Process<string> {
    const key = (yield* this.ready.take()) ?? '';
    this.dirty.delete(key);
    this.processing.add(key);
    return key;
  }

  done(key: string): void {
    this.processing.delete(key);
    const cause = this.againAfter.get(key);
    if (cause === undefined) return;
    this.againAfter.delete(key);
    const outer = this.kernel.cause;
    this.kernel.cause = cause;
    this.ready.push(key);
    this.kernel.cause = outer;
  }
}
