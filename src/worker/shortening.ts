import { FaultError, createWorld } from '../cluster/index.ts';
import type { BrokenInvariant, Input, World } from '../cluster/index.ts';
import type { Deed } from './deeds.ts';
import { perform } from './inputs.ts';
import { brokenIn } from './raft-promises.ts';
import type { Recipe } from './stage.ts';
import { Terminals } from './terminals.ts';

/** Worlds that are played at most while a shorter history is looked for, and events in all of them. */
const limits = { replays: 400, events: 4_000_000 } as const;
/** How much longer than at first one may wait for the promise to break. */
const patienceMs = 2_000;
/** Events between two looks whether it has. */
const lookEvery = 8;

/**
 * Looks for a shorter history that breaks the same promise: plays the deeds in another world without some of them, first
 * many at once, then one by one. What is impossible without the one that is left out is left out with it.
 */
export class Shortening {
  readonly broken: BrokenInvariant;
  private readonly recipe: Recipe;
  private readonly files: readonly Input[];
  private deeds: readonly Deed[];
  /** How many are left out at once, and from where. */
  private span: number;
  private from = 0;
  private trial: Trial | undefined;
  private replays = 0;
  private events = 0;
  private isOver = false;

  constructor(recipe: Recipe, broken: BrokenInvariant, deeds: readonly Deed[], inputs: readonly Input[]) {
    this.recipe = recipe;
    this.broken = broken;
    this.deeds = deeds.filter(({ event }) => event <= broken.event);
    this.files = inputs.filter(({ action, event }) => action.type === 'write' && event <= broken.event);
    this.span = Math.ceil(this.deeds.length / 2);
    this.isOver = this.deeds.length === 0;
  }

  /** The shortest that is known. */
  get history(): readonly Deed[] {
    return this.deeds;
  }

  /** Nothing shorter will be looked for. */
  get isDone(): boolean {
    return this.isOver;
  }

  /** Goes on for a slice; true when what is known has changed. */
  run(isOverBudget: () => boolean): boolean {
    while (!this.isOver && !isOverBudget()) {
      this.trial ??= new Trial(this.recipe, this.broken, this.without(), this.files);
      if (!this.trial.run(isOverBudget)) return false;
      if (this.take(this.trial)) return true;
    }
    return false;
  }

  private without(): readonly Deed[] {
    return this.deeds.filter((_, index) => index < this.from || index >= this.from + this.span);
  }

  /** Takes in what a trial has shown; true when what is known has changed. */
  private take({ hasBroken, done, world }: Trial): boolean {
    this.trial = undefined;
    this.replays++;
    this.events += world.kernel.eventNumber;
    if (hasBroken) this.deeds = done;
    else this.from += this.span;
    if (this.from >= this.deeds.length) {
      this.from = 0;
      // Once nothing can be left out alone, nothing is tried again: what is left is needed, as far as one by one can tell.
      if (this.span === 1) this.isOver = true;
      this.span = Math.max(1, Math.floor(this.span / 2));
    }
    this.isOver ||= this.deeds.length === 0 || this.replays >= limits.replays || this.events >= limits.events;
    return hasBroken || this.isOver;
  }
}

/** The search for the shortest history of a promise that was broken in a world of that recipe; it has not begun. */
export function shorten(...[recipe, broken, deeds, inputs]: ConstructorParameters<typeof Shortening>): Shortening {
  return new Shortening(recipe, broken, deeds, inputs);
}

/** One world in which some of the deeds are done, each at its time. */
class Trial {
  readonly world: World;
  /** What could be done. */
  readonly done: Deed[] = [];
  private readonly broken: BrokenInvariant;
  private readonly terminals: Terminals;
  private readonly moments: readonly { readonly atMs: number; readonly act: () => void }[];
  private next = 0;

  constructor({ topology, seed }: Recipe, broken: BrokenInvariant, deeds: readonly Deed[], files: readonly Input[]) {
    const world = createWorld({ topology, seed });
    this.world = world;
    this.broken = broken;
    this.terminals = new Terminals(world);
    this.moments = [
      ...files.map(({ atMs, action }) => ({ atMs, act: () => void perform(world, this.terminals, action) })),
      ...deeds.map((deed) => ({ atMs: deed.atMs, act: () => this.do(deed) })),
    ].toSorted((a, b) => a.atMs - b.atMs);
  }

  get hasBroken(): boolean {
    return brokenIn(this.world).some(({ name }) => name === this.broken.name);
  }

  /** Goes on for a slice; true when it is over. */
  run(isOverBudget: () => boolean): boolean {
    const { world } = this;
    const { kernel } = world;
    const condition = (): boolean => kernel.eventNumber % lookEvery === 0 && this.hasBroken;
    for (;;) {
      if (this.hasBroken || kernel.failure) return true;
      const moment = this.moments[this.next];
      const untilMs = moment?.atMs ?? this.broken.atMs + patienceMs;
      if (kernel.nowMs < untilMs && world.run({ untilMs, isOverBudget, condition }) === 'budget') return false;
      if (this.hasBroken) return true;
      if (!moment) return true;
      this.next++;
      moment.act();
    }
  }

  private do(deed: Deed): void {
    try {
      perform(this.world, this.terminals, deed.fault ? { type: 'fault', words: deed.fault } : { type: 'run', command: deed.command });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return;
    }
    this.done.push(deed);
  }
}
