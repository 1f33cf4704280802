import { FaultError, checkFault, isGroup } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import type { Command, Report, WorldSource } from '../protocol/index.ts';
import { Applies } from './applies.ts';
import { Beginning } from './beginning.ts';
import { readCommand } from './command-guard.ts';
import { History } from './history.ts';
import { againMs } from './inspect/inspector.ts';
import { slice, sliceMs } from './pacer.ts';
import { Playback } from './playback.ts';
import { Reporter, frameMs, inputsMs } from './reporter.ts';
import { readRun } from './saved-run.ts';
import { sceneOf } from './scenes.ts';
import type { Scene } from './scenes.ts';
import { Stage } from './stage.ts';
import { BadCommandError, faultWords } from './worker-faults.ts';
import { topologyOf, worldReport } from './world-report.ts';

/** Keys that take away what stands half typed: to the end of the line, and from there to its start. */
const clearLine = '\u0005\u0015';

/** Commands that need no world at the place that is pictured. */
const movesInThePast: ReadonlySet<Command['type']> = new Set<Command['type']>(['pause', 'pace', 'rewind', 'rewindToEvent', 'live', 'lanes']);
function isForPicture(command: Command): boolean {
  return command.type === 'step' ? command.by === 'back' : movesInThePast.has(command.type);
}

/** Commands that stop time, move in it or begin another line of it. */
const ofTime: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'play', 'pause', 'pace', 'step', 'stepToMessage', 'runUntil', 'rewind', 'rewindToEvent', 'live', 'branch', 'switchBranch', 'compareBranch', 'renameBranch',
]);

/** Commands that say how far time passes: a world that still begins does so first. */
const afterBeginning: ReadonlySet<Command['type']> = new Set<Command['type']>(['step', 'stepToMessage', 'runUntil']);

/** Commands after which the world is no more as it is seen while time stands still. */
const leavesThePlace: ReadonlySet<Command['type']> = new Set<Command['type']>(['play', 'step', 'stepToMessage', 'runUntil', 'rewind', 'rewindToEvent', 'run', 'apply', 'fault']);

/** The worker's surroundings: the wall clock and the way to the page. */
export interface Surface {
  wallNow(): number;
  post(report: Report): void;
  /** Every part of the engine has been loaded, so that a world can do more than boot. Always so when it does not say. */
  isWhole?(): boolean;
  /** Tries again to load them. */
  loadParts?(): void;
}

/** A world that runs already, by somebody else's clock, and may have several pages. */
export interface Attachment {
  readonly world: World;
  /** How much faster than the wall clock its time passes. */
  readonly speed: number;
  /** Does something to the world at this moment of its time. */
  enter(act: () => void): void;
}

/** Runs one world for one page: takes commands, paces time, and reports what changed. */
export class Engine {
  private readonly surface: Surface;
  private readonly attached: Attachment | undefined;
  private readonly playback: Playback;
  private readonly reporter: Reporter;
  private readonly applies = new Applies();
  private history: History | undefined;
  private scene: Scene | undefined;
  private source: WorldSource = { seed: 1 };
  /** The boot and the scene's steps, until they are done. */
  private beginning: Beginning | undefined;
  private waiting: Command[] = [];
  private isVisible = true;
  /** This turn is a frame's alone: what has piled up for one at full speed does not come on top of a slice. */
  private isFrameTurn = false;
  private lanes: readonly string[] = [];
  private selected: string | undefined;

  /** @param attached a world to look at and act on instead of one of its own, which can be neither stopped nor played again */
  constructor(surface: Surface, attached?: Attachment) {
    this.surface = surface;
    this.attached = attached;
    this.playback = new Playback(() => surface.wallNow());
    this.reporter = new Reporter((report) => surface.post(report), this.playback, attached === undefined);
  }

  /** The page has gone. A world that it was attached to goes on. */
  close(): void {
    this.history?.live.close();
    this.history = undefined;
  }

