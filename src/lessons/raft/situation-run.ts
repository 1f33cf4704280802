import type { World } from '../../cluster/index.ts';
import { quantitiesOf } from './claims.ts';
import type { Quantities } from './claims.ts';
import { Script } from './moves.ts';
import type { Situation, Step } from './situation.ts';

/**
 * How far a situation is in one world: which of its steps have come true, one after another. Whoever runs the world calls
 * `look` after events; what was done is never undone, except by going back in time to another world.
 */
export class SituationRun {
  readonly situation: Situation;
  private readonly world: World;
  private start: Quantities | undefined;
  private done = 0;
  /** What was done since the next step is the next. */
  private made: string[] = [];

  constructor(situation: Situation, world: World) {
    this.situation = situation;
    this.world = world;
  }

  get isOpen(): boolean {
    return this.start !== undefined;
  }

  /** The situation is set up: its steps count from here. */
  open(): void {
    this.start = quantitiesOf(this.world);
    this.look();
  }

  /** Takes note of steps that have come true. */
  look(): void {
    const { start, world } = this;
    if (!start) return;
    for (let { next } = this; next?.until.every((claim) => claim.holds(world, start)); { next } = this) {
      this.done++;
      this.made = [];
    }
  }

  /** Takes note of a move, in the words of `moves.ts`: those of the next step are not made again. */
  note(move: string): void {
    this.look();
    this.made.push(move);
  }

  get stepsDone(): number {
    return this.done;
  }

  /** The step that comes next; undefined when all are done, or the situation is not open yet. */
  get next(): Step | undefined {
    return this.start && this.situation.steps[this.done];
  }

  /** The moves of the next step, as far as they are not made: it goes on where it was left. */
  script(): Script {
    const script = new Script(this.next?.moves ?? [], this.world, this.start ?? new Map());
    script.skip(this.made);
    return script;
  }

  /** The moves that set the situation up. */
  beginning(): Script {
    return new Script(this.situation.beginning, this.world, new Map());
  }

  /** Whether the state confirms the closing sentence now. */
  get holds(): boolean {
    const { start, world, situation } = this;
    return start !== undefined && situation.closing.when.every((claim) => claim.holds(world, start));
  }
}
