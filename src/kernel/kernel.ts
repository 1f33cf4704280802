import { EventQueue, ScheduledEvent } from './event-queue.ts';
import { ProcessGroup } from './process-group.ts';
import { RunningProcess } from './process.ts';
import { RandomStream } from './random.ts';
import { Trace } from './trace.ts';
import type { Process } from './process.ts';
import type { TraceId, TraceKind } from './trace.ts';

/** Resumptions that one process may have at one instant before it counts as a loop in which no time passes. */
export const stepLimitAtInstant = 100_000;

/** Unix time in milliseconds at which a world begins unless it is told otherwise: 2026-01-01T00:00:00Z. */
export const worldEpochMs = 1_767_225_600_000;

/** Something that was asked to happen later. */
export interface Timer {
  /** Takes it back; false when it has happened or was taken back before. */
  cancel(): boolean;
}

/** Why a run came back to its caller. */
export type RunEnd =
  | 'until' // virtual time reached the wanted instant
  | 'budget' // the wanted number of events, or the caller's slice of real time, is used up
  | 'condition' // the condition holds
  | 'idle' // nothing is left to do, ever
  | 'stopped'; // a bug stopped the world: see `failure`

class Callback extends ScheduledEvent {
  private readonly run: () => void;

  constructor(run: () => void) {
    super();
    this.run = run;
  }

  happen(): void {
    this.run();
  }
}

/** How far to run. The first limit that is met ends the run. */
export interface RunLimits {
  readonly untilMs?: number;
  readonly events?: number;
  /** Asked every 4 events; true ends the slice. The one place where a caller's real clock comes in. */
  readonly isOverBudget?: () => boolean;
  /** Asked after each event. */
  readonly condition?: () => boolean;
}

/** A bug in the world: it stopped here and can be played again from seed and inputs up to this event. */
export interface KernelFailure {
  readonly seed: number;
  readonly event: number;
  readonly process: string;
  readonly error: unknown;
}

/** A process that never lets time pass. */
export class StepLimitError extends Error {
  constructor(process: string) {
    super(`process ${process} took ${stepLimitAtInstant} steps at one instant without waiting for anything`);
    this.name = 'StepLimitError';
  }
}

/**
 * The discrete-event kernel: virtual time in milliseconds since the world began, a queue of events in defined order,
 * processes, named random streams and the trace.
 */
export class Kernel {
  readonly seed: number;
  /** Unix time in milliseconds at which the world began. */
  readonly epochMs: number;
  readonly trace: Trace;
  /** The group that holds all others. */
  readonly root = new ProcessGroup('world');
  /** The record on whose behalf the code that runs now acts. */
  cause: TraceId = 0;
  failure: KernelFailure | undefined;
  /** Called after each event: invariants. It may throw to stop the world. */
  afterEvent: (() => void) | undefined;
  private readonly queue = new EventQueue();
  /** Due at this very instant, in order: cheaper than the heap. */
  private ready: (RunningProcess | undefined)[] = [];
  private readyHead = 0;
  private clockMs = 0;
  private nextSequence = 1;
  private nextProcessId = 1;
  private executed = 0;
  private rolling = 0x811c9dc5;
  private current: RunningProcess | undefined;
  private readonly streams = new Map<string, RandomStream>();

  constructor(options: { readonly seed: number; readonly traceCapacity?: number; readonly epochMs?: number }) {
    this.seed = options.seed;
    this.epochMs = options.epochMs ?? worldEpochMs;
    this.trace = new Trace(options.traceCapacity);
  }

  get nowMs(): number {
    return this.clockMs;
  }

  /** `nowMs` for those who need a clock and no kernel: one for all of them. */
  readonly clock = (): number => this.clockMs;

  /** The wall clock of the world, as Unix time in milliseconds: what timestamps of objects are made of. */
  get wallMs(): number {
    return this.epochMs + this.clockMs;
  }

  /** Number of events that have happened. */
  get eventNumber(): number {
    return this.executed;
  }

  /** Folded over time and order of every event: equal runs have equal hashes. */
  get hash(): string {
    return (this.rolling >>> 0).toString(16).padStart(8, '0');
  }

  /** The process that runs now, if one does. */
  get currentProcess(): RunningProcess | undefined {
    return this.current;
  }

  /** The stream of that name; always the same one. */
  random(name: string): RandomStream {
    let stream = this.streams.get(name);
    if (!stream) this.streams.set(name, (stream = new RandomStream(this.seed, name)));
    return stream;
  }

  /** Calls back after the delay, on behalf of the present cause. */
  after(delayMs: number, run: () => void): Timer {
    return this.at(this.clockMs + Math.max(0, delayMs), run);
  }

  /** Calls back at the instant (now, when it has passed), on behalf of the present cause. */
  at(atMs: number, run: () => void): Timer {
    const event = new Callback(run);
    this.schedule(event, atMs);
    return event;
  }

