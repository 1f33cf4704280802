import { isGroup } from '../cluster/index.ts';
import { watchFor } from './conditions.ts';
import type { Watch } from './conditions.ts';
import type { Script } from '../lessons/index.ts';
import type { Scene, SceneStep } from './scenes.ts';
import { handsOf } from './situation-guide.ts';
import type { Stage } from './stage.ts';
import { mainTab } from './terminals.ts';

/** How long a new world may take to come up, in virtual time. */
const bootLimitMs = 120_000;
/** Events between two questions whether the cluster is Ready. */
const askEvery = 32;
/** How long one condition of a scene may take to come true. */
const stepLimitMs = 120_000;

/** The beginning of a world: it boots, and the scene's steps are done, all at full speed. */
export class Beginning {
  private readonly stage: Stage;
  private readonly scene: Scene | undefined;
  private readonly steps: SceneStep[];
  /** The cluster is up, or has had its time. */
  hasBooted = false;
  private isReady = false;
  /** What sets the scene's situation up. */
  private script: Script | undefined;
  private waiting: { readonly watch: Watch; readonly limitMs: number } | undefined;

  constructor(stage: Stage, scene: Scene | undefined) {
    this.stage = stage;
    this.scene = scene;
    this.steps = [...(scene?.steps ?? [])];
  }

  /** Goes on for a slice; true when it is done, or the world has stopped. */
  run(isOverBudget: () => boolean): boolean {
    const { world } = this.stage;
    while (!world.kernel.failure) {
      if (isOverBudget()) return false;
      if (!this.isReady) {
        if (!this.boot(isOverBudget)) return false;
        this.open();
      } else if (this.waiting) {
        if (!this.wait(this.waiting, isOverBudget)) return false;
      } else {
        const step = this.steps.shift();
        if (step) this.take(step);
        else if (this.isSetUp()) return true;
      }
    }
    return true;
  }

  /** Goes on booting for a slice; true when the cluster is up, or has had its time. Nothing has been done to it by then. */
  boot(isOverBudget: () => boolean): boolean {
    if (this.hasBooted) return true;
    const { world } = this.stage;
    // Whether all is ready is dear to ask: now and then is enough, at fixed events.
    const condition = (): boolean => world.kernel.eventNumber % askEvery === 0 && world.isReady;
    const end = this.scene?.situation?.boots === false ? 'condition' : world.run({ isOverBudget, untilMs: bootLimitMs, condition });
    if (end !== 'condition' && world.kernel.nowMs < bootLimitMs && !world.kernel.failure) return false;
    this.hasBooted = true;
    return true;
  }

  /** Opens the person's terminal, with the scene's files. */
  private open(): void {
    const { stage } = this;
    const { world } = stage;
    this.isReady = true;
    if (!isGroup(world.topology)) stage.frames.timeline.mark(world.kernel.nowMs, { say: 'mark.clusterReady' });
    for (const { name, text } of this.scene?.files ?? []) stage.act({ type: 'write', path: name, text });
    stage.act({ type: 'terminal.open', tab: mainTab, machine: 'machine/workstation', columns: 100, rows: 30 });
  }

  /** Goes on with what sets the situation up; true when there is none, or all is done and a person may watch. */
  private isSetUp(): boolean {
    const { stage } = this;
    const { situation } = stage;
    if (!situation || situation.isOpen) return true;
    const script = (this.script ??= situation.beginning());
    script.advance(handsOf(stage));
    if (script.isDone) stage.act({ type: 'opened' });
    else this.waiting = { watch: { holds: () => script.canGoOn }, limitMs: stage.world.kernel.nowMs + stepLimitMs };
    return false;
  }

  private wait({ watch, limitMs }: NonNullable<Beginning['waiting']>, isOverBudget: () => boolean): boolean {
    const end = this.stage.world.run({ isOverBudget, untilMs: limitMs, condition: watch.holds });
    if (end === 'budget') return false;
    this.waiting = undefined;
    return true;
  }

  private take(step: SceneStep): void {
    const { stage } = this;
    const { world, frames } = stage;
    switch (step.type) {
      case 'command':
        stage.act({ type: 'terminal.input', tab: mainTab, data: `${step.command}\r` });
        return;
      case 'fault':
        stage.act({ type: 'fault', words: step.words });
        return;
      case 'leaderDies': {
        const leader = world.etcd.find(({ process }) => process?.node.role === 'leader');
        if (leader) stage.act({ type: 'fault', words: ['stop', `${leader.host.name}/etcd`] });
        return;
      }
      case 'until':
        this.waiting = { watch: watchFor(step.condition, world, frames), limitMs: world.kernel.nowMs + stepLimitMs };
        return;
    }
  }
}
