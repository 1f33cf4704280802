// What a command does beside its main work. What goes wrong there goes wrong in the command itself.

import { Signal, ended, race } from '../../kernel/index.ts';
import type { Process, RunningProcess, Waitable } from '../../kernel/index.ts';
import type { Etcdctl } from './etcdctl.ts';

/** Processes of one command; they are to be stopped when it ends. */
export class Background {
  private readonly etcdctl: Etcdctl;
  private readonly running: RunningProcess[] = [];
  private readonly broken = new Signal('a failure beside');
  private failure: { readonly error: unknown } | undefined;

  constructor(etcdctl: Etcdctl) {
    this.etcdctl = etcdctl;
  }

  /** Gives what is there when the body has ended. */
  start(body: Process): Waitable {
    const { kernel, group, name } = this.etcdctl.context.sandbox;
    const process = kernel.spawn(`${name}/etcdctl`, this.guarded(body), group);
    this.running.push(process);
    return ended(process);
  }

  /** Waits for one of these, or for a failure, which it throws. Gives the place of the first that is there. */
  *race(branches: readonly Waitable[]): Process<number> {
    this.check();
    const winner = yield* race([...branches, this.broken]);
    this.check();
    return winner;
  }

  /** Waits until all have come to their ends. Throws what went wrong in one. */
  *join(): Process {
    for (const process of this.running) while (!process.isDone) yield* this.race([ended(process)]);
    this.check();
  }

  stop(): void {
    for (const process of this.running) process.kill();
  }

  private *guarded(body: Process): Process {
    try {
      yield* body;
    } catch (error) {
      this.failure ??= { error };
      this.broken.notify();
    }
  }

  private check(): void {
    if (this.failure) throw this.failure.error;
  }
}
