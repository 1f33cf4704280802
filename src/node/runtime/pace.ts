import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';

/** Characters that a program writes in one instant; then its output takes time. */
const charactersAtOnce = 65_536;

/** Makes a program that never stops writing let time pass. One for each output. */
export class Pace {
  private readonly now: () => number;
  private atMs = -1;
  private written = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Notes what was written, and waits when it was much. */
  *note(characters: number): Process {
    const nowMs = this.now();
    if (nowMs !== this.atMs) {
      this.atMs = nowMs;
      this.written = 0;
    }
    this.written += characters + 64; // each write costs something, also an empty one
    if (this.written > charactersAtOnce) yield* sleep(1);
  }
}
