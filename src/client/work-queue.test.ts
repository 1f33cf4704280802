// How long keys that fail stay away.
import { expect, test } from 'vitest';
import { Kernel } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { WorkQueue, usualPace } from './work-queue.ts';
import type { RetryPace } from './work-queue.ts';

/** When each of some keys, which fail so often, is taken. */
function taken(pace: RetryPace, keys: readonly string[], failures: number): readonly number[] {
  const kernel = new Kernel({ seed: 1 });
  const queue = new WorkQueue(kernel, 'test', pace);
  const times: number[] = [];
  function* work(): Process {
    for (;;) {
      const key = yield* queue.take();
      times.push(Math.round(kernel.nowMs));
      if (queue.retries(key) < failures) queue.addRateLimited(key);
      queue.done(key);
    }
  }
  kernel.spawn('worker', work());
  for (const key of keys) queue.add(key);
  kernel.run({ untilMs: 3_000_000 });
  return times;
}

test('a key that fails comes back after a pause that doubles, up to the greatest', () => {
  expect(taken(usualPace, ['a'], 6)).toEqual([0, 5, 15, 35, 75, 155, 315]);
  expect(taken({ firstMs: 1_000, greatestMs: 4_000 }, ['a'], 5)).toEqual([0, 1_000, 3_000, 7_000, 11_000, 15_000]);
});

test('of many keys that fail at once a hundred come back at their pace, and then ten a second', () => {
  const keys = Array.from({ length: 105 }, (_, index) => `key-${index}`);
  const again = taken(usualPace, keys, 1).slice(105);
  expect(again.slice(99)).toEqual([5, 100, 200, 300, 400, 500]);
});

test('a key that went well begins with the shortest pause', () => {
  const queue = new WorkQueue(new Kernel({ seed: 1 }), 'test');
  queue.addRateLimited('a');
  queue.addRateLimited('a');
  expect(queue.retries('a')).toBe(2);
  queue.forget('a');
  expect(queue.retries('a')).toBe(0);
});
