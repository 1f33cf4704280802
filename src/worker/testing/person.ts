import '../provide.ts';
import { createWorld } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { screenOf } from '../../programs/testing/screen.ts';
import { TerminalSession } from '../terminal/terminal-session.ts';

/** A person at the workstation of a world that has come up. */
export class Person {
  readonly world: World = createWorld({ seed: 1 });
  readonly terminal: TerminalSession;
  private seen = 0;

  constructor() {
    const { sandbox, environment, home } = this.world.workstation;
    this.pass(60_000);
    this.terminal = new TerminalSession({ title: 'workstation', machine: 'workstation', world: this.world, sandbox, env: environment, cwd: home, columns: 100, rows: 30, onCommand: () => undefined });
    this.pass(10);
  }

  pass(ms: number): void {
    const { kernel } = this.world;
    this.world.run({ untilMs: kernel.nowMs + ms });
    if (kernel.failure) throw kernel.failure.error;
  }

  /** Types; gives what the screen shows below the place where the prompt stood, after a while. */
  type(keys: string, ms = 2_000): readonly string[] {
    this.clear();
    this.terminal.type(keys);
    this.pass(ms);
    return this.lines();
  }

  clear(): void {
    this.terminal.takeOutput();
    this.seen = this.terminal.wholeScreen.length;
  }

  /** All that stands on the screen: a program's that has taken it, or every line there has been. */
  screen(): readonly string[] {
    return linesOf(this.terminal.wholeScreen);
  }

  private lines(): readonly string[] {
    return linesOf(this.terminal.wholeScreen.slice(this.seen));
  }
}

function linesOf(raw: string): readonly string[] {
  return screenOf(raw, 100).split('\n').map((line) => line.replace(/^root@workstation:~#/, '#'));
}
