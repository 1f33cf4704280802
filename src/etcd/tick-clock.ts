import type { Kernel, Timer } from '../kernel/index.ts';
import { elapse, ticksUntilDue } from '../raft/index.ts';
import type { RaftNode } from '../raft/index.ts';
import { limits } from './limits.ts';

/**
 * Ticks of 100 ms that cost nothing while nothing is due: the node is told of those that have passed whenever it is used
 * anyway, and one timer stands at the first that matters.
 */
export class TickClock {
  private readonly kernel: Kernel;
  private readonly node: RaftNode;
  private readonly ring: () => void;
  private readonly phaseMs: number;
  private lastTickMs: number;
  /** When it was stopped, if it stands. */
  private stoodMs: number | undefined;
  private timer: Timer | undefined;
  private timerMs = Number.POSITIVE_INFINITY;
  /** The same function each time: the clock of a leader is set ten times a second. */
  private readonly lookNow = (): void => this.look();

  /** @param phaseMs how far this member's ticks are off from the others' */
  constructor(kernel: Kernel, node: RaftNode, phaseMs: number, ring: () => void) {
    this.kernel = kernel;
    this.node = node;
    this.ring = ring;
    this.phaseMs = phaseMs;
    this.lastTickMs = kernel.nowMs - phaseMs;
  }

  /** When the node will do something of its own accord; while the clock stands, when it would if it went on now. */
  get dueMs(): number {
    return this.timeAfter(ticksUntilDue(this.node));
  }

  /** When so many ticks more than those that the node was told of will have passed. */
  timeAfter(ticks: number): number {
    const { kernel, lastTickMs, stoodMs } = this;
    return lastTickMs + (stoodMs === undefined ? 0 : kernel.nowMs - stoodMs) + ticks * limits.heartbeatMs;
  }

  /** No time passes for the node until the clock goes on. */
  setStanding(isStanding: boolean): void {
    if (isStanding === (this.stoodMs !== undefined)) return;
    const { kernel, stoodMs } = this;
    if (stoodMs !== undefined) {
      this.lastTickMs += kernel.nowMs - stoodMs;
      this.stoodMs = undefined;
      return;
    }
    this.catchUp();
    this.stoodMs = kernel.nowMs;
    this.timer?.cancel();
    this.timerMs = Number.POSITIVE_INFINITY;
  }

  /** Ticks that the node was not told of yet. */
  get ticksPassed(): number {
    if (this.stoodMs !== undefined) return 0;
    // A due time is a sum of ticks: allow for what addition rounds off.
    return Math.floor((this.kernel.nowMs - this.lastTickMs) / limits.heartbeatMs + 1e-6);
  }

  /** Tells the node of the ticks that have passed. */
  catchUp(): void {
    const ticks = this.ticksPassed;
    if (ticks <= 0) return;
    this.lastTickMs += ticks * limits.heartbeatMs;
    elapse(this.node, ticks);
  }

  /** From here on all members tick at the same instants, or each at its own. */
  setInStep(isInStep: boolean): void {
    this.catchUp();
    const nowMs = this.stoodMs ?? this.kernel.nowMs;
    const offMs = isInStep ? 0 : this.phaseMs;
    this.lastTickMs = offMs + Math.floor((nowMs - offMs) / limits.heartbeatMs) * limits.heartbeatMs;
  }

  /** Sees to it that the bell rings in time; a timer that is early is left alone, it looks again. */
  arm(): void {
    if (this.stoodMs !== undefined) return;
    const { dueMs } = this;
    if (this.timerMs <= dueMs) return;
    this.timer?.cancel();
    this.timerMs = dueMs;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const { kernel } = this;
    const { cause } = kernel;
    kernel.cause = 0;
    this.timer = kernel.at(dueMs, this.lookNow);
    kernel.cause = cause;
  }

  stop(): void {
    this.timer?.cancel();
    this.timerMs = Number.NEGATIVE_INFINITY;
  }

  private look(): void {
    this.timerMs = Number.POSITIVE_INFINITY;
    if (this.dueMs <= this.kernel.nowMs + 1e-6) this.ring();
    else this.arm();
  }
}
