import { expect, test } from 'vitest';
import { Kernel, worldEpochMs } from './index.ts';

test('a world begins in 2026, or when it is told to, and its own time begins at 0 either way', () => {
  const [usual, later] = [new Kernel({ seed: 1 }), new Kernel({ seed: 1, epochMs: worldEpochMs + 5_000 })];
  for (const kernel of [usual, later]) kernel.run({ untilMs: 1_000 });
  expect([usual.nowMs, later.nowMs, usual.wallMs - worldEpochMs, later.wallMs - worldEpochMs]).toEqual([1_000, 1_000, 1_000, 6_000]);
  expect(usual.hash).toBe(later.hash);
});
