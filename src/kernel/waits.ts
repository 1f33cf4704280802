import { ScheduledEvent } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import type { Process, RunningProcess, Wait, Waker } from './process.ts';

class Sleep extends ScheduledEvent implements Wait {
  private readonly delayMs: number;
  private waker: Waker | undefined = undefined;

  constructor(delayMs: number) {
    super();
    this.delayMs = delayMs;
  }

  get what(): string {
    return `${this.delayMs} ms`;
  }

  park(waker: Waker): void {
    this.waker = waker;
    waker.kernel.schedule(this, waker.kernel.nowMs + this.delayMs);
  }

  unpark(): void {
    this.cancel();
  }

  happen(): void {
    this.waker?.wake();
  }
}

/** Lets virtual time pass. */
export function* sleep(delayMs: number): Process {
  yield new Sleep(delayMs);
}

const nextTurn: Wait = {
  what: 'its next turn',
  park: (waker) => waker.wake(),
  unpark: () => undefined,
};

/** Lets everything else that is due at this instant go first. */
export function* yieldTurn(): Process {
  yield nextTurn;
}

class Join implements Wait {
  private readonly target: RunningProcess;
  private isWaiting = true;

  constructor(target: RunningProcess) {
    this.target = target;
  }

  get what(): string {
    return `the end of ${this.target.name}`;
  }

  park(waker: Waker): void {
    this.target.onDone(() => {
      if (this.isWaiting) waker.wake();
    });
  }

  unpark(): void {
    this.isWaiting = false;
  }
}

/** Waits for the end of another process. */
export function* join(target: RunningProcess): Process {
  if (!target.isDone) yield new Join(target);
}

/** Something that can be waited for in a race, and whether it is there already. */
export interface Waitable {
  /** True when there is nothing to wait for. */
  readonly isReady: boolean;
  wait(): Wait;
}

/** Parks one process on several waits; the first to end wins and gives the others up. */
class Race implements Wait {
  winner = -1;
  private readonly waits: readonly Wait[];
  private branches: readonly Branch[] = [];
  private waker: Waker | undefined;

  constructor(waits: readonly Wait[]) {
    this.waits = waits;
  }

  get what(): string {
    return this.waits.map((wait) => wait.what).join(' or ');
  }

  park(waker: Waker): void {
    this.waker = waker;
    this.branches = this.waits.map((wait, index) => new Branch(this, waker.kernel, wait, index));
    for (const branch of this.branches) if (this.winner < 0) branch.wait.park(branch);
  }

  unpark(): void {
    this.giveUpAllBut(-1);
  }

  won(index: number): void {
    if (this.winner >= 0) return;
    this.winner = index;
    this.giveUpAllBut(index);
    this.waker?.wake();
  }

  private giveUpAllBut(winner: number): void {
    for (const branch of this.branches) if (branch.index !== winner) branch.wait.unpark(branch);
  }
}

class Branch implements Waker {
  readonly kernel: Kernel;
  readonly wait: Wait;
  readonly index: number;
  private readonly race: Race;

  constructor(race: Race, kernel: Kernel, wait: Wait, index: number) {
    this.race = race;
    this.kernel = kernel;
    this.wait = wait;
    this.index = index;
  }

  wake(): void {
    this.race.won(this.index);
  }
}

/** Waits for the first of several; gives its index. What is ready wins at once, the earlier before the later. */
export function* race(branches: readonly Waitable[]): Process<number> {
  const ready = branches.findIndex((branch) => branch.isReady);
  if (ready >= 0) return ready;
  const wait = new Race(branches.map((branch) => branch.wait()));
  yield wait;
  return wait.winner;
}

/** A branch that wins after the given time. */
export function timeout(delayMs: number): Waitable {
  return { isReady: false, wait: () => new Sleep(delayMs) };
}

/** A branch that wins when the process has ended. */
export function ended(target: RunningProcess): Waitable {
  return new Ending(target);
}

class Ending implements Waitable {
  private readonly target: RunningProcess;

  constructor(target: RunningProcess) {
    this.target = target;
  }

  get isReady(): boolean {
    return this.target.isDone;
  }

  wait(): Wait {
    return new Join(this.target);
  }
}
