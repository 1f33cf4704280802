import type { KernelFailure } from '../kernel/index.ts';
import type { World } from '../cluster/index.ts';

/** Wall milliseconds that the world may run at a stretch before what came in over the network is looked at. */
const sliceMs = 8;
/** A world that is later than this behind its clock, in wall milliseconds, is not hurried to catch up: its time runs slower. */
const greatestLagMs = 50;
/**
 * How far the world may be before its clock, in its own milliseconds, for the sake of who waits for an answer: less than a
 * second, so that clients, who tell ages in whole seconds, never see what is not yet.
 */
const greatestLeadMs = 500;
/** The shortest sleep of Node's timers. */
const leastSleepMs = 1;
const longestSleepMs = 1_000;

/**
 * Lets a world's time pass with the wall clock, or `speed` times as fast. What comes from outside enters by `enter`; a world
 * that has nothing to do sleeps. While somebody waits for an answer (`owe`) the world does not sleep through its own latencies:
 * it goes on to the answer and lets the wall clock catch up afterwards.
 */
export class RealTime {
  private readonly world: World;
  private pace: number;
  private readonly wallNow: () => number;
  /** Wall and virtual time of one instant, from which all others are counted. */
  private origin: { readonly wallMs: number; readonly worldMs: number };
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private hasEnded = false;
  /** What waits to be done to the world, in order. */
  private entering: (() => void)[] = [];
  /** Who waits for an answer. */
  private readonly creditors = new Set<object>();
  /** Called once when a bug stops the world. */
  onFailure: (failure: KernelFailure) => void = () => undefined;

  constructor(world: World, options: { readonly speed: number; readonly wallNow?: () => number }) {
    this.world = world;
    this.pace = options.speed;
    this.wallNow = options.wallNow ?? (() => performance.now());
    this.origin = { wallMs: this.wallNow(), worldMs: world.kernel.nowMs };
  }

  /** From now on time passes. */
  start(): void {
    this.countFromHere();
    this.comeAgain();
  }

  /** How much faster than the wall clock time passes. */
  get speed(): number {
    return this.pace;
  }

  set speed(speed: number) {
    this.countFromHere();
    this.pace = speed;
    this.comeAgain();
  }

  /** Lets that much of the world's time pass at once. */
  pass(spanMs: number): void {
    const end = this.world.run({ untilMs: this.world.kernel.nowMs + spanMs });
    if (end === 'stopped') this.fail();
    this.countFromHere();
    this.comeAgain();
  }

  private countFromHere(): void {
    this.origin = { wallMs: this.wallNow(), worldMs: this.world.kernel.nowMs };
  }

  /** Nothing happens any more. */
  stop(): void {
    this.hasEnded = true;
    this.entering = [];
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
  }

  /** Does something to the world from outside, soon: with all else that has come in by then, at one instant and in order. */
  enter(act: () => void): void {
    if (this.hasEnded) return;
    this.entering.push(act);
    this.comeAtOnce();
  }

  /** Does something to the world from outside before it comes back, between two of the world's turns. */
  enterAtOnce(act: () => void): void {
    if (this.hasEnded) return;
    this.entering.push(act);
    this.run(this.dueMs);
    this.takeIn();
    this.comeAgain();
  }

  /** Somebody outside waits for an answer, until `settle`. */
  owe(creditor: object): void {
    this.creditors.add(creditor);
  }

  /** The answer is there, or is not wanted any more. */
  settle(creditor: object): void {
    this.creditors.delete(creditor);
  }

  /** The world's time that it should be now. */
  private get dueMs(): number {
    return this.origin.worldMs + (this.wallNow() - this.origin.wallMs) * this.speed;
  }

  /** Until when the world may run now. */
  private get untilMs(): number {
    return this.dueMs + (this.creditors.size > 0 ? greatestLeadMs : 0);
  }

  private turn(): void {
    this.timer = undefined;
    this.immediate = undefined;
    if (this.entering.length > 0) {
      this.run(this.dueMs);
      this.takeIn();
    }
    const isOwing = this.creditors.size > 0;
    this.run(this.untilMs, isOwing ? () => this.creditors.size === 0 : undefined);
    this.comeAgain();
  }

  private takeIn(): void {
    const { kernel } = this.world;
    const acts = this.entering;
    this.entering = [];
    for (const act of acts) {
      kernel.cause = 0;
      act();
    }
    kernel.cause = 0;
  }

  private run(untilMs: number, condition?: () => boolean): void {
    const endMs = this.wallNow() + sliceMs;
    const end = this.world.run({ untilMs, isOverBudget: () => this.wallNow() >= endMs, ...(condition ? { condition } : {}) });
    if (end === 'stopped') this.fail();
    const lagMs = (this.dueMs - this.world.kernel.nowMs) / this.speed;
    if (lagMs > greatestLagMs) this.origin = { wallMs: this.wallNow() - greatestLagMs, worldMs: this.world.kernel.nowMs };
  }

  private fail(): void {
    if (this.hasEnded) return;
    this.stop();
    const { failure } = this.world.kernel;
    if (failure) this.onFailure(failure);
  }

  /** There is one next turn: at once when something is due, else when the next event is. */
  private comeAgain(): void {
    if (this.hasEnded || this.immediate) return;
    clearTimeout(this.timer);
    const nextMs = this.world.kernel.nextEventMs;
    const waitMs = nextMs === undefined ? longestSleepMs : (nextMs - this.untilMs) / this.speed;
    if (waitMs <= 0) this.comeAtOnce();
    else this.timer = setTimeout(() => this.turn(), Math.min(longestSleepMs, Math.max(leastSleepMs, Math.floor(waitMs))));
  }

  private comeAtOnce(): void {
    if (this.immediate) return;
    clearTimeout(this.timer);
    this.immediate = setImmediate(() => this.turn());
  }
}
