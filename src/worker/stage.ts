import { InputLog, createWorld } from '../cluster/index.ts';
import type { Input, InputAction, Topology, World } from '../cluster/index.ts';
import { situationRun } from '../lessons/index.ts';
import type { Situation, SituationRun } from '../lessons/index.ts';
import { Deeds } from './deeds.ts';
import { FrameSource } from './frame-source.ts';
import { perform } from './inputs.ts';
import type { Execution, Place } from './inputs.ts';
import { Inspector } from './inspect/inspector.ts';
import { shorten } from './later.ts';
import { Pacer } from './pacer.ts';
import type { PicturedPlace } from './pictures.ts';
import { brokenIn } from './raft-promises.ts';
import type { Shortening } from './shortening.ts';
import { Terminals } from './terminals.ts';

/** Everything needed to build the same world once more. */
export interface Recipe {
  readonly topology: Topology;
  readonly seed: number;
  readonly situation?: Situation;
}

/** Arrivals that one can step back over. */
const arrivalsKept = 5_000;
/** Stretches of the past of which it is remembered that nobody looked. */
const stretchesKept = 200;

/** One world with everything that reads it for the page, and the log of what was done to it. */
export class Stage {
  readonly world: World;
  readonly frames: FrameSource;
  readonly pacer: Pacer;
  readonly terminals: Terminals;
  readonly inspector: Inspector;
  /** How far the situation is that the world began with, if it did. */
  readonly situation: SituationRun | undefined;
  readonly log = new InputLog();
  readonly deeds: Deeds;
  /** The search for a shorter history of the first promise that was broken, once one was. */
  private search: Shortening | undefined;
  private readonly recipe: Recipe;
  /** Numbers of the events at which messages arrived that a person would look at. */
  readonly arrivals: number[] = [];
  /** Stretches of events in which nobody looked for arrivals; the last may still go on. */
  private readonly unseen: { readonly from: number; to: number }[] = [{ from: 0, to: Number.POSITIVE_INFINITY }];

  /** @param world where one runs already that is to be looked at */
  constructor(recipe: Recipe, wallNow: () => number, world: World = createWorld(recipe)) {
    this.world = world;
    this.recipe = recipe;
    this.deeds = new Deeds(world);
    this.situation = recipe.situation && watched(recipe.situation, world, this.deeds);
    this.frames = new FrameSource(this);
    this.pacer = new Pacer(world, this.frames.traffic, wallNow);
    this.terminals = new Terminals(world);
    this.inspector = new Inspector(world, this.frames);
    this.frames.traffic.onArrival = () => this.noteArrival();
    this.frames.traffic.onFollow = (isFollowing) => this.noteFollowing(isFollowing);
  }

  /** Where the run is. */
  get place(): Place {
    const { eventNumber, nowMs } = this.world.kernel;
    return { event: eventNumber, atMs: nowMs };
  }

  /** Leaves the world: it goes on unseen. */
  close(): void {
    this.terminals.closeAll();
    this.frames.close();
    this.deeds.close();
  }

  /** What is seen here while time stands still. */
  picture(wallMs: number): PicturedPlace {
    return { place: this.place, picture: { ...this.frames.picture(wallMs), ...this.terminals.picture() } };
  }

  /** Does something from outside and writes it down. Throws FaultError for a fault that is not possible. */
  act(action: InputAction): Execution | undefined {
    return this.redo({ ...this.place, action });
  }

  /** Does what an input says, here and now. */
  redo(input: Input): Execution | undefined {
    this.log.add(input);
    // What a member was before a fault is known from its row afterwards.
    if (input.action.type === 'fault') this.frames.takeInMembers();
    if (input.action.type === 'opened') this.situation?.open();
    return perform(this.world, this.terminals, input.action);
  }

  /** The search for the shortest way to the first promise that was broken; undefined while all are kept. */
  get shortening(): Shortening | undefined {
    if (this.search) return this.search;
    const [broken] = brokenIn(this.world);
    if (broken) this.search = shorten(this.recipe, broken, this.deeds.all, this.log.all);
    return this.search;
  }

  /** The number of the event of the last arrival before that one; undefined where nobody looked for it. */
  arrivalBefore(event: number): number | undefined {
    const arrival = this.arrivals.findLast((one) => one < event);
    const isUnseen = this.unseen.some(({ from, to }) => from < event - 1 && to > (arrival ?? 0) && to > from);
    return isUnseen ? undefined : arrival;
  }

  private noteFollowing(isFollowing: boolean): void {
    const { eventNumber } = this.world.kernel;
    const last = this.unseen.at(-1);
    if (!isFollowing) this.unseen.push({ from: eventNumber, to: Number.POSITIVE_INFINITY });
    else if (last) last.to = eventNumber;
    if (this.unseen.length > stretchesKept) this.unseen.shift();
  }

  private noteArrival(): void {
    const { eventNumber } = this.world.kernel;
    if (this.arrivals.at(-1) === eventNumber) return;
    this.arrivals.push(eventNumber);
    if (this.arrivals.length > arrivalsKept * 2) this.arrivals.splice(0, arrivalsKept);
  }
}

/** A run of the situation that is looked at before each event that leaves a trace, so that no step is missed. */
function watched(situation: Situation, world: World, deeds: Deeds): SituationRun {
  const run = situationRun(situation, world);
  deeds.onDeed = ({ fault, command }) => run.note(fault ? fault.join(' ') : `run ${command}`);
  let seen = 0;
  world.kernel.trace.observe(() => {
    const { eventNumber } = world.kernel;
    if (eventNumber === seen) return;
    seen = eventNumber;
    run.look();
  });
  return run;
}
