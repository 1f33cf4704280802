// What the world's terminals wrote, kept until a screen shows it.

import type { TerminalOutput } from '../../protocol/index.ts';

/** What each terminal has written, the newest 200 kB of it: for a screen that comes later. */
const kept = new Map<string, string>();
const screens = new Map<string, (output: TerminalOutput) => void>();
const keepLength = 200_000;

/** A terminal has written something. */
export function writeTerminal(output: TerminalOutput): void {
  const before = output.clear ? '' : kept.get(output.tab) ?? '';
  kept.set(output.tab, (before + output.data).slice(-keepLength));
  screens.get(output.tab)?.(output);
}

/** There is another world: its terminals have written nothing yet. */
export function clearTerminals(): void {
  kept.clear();
  for (const [tab, write] of screens) write({ tab, data: '', clear: true });
}

/** Shows a terminal's output on a screen, from its beginning. Returns how to end it. */
export function attachScreen(tab: string, write: (output: TerminalOutput) => void): () => void {
  screens.set(tab, write);
  const before = kept.get(tab);
  if (before !== undefined && before !== '') write({ tab, data: before, clear: true });
  return () => void screens.delete(tab);
}