  /** Takes what the page posted; a command that cannot be done is answered by a failure, and nothing else happens. */
  receive(message: unknown): void {
    let type = 'command';
    let request: number | undefined;
    try {
      const command = readCommand(message);
      ({ type } = command);
      if (command.type === 'apply') ({ request } = command);
      this.handle(command);
    } catch (error) {
      if (!(error instanceof BadCommandError) && !(error instanceof FaultError)) throw error;
      this.surface.post({ type: 'failure', command: type, ...(request === undefined ? {} : { request }), message: error.message });
      // An address that asks for what is not there still shows a world.
      if (type === 'load' && !this.history) this.load({ seed: 1 });
    }
  }

  /** Lets time pass and sends a frame when the page wants one; gives after how many wall milliseconds to come again. */
  turn(): number {
    const wallMs = this.surface.wallNow();
    const { history, beginning, playback, reporter } = this;
    const elapsedMs = playback.nextTurn(wallMs);
    if (!history || !this.isVisible) return Number.POSITIVE_INFINITY;
    const isQuiet = history.followWhenQuiet(wallMs);
    this.isFrameTurn = !this.isFrameTurn && playback.isHurried && !beginning && reporter.isFrameAtHand(history, false, wallMs);
    if (history.isReplaying) this.replayOn(history);
    else if (beginning) this.beginOn(beginning, history.live);
    else if (this.attached) playback.follow(history.shown.world.kernel.nowMs, this.attached.speed);
    else if (playback.isRunning && !this.isFrameTurn) this.runOn(history, elapsedMs);
    for (const applied of this.applies.ended(history.live)) this.surface.post(applied);
    const isBooting = this.beginning !== undefined;
    reporter.isWaitingForParts = this.isWaitingForParts;
    reporter.report(history, isBooting, wallMs);
    if (this.isWaitingForParts) return reporter.isFrameDue ? frameMs : Number.POSITIVE_INFINITY;
    if (history.isReplaying || isBooting || playback.isHurried) return 0;
    if (playback.isRunning) return this.surface.wallNow() - wallMs >= sliceMs ? 0 : 5;
    if (reporter.isFrameDue) return frameMs;
    if (!history.prepare(this.slice()) || this.isShortening(history)) return 0;
    if (!isQuiet) return frameMs;
    if (history.shown.inspector.isBehind) return againMs;
    return reporter.hasNewInputs(history, isBooting) ? inputsMs : Number.POSITIVE_INFINITY;
  }

  private handle(command: Command): void {
    if (command.type === 'load') return this.load(command.source);
    if (command.type === 'drawn') return this.reporter.noteDrawn(command.frame);
    if (command.type === 'visible') return this.setVisible(command.visible);
    if (command.type === 'loadParts') return this.surface.loadParts?.();
    const { history, attached } = this;
    if (!history) throw new BadCommandError(`${command.type}: there is no world yet; load one first`);
    this.reporter.needsFrame = true;
    if (attached) return this.handleAttached(command, history, attached);
    if (this.beginning && afterBeginning.has(command.type)) return void this.waiting.push(command);
    if (history.pictured && !isForPicture(command)) {
      this.waiting.push(command);
      return history.follow();
    }
    if (!this.playback.isRunning && !this.beginning && leavesThePlace.has(command.type)) history.keepPicture();
    this.handleInWorld(command, history);
  }

  /** Time belongs to the world's own keeper; anything else is done at its present moment. */
  private handleAttached(command: Parameters<Engine['handleInWorld']>[0], history: History, attached: Attachment): void {
    if (ofTime.has(command.type)) throw new BadCommandError(`${command.type}: this world is served to others too, and its time passes by the clock`);
    let failure: unknown;
    attached.enter(() => {
      try {
        this.handleInWorld(command, history);
      } catch (error) {
        failure = error;
      }
    });
    if (failure !== undefined) throw failure;
  }

