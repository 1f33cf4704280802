import { figure } from './figure.ts';
import type { Figure } from './figure.ts';
import { applyUntilReady, readyWorld } from './worlds.ts';

/** What the page's worker gives itself between two looks at its messages, in wall milliseconds. */
const sliceMs = 5;

/** The longest that a caller who runs a busy world in slices has to wait for one of them. */
export function longestSlice(pods = 300): Figure {
  const ready = readyWorld(pods);
  let longestMs = 0;
  applyUntilReady(ready, 'web', pods, (run) => {
    const began = performance.now();
    const end = run(() => performance.now() - began >= sliceMs);
    longestMs = Math.max(longestMs, performance.now() - began);
    return end;
  });
  return figure('longest slice', longestMs, 'ms', 16);
}
