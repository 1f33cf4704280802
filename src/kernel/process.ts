import { lengthened } from '../base/index.ts';
import type { Chained } from '../base/index.ts';
import type { Kernel } from './kernel.ts';
import type { ProcessGroup } from './process-group.ts';
import type { TraceId } from './trace.ts';

/**
 * The body of a process: a generator that waits only by `yield*` of the kernel's waits (sleep, signals, mailboxes, other
 * processes). Between two waits nothing else runs.
 */
export type Process<Result = void> = Generator<Wait, Result, undefined>;

/** What is there at once, or the process that comes to it. */
export type Eventually<Result> = Result | Process<Result>;

/** Whether something has to be waited for still. */
export function isProcess<Result extends object | undefined>(eventual: Eventually<Result>): eventual is Process<Result> {
  return eventual !== undefined && Symbol.iterator in eventual;
}

/** What there is, or comes to be. */
export function* settled<Result extends object | undefined>(eventual: Eventually<Result>): Process<Result> {
  return isProcess(eventual) ? yield* eventual : eventual;
}

/** What ends a wait: the parked process, or one branch of its race. */
export interface Waker {
  readonly kernel: Kernel;
  wake(): void;
}

/** What a parked process waits for, as data that an inspector can show. */
export interface Wait {
  /** In words: "12 ms", "work queue replicaset". */
  readonly what: string;
  /** Begins the wait, which ends by `waker.wake()`. */
  park(waker: Waker): void;
  /** Gives the wait up (kill, interrupt, another branch of a race won). */
  unpark(waker: Waker): void;
}

/** A process in the kernel: its body, what it waits for, and whose work it is doing. */
export class RunningProcess implements Waker, Chained<RunningProcess> {
  readonly id: number;
  readonly name: string;
  readonly kernel: Kernel;
  readonly group: ProcessGroup;
  /** The record on whose behalf it acts; sends and writes that it makes carry it. */
  cause: TraceId;
  /** Its place in the order of what is due, while it is ready. Owned by the kernel. */
  readySequence = 0;
  state: 'ready' | 'running' | 'waiting' | 'done' = 'ready';
  waiting: Wait | undefined;
  /** A wake-up that came while its group was frozen. */
  wokenWhileFrozen = false;
  /** Resumptions at one instant, against processes that never let time pass. */
  stepsAtInstant = 0;
  lastRunMs = -1;
  result: unknown = undefined;
  before: RunningProcess | undefined = undefined;
  after: RunningProcess | undefined = undefined;
  isChained = false;
  private readonly body: Process<unknown>;
  private thrown: { readonly error: unknown } | undefined = undefined;
  private killed = false;
  private joiners: (() => void)[] | undefined = undefined;

  constructor(kernel: Kernel, id: number, name: string, group: ProcessGroup, body: Process<unknown>, cause: TraceId) {
    this.kernel = kernel;
    this.id = id;
    this.name = name;
    this.group = group;
    this.body = body;
    this.cause = cause;
  }

  get isDone(): boolean {
    return this.state === 'done';
  }

  /** Ends the wait: the process goes on at this instant, after what is already due. */
  wake(): void {
    if (this.state !== 'waiting') return;
    this.waiting = undefined;
    this.state = 'ready';
    this.kernel.makeReady(this);
  }

  /** Ends the process now; its `finally` blocks run at once. A process that kills itself ends at its next wait. */
  kill(): void {
    if (this.state === 'done') return;
    if (this.state === 'running') {
      this.killed = true;
      return;
    }
    this.waiting?.unpark(this);
    this.waiting = undefined;
    this.body.return(undefined);
    this.finish(undefined);
  }

  /** Throws the error inside the process, at the place where it waits. */
  interrupt(error: unknown): void {
    if (this.state === 'done') return;
    this.thrown = { error };
    if (this.state !== 'waiting') return;
    this.waiting?.unpark(this);
    this.wake();
  }

  /** Calls back when the process has ended (at once when it has). */
  onDone(callback: () => void): void {
    if (this.state === 'done') callback();
    else this.joiners = lengthened(this.joiners, callback);
  }

  /** One step, from wait to wait. Called by the kernel only. */
  resume(): void {
    this.state = 'running';
    const { thrown } = this;
    this.thrown = undefined;
    const step = thrown ? this.body.throw(thrown.error) : this.body.next();
    if (step.done) {
      this.finish(step.value);
    } else if (this.killed) {
      this.body.return(undefined);
      this.finish(undefined);
    } else {
      this.state = 'waiting';
      this.waiting = step.value;
      step.value.park(this);
    }
  }

  private finish(result: unknown): void {
    this.state = 'done';
    this.result = result;
    this.group.remove(this);
    const { joiners } = this;
    this.joiners = undefined;
    if (joiners) for (const callback of joiners) callback();
  }
}