  /** What was asked for while the world still began, or that of a picture was still being played. */
  private takeWaiting(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const command of waiting) this.receive(command);
  }

  private handleInWorld(command: Exclude<Command, { readonly type: 'load' | 'loadParts' | 'drawn' | 'visible' }>, history: History): void {
    switch (command.type) {
      case 'play': return this.playback.play(history.shown);
      case 'pause': return this.playback.pause();
      case 'pace': return this.playback.setPace(command.pace, history.shown);
      case 'step': return command.by === 'event' ? this.playback.stepEvent(history.shown) : this.stepBack(history);
      case 'stepToMessage': return this.playback.runUntil({ until: 'message', kinds: command.kinds }, history.shown);
      case 'runUntil':
        if (command.condition.until === 'situation') history.forkHere();
        return this.playback.runUntil(command.condition, history.shown);
      case 'rewind': return this.show(history, { atMs: Math.max(0, command.atMs) });
      case 'rewindToEvent': return this.show(history, { event: Math.max(0, Math.floor(command.event)) });
      case 'live':
        this.playback.pause();
        return history.showHead();
      case 'branch': return history.fork(command.name);
      case 'switchBranch': return this.switchBranch(history, command.branch);
      case 'compareBranch': return this.compare(history, command.branch);
      case 'renameBranch': return history.branches.rename(command.branch, command.name);
      case 'openTerminal': return this.openTerminal(history, command);
      case 'terminalInput': return this.input(history, { type: 'terminal.input', tab: command.tab, data: command.data });
      case 'terminalResize': return this.resizeTerminal(history, command);
      case 'closeTerminal': return this.input(history, { type: 'terminal.close', tab: command.tab });
      case 'run': return this.runCommand(history, command.tab, command.command);
      case 'apply': return this.apply(history, command);
      case 'fault': return this.fault(history, faultWords(command.fault));
      case 'select':
        this.selected = command.id;
        return history.shown.inspector.select(command.id);
      case 'glance': return this.surface.post(history.shown.inspector.glance(command.id));
      case 'lanes':
        this.lanes = command.lanes;
        return history.shown.frames.lanes.choose(command.lanes);
    }
  }

  // --- worlds

  private load(source: WorldSource): void {
    if (this.attached) return this.attach(this.attached);
    const asked = sceneOf(source);
    const topology = topologyOf(source, asked);
    // What an address shows when it asks for no scene needs Kubernetes.
    const scene = source.scene === undefined && source.situation === undefined && isGroup(topology) ? undefined : asked;
    const saved = source.inputs === undefined ? undefined : readRun(source.inputs);
    if (source.inputs !== undefined && !saved) this.surface.post({ type: 'failure', command: 'load', message: 'what was kept of the last run cannot be read; the world begins anew' });
    const situation = scene?.situation;
    const seed = situation?.seed ?? source.seed;
    const history = new History({ topology, seed, ...(situation ? { situation } : {}) }, () => this.surface.wallNow());
    history.onShown = () => this.shownChanged(history);
    history.onCompared = (comparison) => this.surface.post(comparison);
    this.history = history;
    this.scene = scene;
    this.source = source;
    this.applies.clear();
    this.waiting = [];
    this.beginning = saved === undefined ? new Beginning(history.live, scene) : undefined;
    this.playback.pause();
    // A world that boots runs already, unless it is to be found standing; pausing it meanwhile counts when it is up.
    this.playback.isRunning = source.paused !== true && scene?.paused !== true;
    this.reporter.beginAnew();
    this.lanes = [];
    this.selected = undefined;
    if (saved) history.restore(saved);
    this.surface.post(worldReport(source, scene, topology));
  }

  private attach({ world }: Attachment): void {
    const { topology, kernel: { seed } } = world;
    const recipe = { topology, seed };
    const wallNow = (): number => this.surface.wallNow();
    this.history?.live.close();
    this.history = new History(recipe, wallNow, new Stage(recipe, wallNow, world));
    this.applies.clear();
    this.reporter.beginAnew();
    this.surface.post({ ...worldReport({ seed }, undefined, topology), attached: true });
  }

  /** The world has booted, and what it would do next is not there yet. */
  private get isWaitingForParts(): boolean {
    return this.beginning?.hasBooted === true && this.surface.isWhole?.() === false;
  }

  private beginOn(beginning: Beginning, stage: Stage): void {
    if (this.isWaitingForParts) return;
    this.reporter.needsFrame = true;
    const isOverBudget = this.slice();
    if (!beginning.boot(isOverBudget) || this.isWaitingForParts || !beginning.run(isOverBudget)) return;
    this.beginning = undefined;
    this.playback.restartTurn();
    stage.pacer.reset();
    this.takeWaiting();
  }

  /** Another world is shown: everything comes whole in the next frame. */
  private shownChanged({ shown }: History): void {
    shown.frames.reset();
    shown.terminals.reset();
    shown.frames.lanes.choose(this.lanes);
    shown.inspector.select(this.selected);
    shown.pacer.reset();
    this.history?.branches.rows.markAll();
    this.playback.standAt(shown.world.kernel.nowMs);
    this.reporter.needsFrame = true;
  }

  // --- time

  private slice(): () => boolean {
    return slice(() => this.surface.wallNow());
  }

  private replayOn(history: History): void {
    history.runTask(this.slice());
    this.reporter.needsFrame = true;
    if (!history.pictured) this.takeWaiting();
  }

  private runOn(history: History, elapsedMs: number): void {
    try {
      this.playback.run(history, elapsedMs);
    } catch (error) {
      // A move of a situation is not possible any more.
      if (!(error instanceof FaultError)) throw error;
      this.playback.pause();
      this.surface.post({ type: 'failure', command: 'runUntil', message: error.message });
    }
    if (!this.playback.isRunning) this.reporter.needsFrame = true;
  }

  /** Goes on looking for a shorter way to the promise that was broken; false when there is nothing to look for. */
  private isShortening({ shown: { shortening } }: History): boolean {
    if (!shortening || shortening.isDone) return false;
    if (shortening.run(this.slice())) this.reporter.needsFrame = true;
    return true;
  }

  private setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.reporter.beginAnew();
    this.playback.restartTurn();
  }

  private stepBack(history: History): void {
    this.playback.pause();
    history.show({ event: history.placeBefore() });
  }

  private show(history: History, goal: { readonly atMs?: number; readonly event?: number }): void {
    this.playback.pause();
    history.show(goal);
  }

  private switchBranch(history: History, branch: string): void {
    this.playback.pause();
    if (!history.switchTo(branch)) throw new BadCommandError(`there is no branch ${JSON.stringify(branch)}`);
  }

  private compare(history: History, branch: string): void {
    if (!history.compare(branch)) throw new BadCommandError(`there is no other branch ${JSON.stringify(branch)}`);
  }

  // --- what a person does

  private input(history: History, action: Parameters<History['act']>[0]): void {
    const wasPast = history.isInPast;
    history.act(action);
    if (wasPast) this.applies.clear();
  }

  private openTerminal(history: History, command: Extract<Command, { readonly type: 'openTerminal' }>): void {
    const { tab, host, container, columns, rows } = command;
    if (history.shown.terminals.has(tab)) return this.resizeTerminal(history, command);
    this.input(history, { type: 'terminal.open', tab, machine: host, ...(container === undefined ? {} : { container }), columns, rows });
  }

  /** A window's size is no reason to begin a branch. */
  private resizeTerminal(history: History, { tab, columns, rows }: { readonly tab: string; readonly columns: number; readonly rows: number }): void {
    if (!history.isInPast && history.shown.terminals.has(tab)) history.act({ type: 'terminal.resize', tab, columns, rows });
  }

  private runCommand(history: History, tab: string, command: string): void {
    if (!history.shown.terminals.has(tab)) this.input(history, { type: 'terminal.open', tab, machine: 'machine/workstation', columns: 100, rows: 30 });
    this.input(history, { type: 'terminal.input', tab, data: `${clearLine}${command}\r` });
    this.passInstant(history);
  }

  private apply(history: History, command: Extract<Command, { readonly type: 'apply' }>): void {
    history.forkHere();
    this.applies.begin(history.live, command);
    this.passInstant(history);
  }

  private fault(history: History, words: readonly string[]): void {
    checkFault(words);
    this.input(history, { type: 'fault', words });
    this.passInstant(history);
  }

  /** What happens at this very instant is seen at once, also while time stands still; by hand, all that a move leads to by itself. */
  private passInstant({ live }: History): void {
    if (this.attached) return;
    const { world, pacer } = live;
    world.run({ untilMs: world.kernel.nowMs, isOverBudget: this.slice() });
    if (world.byHand.isOn) world.byHand.work(this.slice());
    pacer.reset();
  }
}
