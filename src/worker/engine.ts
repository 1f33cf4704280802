import { FaultError } from '../cluster/index.ts';
import type { Clock, Command, Condition, Job, Pace, Report, WorldSource } from '../protocol/index.ts';
import { Applies } from './applies.ts';
import { Beginning } from './beginning.ts';
import { MessageRate, stoppedOf } from './clock-report.ts';
import { readCommand } from './command-guard.ts';
import { watchFor } from './conditions.ts';
import type { Watch } from './conditions.ts';
import { epochText } from './frame-source.ts';
import { History } from './history.ts';
import { readRun } from './saved-run.ts';
import { sliceMs } from './pacer.ts';
import { sceneNamed, scenes } from './scenes.ts';
import type { Scene } from './scenes.ts';
import type { Stage } from './stage.ts';
import { BadCommandError, faultWords } from './worker-faults.ts';
import { topologyOf, worldReport } from './world-report.ts';

/** Longest stretch of wall time that one turn stands for: a tab that slept does not race afterwards. */
const longestTurnMs = 100;
/** Least wall time between two frames: about sixty a second. */
const frameMs = 12;
/** Least wall time between two frames of a world that runs as fast as it can: messages are too quick to be followed. */
const hurriedFrameMs = 30;
/** Least wall time between two frames of a world that boots or is played again. */
const busyFrameMs = 80;
/** How often the inputs are reported. */
const inputsMs = 1_000;
/** Longest slice for one step by hand. */
const stepSliceMs = 400;

/** Keys that take away what stands half typed: to the end of the line, and from there to its start. */
const clearLine = '\u0005\u0015';

/** The worker's surroundings: the wall clock and the way to the page. */
export interface Surface {
  wallNow(): number;
  post(report: Report): void;
}

/** Runs one world for one page: takes commands, paces time, and reports what changed. */
export class Engine {
  private readonly surface: Surface;
  private readonly applies = new Applies();
  private readonly rate = new MessageRate();
  private history: History | undefined;
  private scene: Scene | undefined;
  private source: WorldSource = { seed: 1 };
  private isRunning = false;
  /** The boot and the scene's steps, until they are done. */
  private beginning: Beginning | undefined;
  private isVisible = true;
  private pace: Pace = { mode: 'event', rate: 8 };
  private until: { readonly condition: Condition; readonly watch: Watch } | undefined;
  private lastWallMs = 0;
  private frame = 0;
  private frameWallMs = 0;
  /** A frame is on its way to the page. */
  private isFrameOut = false;
  private needsFrame = true;
  private advance = { slope: 0, untilMs: 0 };
  private lanes: readonly string[] = [];
  private selected: string | undefined;
  private inputsWallMs = 0;
  private inputsSent = '';

  constructor(surface: Surface) {
    this.surface = surface;
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
    const elapsedMs = Math.min(longestTurnMs, wallMs - this.lastWallMs);
    this.lastWallMs = wallMs;
    const { history } = this;
    if (!history || !this.isVisible) return Number.POSITIVE_INFINITY;
    if (history.isReplaying) this.replayOn(history);
    else if (this.beginning) this.beginOn(this.beginning, history.live);
    else if (this.isRunning) this.runOn(history, elapsedMs);
    this.answer(history, wallMs);
    const isHurried = history.isReplaying || this.beginning !== undefined || (this.isRunning && this.pace.mode === 'max');
    if (isHurried) return 0;
    if (this.isRunning) return this.surface.wallNow() - wallMs >= sliceMs ? 0 : 5;
    if (this.needsFrame && !this.isFrameOut) return frameMs;
    if (!history.prepare(this.slice())) return 0;
    return this.hasNewInputs(history) ? inputsMs : Number.POSITIVE_INFINITY;
  }

  private handle(command: Command): void {
    if (command.type === 'load') return this.load(command.source);
    if (command.type === 'drawn') {
      if (command.frame >= this.frame) this.isFrameOut = false;
      return;
    }
    if (command.type === 'visible') return this.setVisible(command.visible);
    const { history } = this;
    if (!history) throw new BadCommandError(`${command.type}: there is no world yet; load one first`);
    this.needsFrame = true;
    this.handleInWorld(command, history);
  }

