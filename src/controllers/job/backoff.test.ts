import { expect, test } from 'vitest';
import { formatTime } from '../../base/index.ts';
import type { Pod } from '../../kinds/index.ts';
import { failuresAfter, noFailures, pauseMs } from './backoff.ts';

const endedAt = (seconds: number): Pod => ({
  metadata: { name: 'p', creationTimestamp: formatTime(0) },
  status: { containerStatuses: [{ name: 'c', state: { terminated: { finishedAt: formatTime(seconds * 1_000) } } }] },
} as unknown as Pod);

test.each([
  { why: 'nothing has failed', succeeded: [], failed: [], count: 0 },
  { why: 'failures are counted on', succeeded: [], failed: [5, 7], count: 3 },
  { why: 'a success forgets them', succeeded: [9], failed: [], count: 0 },
  { why: 'but not those after it', succeeded: [6], failed: [5, 7], count: 1 },
])('$why', ({ succeeded, failed, count }) => {
  const before = count === 3 ? { count: 1, lastMs: 1_000 } : noFailures;
  expect(failuresAfter(before, succeeded.map(endedAt), failed.map(endedAt)).count).toBe(count);
});

test('a failure that is told late still begins its pause when it happened', () => {
  expect(pauseMs(failuresAfter(noFailures, [], [endedAt(5)]), 12_000)).toBe(3_000);
});

test.each([
  { count: 0, pause: 0 },
  { count: 1, pause: 10_000 },
  { count: 2, pause: 20_000 },
  { count: 7, pause: 600_000 },
])('after $count failures the pause is $pause ms', ({ count, pause }) => {
  expect(pauseMs({ count, lastMs: 0 }, 0)).toBe(pause);
});
