import { isGroup } from '../cluster/index.ts';
import type { Input } from '../cluster/index.ts';
import type { Comparison, Job } from '../protocol/index.ts';
import { Branches } from './branches.ts';
import type { Lived } from './branches.ts';
import { writeRun } from './saved-run.ts';
import type { SavedBranch } from './saved-run.ts';
import { Replay } from './replay.ts';
import type { Goal } from './replay.ts';
import { Spares, hasPassed } from './spares.ts';
import { Pictures } from './pictures.ts';
import type { PicturedPlace } from './pictures.ts';
import type { Place } from './inputs.ts';
import { Stage } from './stage.ts';
import type { Recipe } from './stage.ts';

/** A replay shorter than this needs no word about it. */
const quickJobMs = 400;

/** Characters that were typed, pasted or written in all branches; a browser keeps five million for a page. */
const savedMost = 2_000_000;

/** A picture's world is played once nobody has stepped on for so long, in wall milliseconds; or as soon as it is asked for something. */
const followAfterMs = 300;

/** With fewer pictures behind, more of them are taken while nothing else is to be done. */
const amplePictures = 40;

/** Of how many events before a place pictures are taken: on the way there, and when nothing else is to be done. */
const fewEvents = 60;
const manyEvents = 200;

interface Task {
  readonly replay: Replay;
  /** What its world becomes: something to look at, the head of the branch, or what a branch that is put away is known by. */
  readonly becomes: 'past' | 'live' | { readonly branch: string };
  readonly sinceWallMs: number;
}

/** The world that is lived, the past that is looked at, and the branches: one seed and what was done to it. */
export class History {
  readonly branches = new Branches();
  private readonly recipe: Recipe;
  private readonly wallNow: () => number;
  private lived: Stage;
  private past: Stage | undefined;
  private task: Task | undefined;
  private readonly spares: Spares;
  private readonly pictures = new Pictures();
  /** What is seen of a place of the past while the world there is still being played. */
  private seen: PicturedPlace | undefined;
  /** Since when a picture is shown whose world is not being played yet. */
  private seenSinceMs: number | undefined;
  /** A world that is played only for pictures of what came before those that there are. */
  private picturing: Replay | undefined;
  /** The event up to which that was done last: there need not be more before it. */
  private picturedFrom: number | undefined;
  /** Called when another world is to be shown. */
  onShown: () => void = () => undefined;
  /** Called when a branch was compared. */
  onCompared: (comparison: Comparison) => void = () => undefined;

  /** @param lived the head of the first branch, where there is a world already */
  constructor(recipe: Recipe, wallNow: () => number, lived = new Stage(recipe, wallNow)) {
    this.recipe = recipe;
    this.wallNow = wallNow;
    this.lived = lived;
    this.spares = new Spares(() => new Stage(recipe, wallNow), isGroup(recipe.topology));
  }

  /** The world that the page sees. */
  get shown(): Stage {
    return this.past ?? this.lived;
  }

  /** The head of the branch. */
  get live(): Stage {
    return this.lived;
  }

  get isInPast(): boolean {
    return this.past !== undefined;
  }

  get isReplaying(): boolean {
    return this.task !== undefined;
  }

  /** A picture of the past that stands for its world until that has been played again. */
  get pictured(): PicturedPlace | undefined {
    return this.seen;
  }

  /** The place that the page sees. */
  get place(): Place {
    return this.seen?.place ?? this.shown.place;
  }

  /** Time goes on from here, or something is done: who steps back is shown this place again. */
  keepPicture(): void {
    if (!this.task && !this.seen) this.pictures.keep(this.shown.picture(this.wallNow()));
  }

  /** How far a replay is, once it lasts. */
  job(wallMs: number): Job | undefined {
    if (!this.task || wallMs - this.task.sinceWallMs < quickJobMs) return undefined;
    const { replay } = this.task;
    const { atMs, event } = replay.goal;
    return { what: { say: 'job.replaying', with: { to: atMs === undefined ? `#${event ?? 0}` : clockText(atMs) } }, done: replay.done };
  }

