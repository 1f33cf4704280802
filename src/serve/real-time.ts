import type { KernelFailure } from '../kernel/index.ts';
import type { World } from '../cluster/index.ts';

/** Wall milliseconds that the world may run at a stretch before what came in over the network is looked at. */
const sliceMs = 8;
/** A world that is later than this behind its clock, in wall milliseconds, is not hurried to catch up: its time runs slower. */
const greatestLagMs = 50;
/** The shortest sleep of Node's timers. */
const leastSleepMs = 1;
const longestSleepMs = 1_000;

/**
 * Lets a world's time pass with the wall clock, or `speed` times as fast. What comes from outside enters by `enter`, at the
 * instant at which it comes; a world that has nothing to do sleeps.
 */
export class RealTime {
  private readonly world: World;
  /** How much faster than the wall clock time passes. */
  readonly speed: number;
  private readonly wallNow: () => number;
  /** Wall and virtual time of one instant, from which all others are counted. */
  private origin: { readonly wallMs: number; readonly worldMs: number };
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private isRunning = false;
  private hasEnded = false;
  /** Called once when a bug stops the world. */
  onFailure: (failure: KernelFailure) => void = () => undefined;

  constructor(world: World, options: { readonly speed: number; readonly wallNow?: () => number }) {
    this.world = world;
    this.speed = options.speed;
    this.wallNow = options.wallNow ?? (() => performance.now());
    this.origin = { wallMs: this.wallNow(), worldMs: world.kernel.nowMs };
  }

  /** From now on time passes. */
  start(): void {
    this.origin = { wallMs: this.wallNow(), worldMs: this.world.kernel.nowMs };
    this.comeAgain();
  }

  /** Nothing happens any more. */
  stop(): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
    if (this.immediate) clearImmediate(this.immediate);
  }

  /** Does something to the world from outside, now. */
  enter(act: () => void): void {
    if (this.hasEnded) return;
    if (!this.isRunning) this.catchUp();
    this.world.kernel.cause = 0;
    act();
    this.world.kernel.cause = 0;
    this.comeAgain();
  }

  /** The world's time that it should be now. */
  private get dueMs(): number {
    return this.origin.worldMs + (this.wallNow() - this.origin.wallMs) * this.speed;
  }

  private catchUp(): void {
    const endMs = this.wallNow() + sliceMs;
    this.isRunning = true;
    const end = this.world.run({ untilMs: this.dueMs, isOverBudget: () => this.wallNow() >= endMs });
    this.isRunning = false;
    if (end === 'stopped') this.fail();
    const lagMs = (this.dueMs - this.world.kernel.nowMs) / this.speed;
    if (lagMs > greatestLagMs) this.origin = { wallMs: this.wallNow() - greatestLagMs, worldMs: this.world.kernel.nowMs };
  }

  private fail(): void {
    this.stop();
    const { failure } = this.world.kernel;
    if (failure) this.onFailure(failure);
  }

  private turn(): void {
    this.timer = undefined;
    this.immediate = undefined;
    this.catchUp();
    this.comeAgain();
  }

  /** There is one next turn: at once when something is due, else when the next event is. */
  private comeAgain(): void {
    if (this.hasEnded || this.immediate) return;
    clearTimeout(this.timer);
    const nextMs = this.world.kernel.nextEventMs;
    const waitMs = nextMs === undefined ? longestSleepMs : (nextMs - this.dueMs) / this.speed;
    if (waitMs <= 0) this.immediate = setImmediate(() => this.turn());
    else this.timer = setTimeout(() => this.turn(), Math.min(longestSleepMs, Math.max(leastSleepMs, Math.floor(waitMs))));
  }
}