  /** Lets the event happen at the instant (now, when it has passed), on behalf of the present cause or of another. */
  schedule(event: ScheduledEvent, atMs: number, cause = this.cause): void {
    event.enter(this.queue, atMs > this.clockMs ? atMs : this.clockMs, this.nextSequence++, cause);
  }

  /** Starts a process; its first step happens at this instant, after what is already due. */
  spawn(name: string, body: Process<unknown>, group: ProcessGroup = this.root): RunningProcess {
    const process = new RunningProcess(this, this.nextProcessId++, name, group, body, this.cause);
    group.add(process);
    this.makeReady(process);
    return process;
  }

  /** Queues a woken process for this instant. Used by waits; nobody else needs it. */
  makeReady(process: RunningProcess): void {
    process.readySequence = this.nextSequence++;
    this.ready.push(process);
  }

  /**
   * Records what happened, caused by what runs now. The record becomes the present cause, so that what follows in this
   * step hangs on it; `attach: false` leaves the cause as it was.
   */
  record(kind: TraceKind, actor: string, subject: object | string, attach = true): TraceId {
    const id = this.trace.record(this.clockMs, this.cause, kind, actor, subject);
    if (attach) this.cause = id;
    return id;
  }

  /** Time of the next event, undefined when nothing is left. */
  get nextEventMs(): number | undefined {
    return this.readyHead < this.ready.length ? this.clockMs : this.queue.peek()?.atMs;
  }

  /** Does what comes next; false when there is nothing or the world has stopped. */
  step(): boolean {
    return this.failure === undefined && this.happenNext(this.ready[this.readyHead], this.queue.peek());
  }

  private happenNext(woken: RunningProcess | undefined, timed: ScheduledEvent | undefined): boolean {
    if (woken && (!timed || timed.atMs > this.clockMs || timed.sequence > woken.readySequence)) {
      this.takeReady();
      this.resume(woken);
    } else if (timed) {
      this.queue.pop();
      this.clockMs = timed.atMs;
      this.happen(timed);
    } else {
      return false;
    }
    return this.failure === undefined;
  }

  /** Does what comes next until a limit is met. */
  run(limits: RunLimits): RunEnd {
    const { untilMs = Number.POSITIVE_INFINITY, events = Number.POSITIVE_INFINITY, isOverBudget, condition } = limits;
    for (let count = 0; ; count++) {
      if (this.failure) return 'stopped';
      if (count >= events) return 'budget';
      if (isOverBudget && (count & 3) === 3 && isOverBudget()) return 'budget';
      const woken = this.ready[this.readyHead];
      const timed = this.queue.peek();
      const next = woken ? this.clockMs : timed?.atMs;
      if (next === undefined || next > untilMs) {
        if (untilMs !== Number.POSITIVE_INFINITY) this.clockMs = Math.max(this.clockMs, untilMs);
        return untilMs === Number.POSITIVE_INFINITY ? 'idle' : 'until';
      }
      if (!this.happenNext(woken, timed)) return 'stopped';
      if (condition?.()) return 'condition';
    }
  }

  private takeReady(): void {
    this.ready[this.readyHead++] = undefined; // processes are not kept alive by having run
    if (this.readyHead > 256 && this.readyHead * 2 > this.ready.length) {
      this.ready = this.ready.slice(this.readyHead);
      this.readyHead = 0;
    }
  }

  private happen(event: ScheduledEvent): void {
    this.count(event.sequence);
    this.cause = event.cause;
    try {
      event.happen();
      this.afterEvent?.();
    } catch (error) {
      this.stop('a timer', error);
    }
    this.cause = 0;
  }

  private resume(process: RunningProcess): void {
    if (process.state !== 'ready') return;
    if (process.group.isFrozen) {
      process.wokenWhileFrozen = true;
      return;
    }
    this.count(process.readySequence);
    this.current = process;
    this.cause = process.cause;
    try {
      this.guardInstant(process);
      process.resume();
      this.afterEvent?.();
    } catch (error) {
      this.stop(process.name, error);
    }
    process.cause = this.cause;
    this.cause = 0;
    this.current = undefined;
  }

  /**
   * Counts a turn of the process that runs now: one that finds its next work always there already never comes back here,
   * and would let no time pass for ever.
   */
  countTurn(): void {
    if (this.current) this.guardInstant(this.current);
  }

  private guardInstant(process: RunningProcess): void {
    if (process.lastRunMs !== this.clockMs) {
      process.lastRunMs = this.clockMs;
      process.stepsAtInstant = 0;
    } else if (++process.stepsAtInstant > stepLimitAtInstant) {
      throw new StepLimitError(process.name);
    }
  }

  private count(sequence: number): void {
    this.executed++;
    const time = (this.clockMs * 1000) | 0;
    this.rolling = Math.imul(this.rolling ^ sequence, 0x01000193) ^ time;
  }

  private stop(process: string, error: unknown): void {
    this.failure = { seed: this.seed, event: this.executed, process, error };
  }
}
