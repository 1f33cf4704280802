import { Signal } from '../../kernel/index.ts';
import type { Wait, Waitable } from '../../kernel/index.ts';

/** Something that happens once and can be waited for, also after it has happened. */
export class Flag implements Waitable {
  private raised = false;
  private readonly signal: Signal;

  constructor(what: string) {
    this.signal = new Signal(what);
  }

  get isReady(): boolean {
    return this.raised;
  }

  raise(): void {
    this.raised = true;
    this.signal.notify();
  }

  wait(): Wait {
    return this.signal;
  }
}
