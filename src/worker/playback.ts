import { formatTime } from '../base/index.ts';
import type { Clock, Condition, Pace } from '../protocol/index.ts';
import { watchFor } from './conditions.ts';
import type { Watch } from './conditions.ts';
import type { History } from './history.ts';
import { aheadMs, slice } from './pacer.ts';
import type { Advance } from './pacer.ts';
import { untilNextStep } from './situation-guide.ts';
import type { Stage } from './stage.ts';

/** Longest stretch of wall time that one turn stands for: a tab that slept does not race afterwards. */
const longestTurnMs = 100;
/** Longest slice for one step by hand. */
const stepSliceMs = 400;

/** Whether time passes in the world that is shown, how fast, and until when. */
export class Playback {
  isRunning = false;
  pace: Pace = { mode: 'event', rate: 8 };
  private until: { readonly condition: Condition; readonly watch: Watch } | undefined;
  private advance: Advance = { slope: 0, untilMs: 0 };
  private readonly wallNow: () => number;
  private lastWallMs = 0;

  constructor(wallNow: () => number) {
    this.wallNow = wallNow;
  }

  /** It runs as fast as it can. */
  get isHurried(): boolean {
    return this.isRunning && this.pace.mode === 'max';
  }

  /** Begins a turn; gives the wall milliseconds since the last. */
  nextTurn(wallMs: number): number {
    const elapsedMs = Math.min(longestTurnMs, wallMs - this.lastWallMs);
    this.lastWallMs = wallMs;
    return elapsedMs;
  }

  /** Time that passed until now is not caught up with. */
  restartTurn(): void {
    this.lastWallMs = this.wallNow();
  }

  play(stage: Stage | undefined): void {
    this.isRunning = true;
    this.until = undefined;
    this.restartTurn();
    stage?.pacer.reset();
  }

  pause(): void {
    this.isRunning = false;
    this.standAt(0);
  }

  /** What was waited for belongs to another world: this one stands at that time. */
  standAt(nowMs: number): void {
    this.until = undefined;
    this.advance = { slope: 0, untilMs: nowMs };
  }

  setPace(pace: Pace, stage: Stage | undefined): void {
    this.pace = pace;
    stage?.pacer.reset();
  }

  runUntil(condition: Condition, stage: Stage): void {
    const { world, frames, pacer } = stage;
    const watch = condition.until === 'situation' ? untilNextStep(stage) : watchFor(condition, world, frames);
    this.isRunning = true;
    this.until = { condition, watch };
    this.restartTurn();
    pacer.reset();
  }

  /** One event that a person can see: the next message that is worth watching arrives. */
  stepEvent({ world, frames, pacer }: Stage): void {
    this.pause();
    const { traffic } = frames;
    traffic.skipHeartbeats(false);
    traffic.follow(true);
    const { arrived } = traffic;
    world.run({ isOverBudget: slice(this.wallNow, stepSliceMs), condition: () => traffic.arrived > arrived });
    pacer.reset();
  }

  /** Runs what is due in so much wall time; in the past no farther than to where the branch has come. */
  run(history: History, elapsedMs: number): void {
    const { shown } = history;
    const { until } = this;
    const holds = until ? until.watch.holds : () => false;
    const limit = history.isInPast ? history.live.place.event : Number.POSITIVE_INFINITY;
    // Who makes moves may have made the last one at this very instant, and nothing may follow from it.
    let hasEnded = until?.watch.goOn !== undefined && holds();
    const { kernel, invariants: { broken } } = shown.world;
    const brokenBefore = broken.length;
    // A promise that breaks is something to look at.
    const condition = (): boolean => (hasEnded ||= holds() || kernel.eventNumber >= limit || broken.length > brokenBefore);
    shown.frames.traffic.skipHeartbeats(until !== undefined);
    shown.frames.traffic.follow(this.pace.mode === 'event' || until?.condition.until === 'idle');
    if (!hasEnded) this.advance = shown.pacer.advance(this.pace, elapsedMs, condition);
    if (history.isInPast && kernel.eventNumber >= limit) history.showHead();
    else if (kernel.failure || (hasEnded && !until?.watch.goOn?.())) this.pause();
  }

  /** Somebody else lets time pass, `rate` times as fast as the wall clock; it stands at `nowMs`. */
  follow(nowMs: number, rate: number): void {
    this.isRunning = true;
    this.pace = { mode: 'clock', rate };
    this.advance = { slope: rate, untilMs: nowMs + aheadMs * rate };
  }

  /** Time as the page is to draw it. `mayMove`: nothing else has the world just now. */
  clock(history: History, messagesPerSecond: number, mayMove: boolean): Clock {
    const { place: { event, atMs: nowMs }, pictured } = history;
    const isMoving = this.isRunning && mayMove;
    return {
      nowMs,
      slope: isMoving ? this.advance.slope : 0,
      untilMs: isMoving ? Math.max(this.advance.untilMs, nowMs) : nowMs,
      event,
      epoch: formatTime(history.live.world.kernel.epochMs),
      running: this.isRunning,
      pace: this.pace,
      headMs: Math.max(nowMs, history.live.world.kernel.nowMs),
      messagesPerSecond,
      ...(this.until ? { until: this.until.condition } : {}),
      ...(this.isRunning || pictured ? {} : { hash: history.shown.world.kernel.hash }),
    };
  }
}
