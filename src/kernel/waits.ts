import type { Timer } from './kernel.ts';
import type { Process, RunningProcess, Wait, Waker } from './process.ts';

class Sleep implements Wait {
  private readonly delayMs: number;
  private timer: Timer | undefined;

  constructor(delayMs: number) {
    this.delayMs = delayMs;
  }

  get what(): string {
    return `${this.delayMs} ms`;
  }

  park(waker: Waker): void {
    this.timer = waker.kernel.after(this.delayMs, () => waker.wake());
  }

  unpark(): void {
    this.timer?.cancel();
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
  private readonly branches: readonly Wait[];
  private wakers: readonly Waker[] = [];

  constructor(branches: readonly Wait[]) {
    this.branches = branches;
  }

  get what(): string {
    return this.branches.map((branch) => branch.what).join(' or ');
  }

  park(waker: Waker): void {
    this.wakers = this.branches.map((_, index) => ({
      kernel: waker.kernel,
      wake: () => {
        if (this.winner >= 0) return;
        this.winner = index;
        this.giveUpAllBut(index);
        waker.wake();
      },
    }));
    for (const [index, branch] of this.branches.entries()) {
      const branchWaker = this.wakers[index];
      if (branchWaker && this.winner < 0) branch.park(branchWaker);
    }
  }

  unpark(): void {
    this.giveUpAllBut(-1);
  }

  private giveUpAllBut(winner: number): void {
    for (const [index, branch] of this.branches.entries()) {
      const waker = this.wakers[index];
      if (waker && index !== winner) branch.unpark(waker);
    }
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
  return {
    get isReady() {
      return target.isDone;
    },
    wait: () => new Join(target),
  };
}
