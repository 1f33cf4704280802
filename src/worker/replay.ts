import { FaultError } from '../cluster/index.ts';
import type { Input } from '../cluster/index.ts';
import type { Stage } from './stage.ts';

/** Where a replay is to end: after an event, or at a time. */
export interface Goal {
  readonly event?: number;
  readonly atMs?: number;
}

/** Plays inputs into a world at exactly the events at which they came first, so that the same happens again. */
export class Replay {
  readonly stage: Stage;
  readonly goal: Goal;
  private readonly inputs: readonly Input[];
  private next = 0;

  constructor(stage: Stage, inputs: readonly Input[], goal: Goal) {
    this.stage = stage;
    this.goal = goal;
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
    const { world } = this.stage;
    const { kernel } = world;
    if (event !== undefined && kernel.eventNumber < event) {
      const end = world.run({ events: event - kernel.eventNumber, isOverBudget });
      if (kernel.eventNumber < event) return end === 'idle';
    }
    if (atMs === undefined || kernel.nowMs >= atMs) return true;
    return world.run({ untilMs: atMs, isOverBudget }) === 'until';
  }
}

function isBefore({ event, atMs }: Input, goal: Goal): boolean {
  return goal.event === undefined ? atMs <= (goal.atMs ?? Number.POSITIVE_INFINITY) : event <= goal.event;
}
