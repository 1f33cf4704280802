import type { Input } from '../cluster/index.ts';
import type { Place } from './inputs.ts';
import { Replay } from './replay.ts';
import type { Goal } from './replay.ts';
import type { Stage } from './stage.ts';

/** How far before the place that is looked at a world waits, in events: played in a moment. */
const nearEvents = 2_000;
/** A world that waits farther away is of little use. */
const farEvents = 8_000;
/** Objects that a world may hold of which a second one waits. */
const objectsMost = 300;

/** Worlds that wait at places of the past, so that who looks back need not wait for a whole run. Each serves once. */
export class Spares {
  private readonly waiting: Stage[] = [];
  private readonly newStage: () => Stage;
  private making: Replay | undefined;
  private hasServed = false;

  constructor(newStage: () => Stage) {
    this.newStage = newStage;
  }

  /** The world of that line of history that waits nearest before the goal; else a new one. */
  take(inputs: readonly Input[], goal: Goal): Stage {
    this.hasServed = true;
    const fit = this.waiting.filter((stage) => !hasPassed(stage.place, goal) && isOfLine(stage, inputs));
    const nearest = fit.toSorted((a, b) => b.place.event - a.place.event)[0];
    if (!nearest) return this.newStage();
    this.waiting.splice(this.waiting.indexOf(nearest), 1);
    return nearest;
  }

  /**
   * Makes the worlds that are missing, once one was needed: one where the first input came, so that a replay need not boot
   * again, and one shortly before the place that is looked at. True when there is nothing to do.
   */
  prepare(inputs: readonly Input[], shown: Place | undefined, isOverBudget: () => boolean): boolean {
    if (!this.hasServed) return true;
    this.making ??= this.missing(inputs, shown);
    if (!this.making) return true;
    if (!this.making.run(isOverBudget)) return false;
    this.waiting.push(this.making.stage);
    this.making = undefined;
    return false;
  }

  private missing(inputs: readonly Input[], shown: Place | undefined): Replay | undefined {
    const [first] = inputs;
    const usable = this.waiting.filter((stage) => isOfLine(stage, inputs));
    const beforeAll = usable.find(({ log }) => log.all.length === 0);
    if (first && !beforeAll) return this.begin([], { event: first.event });
    const event = (shown?.event ?? 0) - nearEvents;
    const origin = beforeAll?.place.event ?? 0;
    if (!shown || event < origin + nearEvents) return undefined;
    const isNear = usable.some(({ place }) => place.event < shown.event && place.event >= shown.event - farEvents);
    const isSmall = (usable[0]?.frames.objects.rows.size ?? 0) <= objectsMost;
    return isNear || !isSmall ? undefined : this.begin(inputs, { event });
  }

  private begin(inputs: readonly Input[], goal: Goal): Replay {
    // What waits for another line of history, or where nobody looks any more, makes room.
    const stale = this.waiting.filter((stage) => stage.log.all.length > 0 || !isOfLine(stage, inputs));
    for (const stage of stale) this.waiting.splice(this.waiting.indexOf(stage), 1);
    return new Replay(this.newStage(), inputs, goal);
  }
}

/** Whether a place lies after the goal. */
export function hasPassed({ event, atMs }: Place, goal: Goal): boolean {
  return goal.event === undefined ? atMs > (goal.atMs ?? Number.POSITIVE_INFINITY) : event > goal.event;
}

/** Whether what was done in the world is how that line of history begins. */
function isOfLine({ log }: Stage, inputs: readonly Input[]): boolean {
  return log.all.every((input, index) => input === inputs[index]);
}
