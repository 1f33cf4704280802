import { describe, expect, test } from 'vitest';
import { freeUpTo } from './inflights.ts';
import {
  becomeProbe,
  becomeReplicate,
  becomeSnapshot,
  canBumpCommit,
  describeProgress,
  isPaused,
  maybeDecrease,
  maybeUpdate,
  newProgress,
  sentEntries,
  type Progress,
} from './progress.ts';

function follower(match: number, next: number, maxInflightMessages = 2): Progress {
  const known = { match, next, isLearner: false, recentActive: true };
  return newProgress(known, { maxInflightMessages, maxInflightBytes: 100 });
}

function streaming(match: number, maxInflightMessages = 2): Progress {
  const progress = follower(match, match + 1, maxInflightMessages);
  becomeReplicate(progress);
  return progress;
}

describe('a leader that probes', () => {
  test('sends one append with entries and waits', () => {
    const progress = follower(3, 6);
    sentEntries(progress, 0, 0);
    expect(isPaused(progress)).toBe(false);
    sentEntries(progress, 2, 20);
    expect(describeProgress(progress)).toBe('StateProbe match=3 next=6 paused');
  });

  test.each([
    { why: 'goes to the hint', rejected: 9, hint: 5, next: 6, taken: true },
    { why: 'goes back one step at least', rejected: 9, hint: 20, next: 9, taken: true },
    { why: 'never goes behind what is known', rejected: 9, hint: 0, next: 4, taken: true },
    { why: 'does not hear stragglers', rejected: 7, hint: 5, next: 10, taken: false },
  ])('$why', ({ rejected, hint, next, taken }) => {
    const progress = follower(3, 10);
    expect(maybeDecrease(progress, rejected, hint)).toBe(taken);
    expect(progress.next).toBe(next);
  });
});

describe('a leader that streams', () => {
  test('counts on success until too much is unanswered', () => {
    const progress = streaming(3);
    sentEntries(progress, 1, 10);
    sentEntries(progress, 3, 10);
    expect(describeProgress(progress)).toBe(
      'StateReplicate match=3 next=8 paused inflight=2[full]',
    );
    maybeUpdate(progress, 4);
    freeUpTo(progress.inflights, 4);
    expect(describeProgress(progress)).toBe('StateReplicate match=4 next=8 inflight=1');
  });

  test('counts bytes too', () => {
    const progress = streaming(3, 99);
    sentEntries(progress, 1, 100);
    expect(isPaused(progress)).toBe(true);
  });

  test('keeps its books however long the stream', () => {
    const progress = streaming(0, 300);
    for (let i = 0; i < 300; i++) sentEntries(progress, 1, 0);
    for (let index = 1; index <= 250; index++) freeUpTo(progress.inflights, index);
    expect(describeProgress(progress)).toBe('StateReplicate match=0 next=301 paused inflight=50');
    expect(progress.inflights.lasts.length).toBeLessThan(120);
  });

  test('falls back to what is known when it is refused', () => {
    const progress = streaming(3);
    sentEntries(progress, 1, 10);
    expect(maybeDecrease(progress, 3, 0)).toBe(false);
    expect(maybeDecrease(progress, 4, 0)).toBe(true);
    expect(progress.next).toBe(4);
  });
});

test('after a snapshot probing goes on behind it, after a failed one behind what is known', () => {
  const [arrived, failed] = [follower(3, 4), follower(3, 4)];
  becomeSnapshot(arrived, 9);
  becomeSnapshot(failed, 9);
  expect(describeProgress(arrived)).toBe('StateSnapshot match=3 next=10 paused pendingSnap=9');
  becomeProbe(arrived);
  failed.pendingSnapshot = 0;
  becomeProbe(failed);
  expect([arrived.next, failed.next]).toEqual([10, 4]);
});

test('a commit index is told once, and only if the follower could use it', () => {
  const progress = streaming(5);
  expect(canBumpCommit(progress, 5)).toBe(true);
  progress.sentCommit = 5;
  expect(canBumpCommit(progress, 9)).toBe(false);
});
