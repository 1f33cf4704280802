import { expect, test } from 'vitest';
import { Fingers } from './fingers.ts';

test('a finger that is lifted where it came down picks that place, and not before', () => {
  const fingers = new Fingers();
  fingers.down(1, 100);
  expect(fingers.move(1, 103), 'no hand is that still').toBeUndefined();
  expect(fingers.up(1)).toEqual({ type: 'pick', x: 100 });
});

test('a finger that drags picks place after place, and nothing more when it is lifted', () => {
  const fingers = new Fingers();
  fingers.down(1, 100);
  expect(fingers.move(1, 120)).toEqual({ type: 'pick', x: 120 });
  expect(fingers.move(1, 121)).toEqual({ type: 'pick', x: 121 });
  expect(fingers.up(1)).toBeUndefined();
});

test('two fingers that part stretch what lies between them, and pick nothing', () => {
  const fingers = new Fingers();
  fingers.down(1, 100);
  fingers.down(2, 200);
  expect(fingers.move(2, 300)).toEqual({ type: 'pinch', factor: 0.5, x: 150, byX: 50 });
  expect(fingers.move(1, 0)).toEqual({ type: 'pinch', factor: 200 / 300, x: 200, byX: -50 });
  expect([fingers.up(2), fingers.move(1, 90), fingers.up(1)], 'who lifts one finger first has picked nothing').toEqual([undefined, undefined, undefined]);
});

test('two fingers that go the same way take what is shown along', () => {
  const fingers = new Fingers();
  fingers.down(1, 100);
  fingers.down(2, 200);
  const moved = [fingers.move(1, 110), fingers.move(2, 210)];
  expect(moved.map((gesture) => (gesture?.type === 'pinch' ? gesture.byX : 0))).toEqual([5, 5]);
  expect(moved.reduce((product, gesture) => product * (gesture?.type === 'pinch' ? gesture.factor : 1), 1)).toBeCloseTo(1);
});
