import { figure, median } from './figure.ts';
import type { Figure } from './figure.ts';
import { readyWorld } from './worlds.ts';

const hourMs = 3_600_000;

/** How many times faster than the clock an idle cluster of three nodes passes time. */
export function idleFastForward(runs = 3): Figure {
  const { world } = readyWorld(3);
  const ratios = Array.from({ length: runs }, () => {
    const began = performance.now();
    world.pass(hourMs);
    return hourMs / (performance.now() - began);
  });
  return figure('idle fast-forward', median(ratios), 'simulated seconds per second', 10_000);
}
