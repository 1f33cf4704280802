import { FaultError } from '../cluster/index.ts';
import type { Input } from '../cluster/index.ts';
import type { RunEnd, RunLimits } from '../kernel/index.ts';
import type { Stage } from './stage.ts';

/** Where a replay is to end: after an event, or at a time. */
export interface Goal {
  readonly event?: number;
  readonly atMs?: number;
}

/** Milliseconds before a goal that is a time, in which arrivals are told of. */
const lastMs = 50;

/** Who is told of arrivals on the way: of those in the last events before the goal. */
export interface ArrivalWatch {
  readonly lastEvents: number;
  /** After each arrival of a visible message. */
  onArrival(): void;
}

/** Plays inputs into a world at exactly the events at which they came first, so that the same happens again. */
export class Replay {
  readonly stage: Stage;
  readonly goal: Goal;
  private readonly inputs: readonly Input[];
  private readonly watch: ArrivalWatch | undefined;
  private next = 0;

  constructor(stage: Stage, inputs: readonly Input[], goal: Goal, watch?: ArrivalWatch) {
    this.stage = stage;
    this.goal = goal;
    this.watch = watch;
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
    const { watch } = this;
    const { world, frames: { traffic } } = this.stage;
    for (;;) {
      const { arrived } = traffic;
      const end = world.run({ ...limit(), isOverBudget, ...(watch ? { condition: () => this.isNearGoal(watch) && traffic.arrived > arrived } : {}) });
      if (end !== 'condition') return end;
      watch?.onArrival();
    }
  }

  private isNearGoal({ lastEvents }: ArrivalWatch): boolean {
    const { world: { kernel }, frames: { traffic } } = this.stage;
    const { event, atMs } = this.goal;
    const isNear = event === undefined ? kernel.nowMs >= (atMs ?? 0) - lastMs : kernel.eventNumber >= event - lastEvents;
    if (isNear) {
      // A step back goes to whatever arrived last, be it a heartbeat.
      traffic.skipHeartbeats(false);
      traffic.follow(true);
    }
    return isNear;
  }
}

function isBefore({ event, atMs }: Input, goal: Goal): boolean {
  return goal.event === undefined ? atMs <= (goal.atMs ?? Number.POSITIVE_INFINITY) : event <= goal.event;
}
