import { FaultError } from '../cluster/index.ts';
import type { Input } from '../cluster/index.ts';
import type { RunEnd, RunLimits } from '../kernel/index.ts';
import type { Stage } from './stage.ts';

/** Where a replay is to end: after an event, or at a time. */
export interface Goal {
  readonly event?: number;
  readonly atMs?: number;
}

/** Events before the goal in which one may step back at once when it is reached. */
const lastEvents = 300;
const lastMs = 100;

/** Plays inputs into a world at exactly the events at which they came first, so that the same happens again. */
export class Replay {
  readonly stage: Stage;
  readonly goal: Goal;
  private readonly inputs: readonly Input[];
  private readonly onArrival: (() => void) | undefined;
  private next = 0;

  /** @param onArrival called after each arrival of a visible message shortly before the goal */
  constructor(stage: Stage, inputs: readonly Input[], goal: Goal, onArrival?: () => void) {
    this.stage = stage;
    this.goal = goal;
    this.onArrival = onArrival;
    this.inputs = inputs.filter((input) => isBefore(input, goal));
    this.next = stage.log.all.length;
  }

  /** Share of the way that is done, as far as it can be known. */
  get done(): number {
    const { kernel } = this.stage.world;
    const { event, atMs } = this.goal;
    if (event !== undefined) return event === 0 ? 1 : Math.min(1, kernel.eventNumber / event);
    return atMs === undefined || atMs === 0 ? 1 : Math.min(1, kernel.nowMs / atMs);
  }

  /** Goes on for a slice; true when the goal is reached. */
  run(isOverBudget: () => boolean): boolean {
    const { stage } = this;
    const { world } = stage;
    for (; this.next < this.inputs.length; this.next++) {
      const input = this.inputs[this.next];
      if (!input) break;
      if (!this.runTo({ event: input.event, atMs: input.atMs }, isOverBudget)) return world.kernel.failure !== undefined;
      this.redo(input);
    }
    return this.runTo(this.goal, isOverBudget) || world.kernel.failure !== undefined;
  }

  private redo(input: Input): void {
    try {
      this.stage.redo(input);
    } catch (error) {
      // It was refused the first time too.
      if (!(error instanceof FaultError)) throw error;
    }
  }

  private runTo({ event, atMs }: Goal, isOverBudget: () => boolean): boolean {
    const { kernel } = this.stage.world;
    if (event !== undefined && kernel.eventNumber < event) {
      const end = this.runOn(() => ({ events: event - kernel.eventNumber }), isOverBudget);
      if (kernel.eventNumber < event) return end === 'idle';
    }
    if (atMs === undefined || kernel.nowMs >= atMs) return true;
    return this.runOn(() => ({ untilMs: atMs }), isOverBudget) === 'until';
  }

  /** Runs to a limit; near the goal each arrival is told of. */
  private runOn(limit: () => RunLimits, isOverBudget: () => boolean): RunEnd {
    const { onArrival } = this;
    const { world, frames: { traffic } } = this.stage;
    for (;;) {
      const { arrived } = traffic;
      const end = world.run({ ...limit(), isOverBudget, ...(onArrival ? { condition: () => this.isNearGoal() && traffic.arrived > arrived } : {}) });
      if (end !== 'condition') return end;
      onArrival?.();
    }
  }

  private isNearGoal(): boolean {
    const { world: { kernel }, frames: { traffic } } = this.stage;
    const { event, atMs } = this.goal;
    const isNear = event === undefined ? kernel.nowMs >= (atMs ?? 0) - lastMs : kernel.eventNumber >= event - lastEvents;
    if (isNear) traffic.follow(true);
    return isNear;
  }
}

function isBefore({ event, atMs }: Input, goal: Goal): boolean {
  return goal.event === undefined ? atMs <= (goal.atMs ?? Number.POSITIVE_INFINITY) : event <= goal.event;
}
