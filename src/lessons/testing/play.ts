import '../../cluster/provide.ts';
import { applyFault, createWorld } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import type { Hands, Script } from '../raft/moves.ts';
import type { Situation } from '../raft/situation.ts';
import { SituationRun } from '../raft/situation-run.ts';

/** How long a script, or a step, may take. */
const limitMs = 120_000;

/** A person who opens a situation and does what its steps say. */
export class Player {
  readonly world: World;
  readonly run: SituationRun;
  private readonly hands: Hands;

  constructor(situation: Situation, seed = 1) {
    const world = createWorld({ topology: situation.topology, seed: situation.seed ?? seed });
    this.world = world;
    this.run = new SituationRun(situation, world);
    this.hands = { fault: (words) => void applyFault(world, words), command: (line) => void world.workstation.execute(line) };
    if (situation.boots) this.pass(() => world.isReady, 'the world is ready');
    this.play(this.run.beginning());
    this.run.open();
  }

  /** Does the next step; throws when it does not come true. */
  step(): void {
    const { run } = this;
    const before = run.stepsDone;
    const step = run.next;
    this.play(run.script());
    this.pass(() => {
      run.look();
      return run.stepsDone > before;
    }, `step ${before + 1} (${step?.until.map(({ text }) => text).join(', ') ?? ''})`);
  }

  private play(script: Script): void {
    while (!script.isDone) {
      this.pass(() => script.canGoOn, script.current?.text ?? '');
      script.advance(this.hands);
    }
  }

  private pass(isSo: () => boolean, what: string): void {
    if (isSo()) return;
    const { world } = this;
    const end = world.run({ untilMs: world.kernel.nowMs + limitMs, condition: isSo });
    if (end === 'condition') return;
    throw new Error(`${what}: did not come true (${end})`, { cause: world.kernel.failure?.error });
  }
}
