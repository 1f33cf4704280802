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
  private timer: Timer | undefined;
  private timerMs = Number.POSITIVE_INFINITY;

  /** @param phaseMs how far this member's ticks are off from the others' */
  constructor(kernel: Kernel, node: RaftNode, phaseMs: number, ring: () => void) {
    this.kernel = kernel;
    this.node = node;
    this.ring = ring;
    this.phaseMs = phaseMs;
    this.lastTickMs = kernel.nowMs - phaseMs;
  }

  /** When the node will do something of its own accord. */
  get dueMs(): number {
    return this.lastTickMs + ticksUntilDue(this.node) * limits.heartbeatMs;
  }

  /** When the present election time-out began to run. */
  get waitingSinceMs(): number {
    return this.lastTickMs - this.node.electionElapsed * limits.heartbeatMs;
  }

  /** Ticks that the node was not told of yet. */
  get ticksPassed(): number {
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
    const offMs = isInStep ? 0 : this.phaseMs;
    this.lastTickMs = offMs + Math.floor((this.kernel.nowMs - offMs) / limits.heartbeatMs) * limits.heartbeatMs;
  }

  /** Sees to it that the bell rings in time; a timer that is early is left alone, it looks again. */
  arm(): void {
    const { dueMs } = this;
    if (this.timerMs <= dueMs) return;
    this.timer?.cancel();
    this.timerMs = dueMs;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const { kernel } = this;
    const { cause } = kernel;
    kernel.cause = 0;
    this.timer = kernel.at(dueMs, () => this.look());
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
