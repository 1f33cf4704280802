import { expect, test } from 'vitest';
import { outOf, placeLabels, type RingLabel } from './ring-labels.ts';

const label = (id: string, x: number, y: number, out = { x: 1, y: 0 }): RingLabel => ({ id, at: { x, y }, out, width: 40 });

test('a label stands outside its way, and inside where that is taken', () => {
  expect(placeLabels([label('a', 0, 0)], []).get('a')).toEqual({ x: 16, y: 4, anchor: 'start' });
  expect(placeLabels([label('a', 0, 0)], [{ left: 10, right: 100, top: -20, bottom: 20 }]).get('a')).toMatchObject({ x: -16, anchor: 'end' });
});

test('where there is room on neither side, there is no label', () => {
  expect(placeLabels([label('a', 0, 0)], [{ left: -100, right: 100, top: -20, bottom: 20 }]).size).toBe(0);
});

test('two messages side by side do not write over each other', () => {
  const places = placeLabels([label('a', 0, 0), label('b', 70, 0)], []);
  expect([places.get('a')?.anchor, places.get('b')?.anchor]).toEqual(['start', 'start']);
  const close = placeLabels([label('a', 0, 0), label('b', 8, 3)], []);
  expect([close.get('a')?.anchor, close.get('b')?.anchor]).toEqual(['start', 'end']);
});

test('outside is away from the middle of the ring', () => {
  expect(outOf({ x: 0, y: 0 }, [{ x: 10, y: -10 }, { x: 10, y: 10 }]).x).toBe(1);
  expect(outOf({ x: 0, y: 0 }, [{ x: -10, y: -10 }, { x: -10, y: 10 }]).x).toBe(-1);
});
