import type { Input } from '../cluster/index.ts';
import type { Place } from './inputs.ts';
import { Replay } from './replay.ts';
import type { Goal } from './replay.ts';
import type { Stage } from './stage.ts';

/**
 * How far before the place that is looked at worlds wait, in events: the first is played on in a moment, and the second takes
 * the place of the first when that has served. A world within the bounds need not be made anew.
 */
const distances = [
  { events: 2_000, least: 500, most: 4_000 },
  { events: 8_000, least: 4_000, most: 16_000 },
] as const;
/** Objects that a world may hold of which a second one waits. */
const objectsMost = 300;

/** What a world is to wait for. */
export interface Looked {
  readonly place: Place;
  /** Objects in the world there. */
  readonly objects: number;
}

/** Worlds that wait at places of the past, so that who looks back need not wait for a whole run. Each serves once. */
export class Spares {
  private waiting: Stage[] = [];
  private readonly newStage: () => Stage;
  private making: Replay | undefined;
  private isWanted: boolean;

  /** @param areCheap whether they are made before any was needed */
  constructor(newStage: () => Stage, areCheap: boolean) {
    this.newStage = newStage;
    this.isWanted = areCheap;
  }

  /** The world of that line of history that waits nearest before the goal, be it still on its way; else a new one. */
  take(inputs: readonly Input[], goal: Goal): Stage {
    this.isWanted = true;
    const { making } = this;
    if (making && isFit(making.stage, inputs, goal)) {
      this.waiting.push(making.stage);
      this.making = undefined;
    }
    return this.nearest(inputs, goal);
  }

  private nearest(inputs: readonly Input[], goal: Goal): Stage {
    const fit = this.waiting.filter((stage) => isFit(stage, inputs, goal));
    const nearest = fit.toSorted((a, b) => b.place.event - a.place.event)[0];
    if (!nearest) return this.newStage();
    this.waiting.splice(this.waiting.indexOf(nearest), 1);
    return nearest;
  }

  /**
   * Makes the worlds that are missing: some shortly before the place that is looked at, and one where the
   * first input came, so that a replay need not boot again. True when there is nothing to do.
   */
  prepare(inputs: readonly Input[], looked: Looked | undefined, isOverBudget: () => boolean): boolean {
    if (!this.isWanted) return true;
    this.making ??= this.missing(inputs, looked);
    if (!this.making) return true;
    if (!this.making.run(isOverBudget)) return false;
    this.waiting.push(this.making.stage);
    this.making = undefined;
    return false;
  }

  private missing(inputs: readonly Input[], looked: Looked | undefined): Replay | undefined {
    const origin = inputs[0]?.event ?? 0;
    const wanted = looked && looked.objects <= objectsMost
      ? distances.filter(({ events }) => looked.place.event - events >= origin + events)
      : [];
    const gapOf = (stage: Stage): number => (looked?.place.event ?? 0) - stage.place.event;
    const isAtOrigin = ({ place, log }: Stage): boolean => log.all.length === 0 && place.event <= origin;
    const isAt = (stage: Stage, { least, most }: typeof distances[number]): boolean => gapOf(stage) >= least && gapOf(stage) < most;
    // What waits for another line of history, or where nobody looks any more, makes room.
    this.waiting = this.waiting.filter((stage) => isOfLine(stage, inputs) && (isAtOrigin(stage) || wanted.some((distance) => isAt(stage, distance))));
    const next = wanted.find((distance) => !this.waiting.some((stage) => isAt(stage, distance)));
    if (next && looked) {
      const goal = { event: looked.place.event - next.events };
      return new Replay(this.nearest(inputs, goal), inputs, goal);
    }
    return inputs.length > 0 && !this.waiting.some(isAtOrigin) ? new Replay(this.newStage(), [], { event: origin }) : undefined;
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

function isFit(stage: Stage, inputs: readonly Input[], goal: Goal): boolean {
  return !hasPassed(stage.place, goal) && isOfLine(stage, inputs);
}