  /** Does something from outside. In the past it begins a branch. Throws FaultError. */
  act(action: Input['action']): ReturnType<Stage['act']> {
    this.forkHere();
    return this.lived.act(action);
  }

  /** The past that is shown becomes the head of a new branch; nothing when the head is shown. */
  forkHere(name?: string): void {
    const { past } = this;
    if (!past) return;
    this.branches.fork(this.livedNow(), past.place, past.frames.timeline.deeds, name);
    this.pictures.forgetAfter(past.place.event);
    this.lived = past;
    this.past = undefined;
    this.task = undefined;
  }

  /** A branch that begins at what is shown, be it the head. */
  fork(name?: string): void {
    if (this.past) this.forkHere(name);
    else this.branches.fork(this.livedNow(), this.lived.place, this.lived.frames.timeline.deeds, name);
  }

  /** Leaves the branch for another one. False when there is none of that name. */
  switchTo(branch: string): boolean {
    if (branch === this.branches.current) return true;
    const kept = this.branches.take(this.livedNow(), branch);
    if (!kept) return false;
    this.pictures.clear();
    this.picturing = undefined;
    this.picturedFrom = undefined;
    this.begin(new Replay(this.spares.take(kept.inputs, kept.head), kept.inputs, kept.head), 'live');
    return true;
  }

  /** Finds out how what is shown differs from what stands at another branch's head; a branch of before a reload is played again first. False when there is none of that name. */
  compare(branch: string): boolean {
    const away = this.branches.awayFrom(branch);
    if (!away) return false;
    const comparison = this.branches.compare(this.shown.frames.objects.rows.values(), branch);
    if (comparison) this.onCompared(comparison);
    else this.begin(new Replay(this.spares.take(away.inputs, away.head), away.inputs, away.head), { branch });
    return true;
  }

  /** Takes up saved branches and plays the current one, as after a reload. */
  restore(saved: readonly SavedBranch[]): void {
    this.branches.restore(saved);
    const { inputs, head } = saved.find(({ row }) => row.current) ?? { inputs: [], head: this.lived.place };
    this.begin(new Replay(this.lived, inputs, head), 'live');
  }

  /** Shows the branch as it was at that place; beyond its head it shows the head. */
  show(goal: Goal): void {
    const { place } = this.lived;
    if ((goal.event ?? -1) >= place.event || (goal.atMs ?? -1) >= place.atMs) return this.showHead();
    const onItsWay = this.stageOnItsWay(goal);
    this.task = undefined;
    this.seen = this.pictures.at(goal.event);
    if (this.seen && !onItsWay) this.seenSinceMs = this.wallNow();
    else this.play(goal, onItsWay);
  }

  /** The world of the picture that is shown is to be there: somebody asks it for something. */
  follow(): void {
    if (this.seenSinceMs !== undefined && this.seen) this.play({ event: this.seen.place.event }, undefined);
  }

  /** The same, once nobody steps on. False when a picture still waits for that. */
  followWhenQuiet(wallMs: number): boolean {
    if (this.seenSinceMs === undefined) return true;
    if (wallMs - this.seenSinceMs < followAfterMs) return false;
    this.follow();
    return true;
  }

  /** Plays the past up to there. */
  private play(goal: Goal, onItsWay: Stage | undefined): void {
    this.seenSinceMs = undefined;
    this.begin(this.replayWithPictures(goal, fewEvents, onItsWay), 'past');
  }

  private replayWithPictures(goal: Goal, lastEvents: number, onItsWay?: Stage): Replay {
    const { log: { all } } = this.lived;
    const stage = onItsWay ?? this.spares.take(all, goal);
    const onArrival = (): void => {
      if (!this.pictures.has(stage.place.event)) this.pictures.keep(stage.picture(this.wallNow()));
    };
    return new Replay(stage, all, goal, { lastEvents, onArrival });
  }

  /** Back to the head of the branch. */
  showHead(): void {
    const isElsewhere = this.past !== undefined || this.seen !== undefined;
    this.task = undefined;
    this.past = undefined;
    this.seen = undefined;
    this.seenSinceMs = undefined;
    if (isElsewhere) this.onShown();
  }

