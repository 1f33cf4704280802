// Upstream: server/etcdserver/v3_server.go (linearizableReadLoop)
import type { Kernel, Process, ProcessGroup, Timer } from '../kernel/index.ts';
import { etcdError } from './errors.ts';
import { limits } from './limits.ts';
import { Deadlines, Pending } from './pending.ts';

interface Round {
  readonly context: string;
  readonly reads: readonly Pending<void>[];
  /** The store must have applied up to here; undefined until a majority has confirmed the leader. */
  index: number | undefined;
  timer: Timer | undefined;
}

/**
 * Makes reads wait until this member's store is as new as anything acknowledged when they began. All that arrive while
 * one question to the leader is open share the next.
 */
export class LinearizableReads {
  private readonly kernel: Kernel;
  private readonly name: string;
  private readonly ask: (context: string) => void;
  private readonly isNeeded: () => boolean;
  private readonly deadlines: Deadlines<void>;
  private waiting: Pending<void>[] = [];
  private round: Round | undefined;
  private rounds = 0;

  constructor(options: {
    readonly kernel: Kernel;
    readonly name: string;
    readonly group: ProcessGroup;
    readonly ask: (context: string) => void;
    /** Whether reads wait at all; if not, each is answered from what this member happens to have. */
    readonly isNeeded: () => boolean;
  }) {
    this.kernel = options.kernel;
    this.name = options.name;
    this.ask = options.ask;
    this.isNeeded = options.isNeeded;
    this.deadlines = new Deadlines(this.kernel, limits.requestTimeoutMs, (read) => read.fail(etcdError('timeout')));
    options.group.onKill(() => this.stop());
  }

  /** Waits until a read of this member's store is linearizable. */
  *ready(): Process {
    if (!this.isNeeded()) return;
    const read = new Pending<void>(this.kernel, 'a majority that confirms the leader');
    this.waiting.push(read);
    this.deadlines.add(read);
    if (!this.round) this.begin();
    yield* read.result();
  }

  /** The leader has answered. */
  confirmed(context: string, index: number, applied: number): void {
    if (this.round?.context !== context) return;
    this.round.index = index;
    this.appliedTo(applied);
  }

  /** The store has come further. */
  appliedTo(applied: number): void {
    const { round } = this;
    if (round?.index === undefined || round.index > applied) return;
    this.end(round);
    for (const read of round.reads) read.succeed();
    this.next();
  }

  /** There is a new leader: what the old one was asked is void. */
  leaderChanged(): void {
    const { round } = this;
    if (!round) return;
    this.end(round);
    for (const read of round.reads) read.fail(etcdError('leaderChanged'));
    this.next();
  }

  private begin(): void {
    const reads = this.waiting;
    this.waiting = [];
    const round: Round = { context: `${this.name}/${++this.rounds}`, reads, index: undefined, timer: undefined };
    this.round = round;
    this.askFor(round);
  }

  private askFor(round: Round): void {
    this.ask(round.context);
    round.timer = this.kernel.after(limits.readIndexRetryMs, () => {
      if (round.index !== undefined) return;
      if (round.reads.every((read) => read.isSettled)) {
        this.end(round);
        this.next();
      } else {
        this.askFor(round);
      }
    });
  }

  private end(round: Round): void {
    round.timer?.cancel();
    this.round = undefined;
  }

  private next(): void {
    if (!this.round && this.waiting.length > 0) this.begin();
  }

  private stop(): void {
    this.round?.timer?.cancel();
    this.deadlines.stop();
  }
}
