import { expect, test } from 'vitest';
import { meet } from '../../../graph/canvas/labels.ts';
import { layRing, roomScale } from './ring-layout.ts';

const rooms = [{ width: 390, height: 430 }, { width: 460, height: 420 }, { width: 620, height: 520 }, { width: 830, height: 640 }, { width: 1100, height: 1000 }];

test.each(rooms.flatMap((room) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((members) => ({ ...room, members }))))('$members members stand clear of each other in $width × $height', (room) => {
  const { places, dial } = layRing({ ...room, scale: 1 });
  expect(places).toHaveLength(room.members);
  expect(dial).toBeGreaterThanOrEqual(20);
  places.forEach(({ taken }, i) => {
    for (const { left, right, top, bottom } of taken) {
      expect([left >= 0, top >= 0, right <= room.width, bottom <= room.height], `member ${i + 1}`).toEqual([true, true, true, true]);
    }
    for (const other of places.slice(i + 1)) expect(taken.some((own) => other.taken.some((theirs) => meet(own, theirs))), `member ${i + 1}`).toBe(false);
  });
});

test('for a room, dials and words are larger', () => {
  const near = layRing({ width: 900, height: 800, members: 5, scale: 1 });
  const far = layRing({ width: 900, height: 800, members: 5, scale: 1.5 });
  expect(far.dial).toBeGreaterThan(near.dial * 0.9);
  expect(far.places[1] && far.places[1].taken[1].right - far.places[1].taken[1].left).toBeGreaterThan(130);
});

test('a wall-sized room has larger words, and loses none of them to its dials', () => {
  const wall = { width: 1_100, height: 1_160 };
  expect([roomScale({ width: 620, height: 560 }), roomScale(wall)]).toEqual([1, 1.4]);
  // In whole lines or shorter ones: role, vote and timer are all there.
  expect(['whole', 'short']).toContain(layRing({ ...wall, members: 5, scale: roomScale(wall) }).wordiness);
});

test('two members stand side by side, and the first of more stands at the top', () => {
  const [left, right] = layRing({ width: 600, height: 500, members: 2, scale: 1 }).places;
  expect(left && right && left.at.y === right.at.y && left.at.x < right.at.x).toBe(true);
  const { places, centre } = layRing({ width: 600, height: 500, members: 5, scale: 1 });
  expect(places[0]?.at.x).toBeCloseTo(centre.x);
  expect(places[0]?.at.y).toBeLessThan(centre.y);
});

test('words keep off the ways of messages where the ring can give them room', () => {
  const { places } = layRing({ width: 560, height: 480, members: 5, scale: 1 });
  expect(places.map(({ words }) => words.anchor)).toEqual(['end', 'start', 'start', 'end', 'end']);
});

test('no dial stands at the very edge of its room', () => {
  const { places, dial } = layRing({ width: 620, height: 640, members: 3, scale: 1 });
  const across = places.map(({ at }) => at.x);
  expect(Math.min(...across) - dial).toBeGreaterThanOrEqual(23);
  expect(Math.max(...across) + dial).toBeLessThanOrEqual(597);
});