  /** Goes on with a replay for a slice. */
  runTask(isOverBudget: () => boolean): void {
    const { task } = this;
    if (!task) return;
    const isDone = task.replay.run(isOverBudget);
    const { stage } = task.replay;
    stage.frames.takeInObjects();
    if (!isDone) return;
    this.task = undefined;
    if (typeof task.becomes === 'object') {
      const { branch } = task.becomes;
      this.branches.learn(branch, stage.frames.objects.rows.values());
      this.compare(branch);
      return;
    }
    if (task.becomes === 'live') {
      this.lived = stage;
      this.past = undefined;
    } else {
      this.past = stage;
    }
    this.seen = undefined;
    this.onShown();
  }

  /** While nothing else is to be done: gets worlds and pictures ready for the next looks back. True when there is nothing to do. */
  prepare(isOverBudget: () => boolean): boolean {
    if (this.task) return true;
    if (this.picturing?.run(isOverBudget) === false) return false;
    this.picturing = undefined;
    const isElsewhere = this.past !== undefined || this.seen !== undefined;
    const looked = isElsewhere || isGroup(this.recipe.topology) ? { place: this.place, objects: this.shown.frames.objects.rows.size } : undefined;
    if (!this.spares.prepare(this.lived.log.all, looked, isOverBudget)) return false;
    return !looked || !this.takeMorePictures();
  }

  private takeMorePictures(): boolean {
    const { count, earliest } = this.pictures.behind(this.place.event);
    if (count >= amplePictures || earliest === 0 || earliest === this.picturedFrom) return false;
    this.picturedFrom = earliest;
    this.picturing = this.replayWithPictures({ event: earliest }, manyEvents);
    this.picturing.stage.frames.traffic.follow(false);
    return true;
  }

  /** The world that is shown or on its way there, when it has not passed the goal. */
  private stageOnItsWay(goal: Goal): Stage | undefined {
    const onItsWay = this.task?.becomes === 'past' ? this.task.replay.stage : undefined;
    return [onItsWay, this.past].find((stage) => stage && !hasPassed(stage.place, goal));
  }

  /** Number of the event at the nearest place before this one at which something was to be seen. */
  placeBefore(): number {
    const { event } = this.place;
    const arrival = this.lived.arrivalBefore(event);
    // Where nobody looked for arrivals only a picture nearby tells of one.
    const picture = this.pictures.before(event, arrival === undefined);
    return arrival === undefined && picture === undefined ? Math.max(0, event - 1) : Math.max(arrival ?? 0, picture ?? 0);
  }

  /** The branches as text that brings them back; the empty text when they are too long to be kept. */
  get savedText(): string {
    const branches = this.branches.saved(this.livedNow());
    return branches.reduce((sum, { inputs }) => sum + lengthOf(inputs), 0) > savedMost ? '' : writeRun(branches);
  }

  /** Notes how far the branch is. */
  noteHead(): void {
    this.branches.note({ head: this.lived.place, deeds: this.lived.frames.timeline.deeds });
  }

  private livedNow(): Lived {
    const { place: head, log, frames } = this.lived;
    return { inputs: [...log.all], head, deeds: frames.timeline.deeds, objects: frames.objects.rows.values() };
  }

  private begin(replay: Replay, becomes: Task['becomes']): void {
    replay.stage.frames.traffic.follow(false);
    this.task = { replay, becomes, sinceWallMs: this.wallNow() };
  }
}

function lengthOf(inputs: readonly Input[]): number {
  return inputs.reduce((sum, { action }) => sum + 60 + (action.type === 'terminal.input' ? action.data.length : action.type === 'write' ? action.text.length : 0), 0);
}

/** Virtual time as the page's clock shows it: `1:02.345`. */
export function clockText(atMs: number): string {
  const minutes = Math.floor(atMs / 60_000);
  return `${minutes}:${((atMs - minutes * 60_000) / 1_000).toFixed(3).padStart(6, '0')}`;
}
