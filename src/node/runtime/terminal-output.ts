import type { Terminal, Writable } from '../../machine/index.ts';
import { Pace } from './pace.ts';

/** A program's output to its terminal's screen; much of it takes time. */
export function terminalOutput(terminal: Terminal, now: () => number): Writable {
  const pace = new Pace(now);
  return {
    isTerminal: true,
    *write(text) {
      terminal.display(text);
      yield* pace.note(text.length);
    },
  };
}
