import { describe, expect, test } from 'vitest';
import { graduations, timeScale } from '../panels/time/scale.ts';
import { tickText } from './format.ts';
import { following, shifted, wholeRun, zoomed } from './stretch.ts';

const whole = wholeRun(100_000);

describe('what the timeline shows', () => {
  test('gets shorter around a moment, which keeps its place', () => {
    expect(zoomed({ fromMs: 0, toMs: 90_000 }, 30_000, 1 / 3, whole)).toEqual({ fromMs: 20_000, toMs: 50_000 });
  });
  test('is the whole run again once it would be as long as that', () => {
    expect(zoomed({ fromMs: 20_000, toMs: 70_000 }, 30_000, 3, whole)).toBeUndefined();
  });
  test('is never shorter than what tells two events apart', () => {
    expect(zoomed({ fromMs: 10, toMs: 13 }, 11, 1 / 100, whole)).toEqual({ fromMs: 11 - 2 / 3, toMs: 11 + 4 / 3 });
  });
  test('reaches neither before the beginning nor beyond the room ahead', () => {
    expect(shifted({ fromMs: 1_000, toMs: 11_000 }, -0.5, whole)).toEqual({ fromMs: 0, toMs: 10_000 });
    expect(shifted({ fromMs: 100_000, toMs: 120_000 }, 1, whole)).toEqual({ fromMs: 102_000, toMs: 122_000 });
  });
  test.each([
    { why: 'stays while the moment is in it', stretch: { fromMs: 0, toMs: 100 }, before: 20, now: 90, from: 0 },
    { why: 'turns the page when time leads out of it', stretch: { fromMs: 0, toMs: 100 }, before: 90, now: 101, from: 86 },
    { why: 'turns back when the past is looked at', stretch: { fromMs: 200, toMs: 300 }, before: 210, now: 150, from: 65 },
    { why: 'stays where a person has moved it away from the moment', stretch: { fromMs: 0, toMs: 100 }, before: 500, now: 510, from: 0 },
  ])('$why', ({ stretch, before, now, from }) => {
    expect(following(stretch, before, now)).toEqual({ fromMs: from, toMs: from + 100 });
  });
});

test('graduations of a short stretch begin within it, and their words tell them apart', () => {
  const scale = timeScale(100_000, 740, { fromMs: 43_905, toMs: 44_105 });
  expect(scale.stepMs).toBe(20);
  const marks = graduations(scale);
  expect([marks[0], marks.at(-1)]).toEqual([{ ms: 43_906, tenth: 3 }, { ms: 44_104, tenth: 2 }]);
  expect(marks.filter(({ tenth }) => tenth === 0).slice(0, 3).map(({ ms }) => tickText(ms, scale.stepMs))).toEqual(['0:43.92', '0:43.94', '0:43.96']);
  expect([tickText(3_600_500, 500), tickText(59_999, 1), tickText(70_000)]).toEqual(['1:00:00.5', '0:59.999', '1:10']);
});
