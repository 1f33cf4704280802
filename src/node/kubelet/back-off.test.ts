import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

/** The pauses after failures at these moments. */
function pauses(...failuresMs: readonly number[]): readonly number[] {
  const backOff = new BackOff(10, 100);
  return failuresMs.map((atMs) => {
    backOff.next(atMs);
    return backOff.pauseMs;
  });
}

test('each pause is twice the one before, up to the greatest', () => {
  expect(pauses(0, 20, 60, 140, 240, 340)).toEqual([10, 20, 40, 80, 100, 100]);
});

test('all is forgotten after more than twice the greatest pause without a failure', () => {
  expect(pauses(0, 20, 220, 421)).toEqual([10, 20, 40, 10]);
});

test('a pause lasts from what is told on, and none before the first failure', () => {
  const backOff = new BackOff(10, 100);
  expect(backOff.remainingMs(0, 0)).toBe(0);
  backOff.next(5);
  expect([backOff.remainingMs(7, 9), backOff.remainingMs(7, 17), backOff.remainingMs(206, 206), backOff.remainingSinceFailureMs(9)]).toEqual([8, 0, 0, 6]);
});
