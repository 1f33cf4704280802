import { ScheduledEvent } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** Something that waits for so long and no longer. Its place in its line is owned by the line. */
export interface Deadlined {
  dueMs: number;
  line: { remove(item: Deadlined): void } | undefined;
  sooner: Deadlined | undefined;
  later: Deadlined | undefined;
  /** The time is over. */
  expire(): void;
}

/**
 * Those who wait equally long, in the order in which they began: their times end in that order too, so that only the first
 * of them needs an event of the kernel. Nearly all get their answer long before, and then cost no more than two links.
 */
class DeadlineLine extends ScheduledEvent {
  private readonly kernel: Kernel;
  private readonly timeoutMs: number;
  private first: Deadlined | undefined = undefined;
  private last: Deadlined | undefined = undefined;

  constructor(kernel: Kernel, timeoutMs: number) {
    super();
    this.kernel = kernel;
    this.timeoutMs = timeoutMs;
  }

  get isEmpty(): boolean {
    return this.first === undefined;
  }

  add(item: Deadlined): void {
    item.line = this;
    item.dueMs = this.kernel.nowMs + this.timeoutMs;
    item.sooner = this.last;
    if (this.last) this.last.later = item;
    else this.first = item;
    this.last = item;
    if (this.first === item) this.kernel.schedule(this, item.dueMs, 0);
  }

  remove(item: Deadlined): void {
    const { sooner, later } = item;
    if (sooner) sooner.later = later;
    else this.first = later;
    if (later) later.sooner = sooner;
    else this.last = sooner;
    item.line = undefined;
    item.sooner = undefined;
    item.later = undefined;
    // Where somebody waits still, the event comes too early for them, and is then asked for anew.
    if (!this.first) this.cancel();
  }

  happen(): void {
    const { nowMs } = this.kernel;
    for (let item = this.first; item && item.dueMs <= nowMs; item = this.first) {
      this.remove(item);
      item.expire();
    }
    if (this.first && this.index < 0) this.kernel.schedule(this, this.first.dueMs, 0);
  }
}

/** So many lines may stand empty: lengths of wait that are asked for once would be kept for ever. */
const mostLines = 32;

/** Everything that waits for an answer with a limit of time: a line for each length of wait. */
export class Deadlines {
  private readonly kernel: Kernel;
  private readonly lines = new Map<number, DeadlineLine>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  add(item: Deadlined, timeoutMs: number): void {
    let line = this.lines.get(timeoutMs);
    if (!line) {
      if (this.lines.size >= mostLines) this.forgetEmpty();
      this.lines.set(timeoutMs, (line = new DeadlineLine(this.kernel, timeoutMs)));
    }
    line.add(item);
  }

  private forgetEmpty(): void {
    for (const [timeoutMs, line] of this.lines) if (line.isEmpty) this.lines.delete(timeoutMs);
  }
}