  private handleInWorld(command: Exclude<Command, { readonly type: 'load' | 'drawn' | 'visible' }>, history: History): void {
    switch (command.type) {
      case 'play': return this.play();
      case 'pause': return this.pause();
      case 'pace': return this.setPace(command.pace);
      case 'step': return command.by === 'event' ? this.stepEvent(history.shown) : this.stepBack(history);
      case 'stepToMessage': return this.runUntil({ until: 'message', kinds: command.kinds }, history.shown);
      case 'runUntil': return this.runUntil(command.condition, history.shown);
      case 'rewind': return this.show(history, { atMs: Math.max(0, command.atMs) });
      case 'rewindToEvent': return this.show(history, { event: Math.max(0, Math.floor(command.event)) });
      case 'live':
        this.pause();
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
    const scene = sceneNamed(source.scene);
    if (source.scene !== undefined && !scene) throw new BadCommandError(`there is no scene ${JSON.stringify(source.scene)}; known are ${scenes.map(({ id }) => id).join(', ')}`);
    const topology = topologyOf(source, scene);
    const saved = source.inputs === undefined ? undefined : readRun(source.inputs);
    if (source.inputs !== undefined && !saved) this.surface.post({ type: 'failure', command: 'load', message: 'what was kept of the last run cannot be read; the world begins anew' });
    const history = new History({ topology, seed: source.seed }, () => this.surface.wallNow());
    history.onShown = () => this.shownChanged(history);
    history.onCompared = (comparison) => this.surface.post(comparison);
    this.history = history;
    this.scene = scene;
    this.source = source;
    this.applies.clear();
    this.beginning = saved === undefined ? new Beginning(history.live, scene) : undefined;
    this.isRunning = saved !== undefined && source.paused !== true && scene?.paused !== true;
    this.isFrameOut = false;
    this.needsFrame = true;
    this.until = undefined;
    this.lanes = [];
    this.selected = undefined;
    this.advance = { slope: 0, untilMs: 0 };
    if (saved) history.restore(saved);
    this.surface.post(worldReport(source, scene, topology));
  }

  private beginOn(beginning: Beginning, stage: Stage): void {
    this.needsFrame = true;
    if (!beginning.run(this.slice())) return;
    this.beginning = undefined;
    this.isRunning = this.source.paused !== true && this.scene?.paused !== true;
    stage.pacer.reset();
  }

  /** Another world is shown: everything comes whole in the next frame. */
  private shownChanged({ shown }: History): void {
    shown.frames.reset();
    shown.terminals.reset();
    shown.frames.lanes.choose(this.lanes);
    shown.inspector.select(this.selected);
    shown.pacer.reset();
    this.history?.branches.rows.markAll();
    this.until = undefined;
    this.advance = { slope: 0, untilMs: shown.world.kernel.nowMs };
    this.needsFrame = true;
  }

  // --- time

  private slice(ms = sliceMs): () => boolean {
    const end = this.surface.wallNow() + ms;
    return () => this.surface.wallNow() >= end;
  }

  private replayOn(history: History): void {
    history.runTask(this.slice());
    this.needsFrame = true;
  }

  private runOn(history: History, elapsedMs: number): void {
    const { shown } = history;
    const { until } = this;
    const holds = until ? until.watch.holds : () => false;
    const limit = history.isInPast ? history.live.place.event : Number.POSITIVE_INFINITY;
    let hasEnded = false;
    const condition = (): boolean => (hasEnded ||= holds() || shown.world.kernel.eventNumber >= limit);
    shown.frames.traffic.follow(this.pace.mode === 'event' || until?.condition.until === 'idle');
    this.advance = shown.pacer.advance(this.pace, elapsedMs, condition);
    if (history.isInPast && shown.world.kernel.eventNumber >= limit) history.showHead();
    else if (shown.world.kernel.failure || hasEnded) this.pause();
  }

  private play(): void {
    this.isRunning = true;
    this.until = undefined;
    this.lastWallMs = this.surface.wallNow();
    this.history?.shown.pacer.reset();
  }

  private pause(): void {
    this.isRunning = false;
    this.until = undefined;
    this.advance = { slope: 0, untilMs: 0 };
    this.needsFrame = true;
  }

  private setPace(pace: Pace): void {
    this.pace = pace;
    this.history?.shown.pacer.reset();
  }

  private setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.isFrameOut = false;
    this.needsFrame = true;
    this.lastWallMs = this.surface.wallNow();
  }

  private runUntil(condition: Condition, { world, frames, pacer }: Stage): void {
    const watch = watchFor(condition, world, frames);
    this.isRunning = true;
    this.until = { condition, watch };
    this.lastWallMs = this.surface.wallNow();
    pacer.reset();
  }

