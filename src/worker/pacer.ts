import type { Pace } from '../protocol/index.ts';
import type { World } from '../cluster/index.ts';
import type { Traffic } from './traffic.ts';

/**
 * Wall milliseconds that one slice of work may take, so that commands are answered between two. The collector of garbage may
 * come on top of it, and both together are to stay below a frame.
 */
export const sliceMs = 5;

/** A slice that begins now: true once it is used up. */
export function slice(wallNow: () => number, ms = sliceMs): () => boolean {
  const end = wallNow() + ms;
  return () => wallNow() >= end;
}

/** How far ahead of the next frame the page may draw by itself, in wall milliseconds. */
export const aheadMs = 100;
/** The least share of an arrival's wall time that is left to a message that was sent meanwhile and arrives sooner. */
const leastShare = 0.3;
/** Two arrivals closer than this in virtual time are one event to the eye. */
const togetherMs = 0.002;

/** What one frame's worth of running did, and how the page is to draw until the next. */
export interface Advance {
  /** Virtual milliseconds that pass a wall millisecond from here. */
  readonly slope: number;
  /** A virtual time that the next frame is sure to reach. */
  readonly untilMs: number;
}

/** Lets a world run as fast as its pace says, a slice at a time. */
export class Pacer {
  private readonly world: World;
  private readonly wallNow: () => number;
  private readonly traffic: Traffic;
  /** Virtual ms a wall ms on the way to the next visible arrival. */
  private slope = 0;
  private targetMs: number | undefined;
  /** Messages sent when the target was chosen: when more are, one of them may arrive sooner. */
  private sentAtPlan = 0;
  /** Wall time since the last visible arrival. */
  private sinceArrivalMs = 0;

  constructor(world: World, traffic: Traffic, wallNow: () => number) {
    this.world = world;
    this.wallNow = wallNow;
    this.traffic = traffic;
  }

  /** The way to the next arrival is planned anew: after a pause, a step or a change of pace. */
  reset(): void {
    this.targetMs = undefined;
    this.sinceArrivalMs = 0;
  }

  /** Runs what is due in `wallMs` of wall time; stops early when `condition` holds. */
  advance(pace: Pace, wallMs: number, condition: () => boolean): Advance {
    switch (pace.mode) {
      case 'max': return this.runFlatOut(condition);
      case 'clock': return this.runByClock(wallMs, pace.rate, condition);
      case 'event': return this.runByEvent(wallMs, pace.rate, condition);
    }
  }

  private get nowMs(): number {
    return this.world.kernel.nowMs;
  }

  private slice(): () => boolean {
    return slice(this.wallNow);
  }

  private runFlatOut(condition: () => boolean): Advance {
    this.world.run({ isOverBudget: this.slice(), condition });
    return { slope: 0, untilMs: this.nowMs };
  }

  private runByClock(wallMs: number, rate: number, condition: () => boolean): Advance {
    const untilMs = this.nowMs + wallMs * rate;
    const end = this.world.run({ untilMs, isOverBudget: this.slice(), condition });
    // A world that is slower than its clock is drawn where it is, not where it should be.
    return end === 'until' ? { slope: rate, untilMs: this.nowMs + aheadMs * rate } : { slope: 0, untilMs: this.nowMs };
  }

  /** Each visible arrival takes the same wall time; where nothing visible travels, time jumps to where something does. */
  private runByEvent(wallMs: number, rate: number, condition: () => boolean): Advance {
    const isOverBudget = this.slice();
    let leftMs = wallMs;
    while (leftMs > 0) {
      const target = this.target(rate) ?? this.jump(isOverBudget, condition, rate);
      if (target === undefined) return { slope: 0, untilMs: this.nowMs };
      const needMs = Math.max(0, (target - this.nowMs) / this.slope);
      const usedMs = Math.min(leftMs, needMs);
      const end = this.world.run({ untilMs: usedMs >= needMs ? target : this.nowMs + usedMs * this.slope, isOverBudget, condition });
      leftMs -= Math.max(usedMs, 0.01);
      this.sinceArrivalMs += usedMs;
      if (this.nowMs >= target) this.arrive();
      if (end !== 'until' || isOverBudget()) break;
    }
    const target = this.target(rate);
    return target === undefined ? { slope: 0, untilMs: this.nowMs } : { slope: this.slope, untilMs: target };
  }

  private arrive(): void {
    this.targetMs = undefined;
    this.sinceArrivalMs = 0;
  }

  /** When the next visible message arrives; the way from the last arrival to this one takes `1/rate` seconds of wall time. */
  private target(rate: number): number | undefined {
    const { targetMs, traffic, nowMs } = this;
    const { sentCount } = this.world.network;
    if (targetMs !== undefined && targetMs > nowMs && sentCount === this.sentAtPlan) return targetMs;
    this.sentAtPlan = sentCount;
    const next = traffic.nextArrivalMs();
    if (next === undefined) {
      this.targetMs = undefined;
      return undefined;
    }
    const wanted = Math.max(next, nowMs + 1e-6);
    if (targetMs !== undefined && targetMs > nowMs && Math.abs(wanted - targetMs) < togetherMs) return targetMs;
    const intervalMs = 1_000 / rate;
    const leftMs = Math.max(intervalMs * leastShare, intervalMs - this.sinceArrivalMs);
    this.targetMs = wanted;
    this.slope = (wanted - nowMs) / leftMs;
    return wanted;
  }

  /** Runs on to where something visible is under way; undefined when the slice ended before. */
  private jump(isOverBudget: () => boolean, condition: () => boolean, rate: number): number | undefined {
    const { traffic } = this;
    this.world.run({ isOverBudget, condition: () => (traffic.underWay > 0 && traffic.nextArrivalMs() !== undefined) || condition() });
    this.sinceArrivalMs = 0;
    return this.target(rate);
  }
}