  /** One event that a person can see: the next message that is worth watching arrives. */
  private stepEvent({ world, frames, pacer }: Stage): void {
    this.pause();
    const { traffic } = frames;
    traffic.follow(true);
    const { arrived } = traffic;
    world.run({ isOverBudget: this.slice(stepSliceMs), condition: () => traffic.arrived > arrived });
    pacer.reset();
  }

  private stepBack(history: History): void {
    this.pause();
    history.show({ event: history.beforeLastArrival() });
  }

  private show(history: History, goal: { readonly atMs?: number; readonly event?: number }): void {
    this.pause();
    history.show(goal);
  }

  private switchBranch(history: History, branch: string): void {
    this.pause();
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
    this.wake();
  }

  private apply(history: History, command: Extract<Command, { readonly type: 'apply' }>): void {
    history.forkHere();
    this.applies.begin(history.live, command);
    this.wake();
  }

  private fault(history: History, words: readonly string[]): void {
    this.input(history, { type: 'fault', words });
    // What happens at this very instant is seen at once, also while time stands still.
    const { world } = history.live;
    world.run({ untilMs: world.kernel.nowMs, isOverBudget: this.slice() });
    history.live.pacer.reset();
  }

  /** Something was begun that takes time: it is not waited for in vain. */
  private wake(): void {
    if (!this.isRunning) this.play();
  }

  // --- reports

  private answer(history: History, wallMs: number): void {
    for (const applied of this.applies.ended(history.live)) this.surface.post(applied);
    if (wallMs - this.inputsWallMs >= inputsMs && this.hasNewInputs(history)) this.sendInputs(history, wallMs);
    const leastMs = this.beginning || history.isReplaying ? busyFrameMs : this.isRunning && this.pace.mode === 'max' ? hurriedFrameMs : frameMs;
    if (this.isFrameOut || wallMs - this.frameWallMs < leastMs || !(this.needsFrame || this.isRunning)) return;
    this.sendFrame(history, wallMs);
    const inspection = history.shown.inspector.inspection(wallMs);
    if (inspection) this.surface.post(inspection);
  }

  private sendFrame(history: History, wallMs: number): void {
    this.isFrameOut = true;
    this.needsFrame = false;
    this.frameWallMs = wallMs;
    this.frame++;
    const { shown } = history;
    history.noteHead();
    const branches = history.branches.rows.take();
    const output = shown.terminals.takeOutput();
    const terminals = shown.terminals.tabs.take();
    const stopped = stoppedOf(shown.world);
    const job = this.job(history, wallMs);
    this.surface.post({
      ...shown.frames.frame(this.frame, this.clock(history, wallMs), wallMs),
      ...(branches ? { branches } : {}),
      ...(terminals ? { terminals } : {}),
      ...(output.length > 0 ? { output } : {}),
      ...(stopped ? { stopped } : {}),
      ...(job ? { job } : {}),
    });
  }

  private job(history: History, wallMs: number): Job | undefined {
    return this.beginning ? { what: { say: 'job.booting' } } : history.job(wallMs);
  }

  /** Whether the branch has gone on since its inputs were reported. */
  private hasNewInputs(history: History): boolean {
    return !this.beginning && !history.isReplaying && this.inputsSent !== inputsKey(history);
  }

  private sendInputs(history: History, wallMs: number): void {
    this.inputsWallMs = wallMs;
    this.inputsSent = inputsKey(history);
    this.surface.post({ type: 'inputs', inputs: history.savedText });
  }

  private clock(history: History, wallMs: number): Clock {
    const { kernel, network } = history.shown.world;
    const isMoving = this.isRunning && !this.beginning && !history.isReplaying;
    return {
      nowMs: kernel.nowMs,
      slope: isMoving ? this.advance.slope : 0,
      untilMs: isMoving ? Math.max(this.advance.untilMs, kernel.nowMs) : kernel.nowMs,
      event: kernel.eventNumber,
      epoch: epochText,
      running: this.isRunning,
      pace: this.pace,
      headMs: Math.max(kernel.nowMs, history.live.world.kernel.nowMs),
      messagesPerSecond: this.rate.note(wallMs, network.sentCount),
      ...(this.until ? { until: this.until.condition } : {}),
      ...(this.isRunning ? {} : { hash: kernel.hash }),
    };
  }
}

function inputsKey({ live, branches }: History): string {
  return `${branches.current} ${live.log.all.length} ${live.place.event}`;
}
