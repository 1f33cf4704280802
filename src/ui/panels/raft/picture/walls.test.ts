import { describe, expect, test } from 'vitest';
import { meetsWall, sidesOf, stoppedAt, wallsOf, type Cut, type WalledRing } from './walls.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const ring: WalledRing = { centre: { x: 0, y: 0 }, radius: 200, dial: 50, members: names.map((id, i) => ({ id, angle: (i / 5) * 2 * Math.PI })), words: [], hub: 70 };
const at = (id: string): { x: number; y: number } => {
  const angle = (names.indexOf(id) / 5) * 2 * Math.PI;
  return { x: 200 * Math.sin(angle), y: -200 * Math.cos(angle) };
};
const between = (...sides: readonly (readonly string[])[]): readonly Cut[] =>
  sides.flatMap((side, i) => sides.filter((_, j) => j !== i).flatMap((other) => side.flatMap((from) => other.map((to) => ({ from, to })))));

describe('what stands between members', () => {
  test('nothing, where nothing is cut', () => {
    expect(wallsOf(ring, [])).toEqual({ wall: undefined, barriers: [] });
  });
  test('one wall, where neighbours cannot hear the others', () => {
    const { wall, barriers } = wallsOf(ring, between(['a', 'b'], ['c', 'd', 'e']));
    expect(wall?.sides).toEqual([['a', 'b'], ['c', 'd', 'e']]);
    expect(barriers).toEqual([]);
  });
  test('a wall of three arms between three groups', () => {
    const { wall } = wallsOf(ring, between(['a', 'b'], ['c', 'd'], ['e']));
    expect(wall?.sides).toHaveLength(3);
    expect(wall && meetsWall([at('a'), at('e')], wall)).toBeDefined();
  });
  test('barriers, where a group does not stand side by side', () => {
    const { wall, barriers } = wallsOf(ring, between(['a', 'c'], ['b', 'd', 'e']));
    expect(wall).toBeUndefined();
    expect(barriers).toHaveLength(6);
    expect(barriers.every(({ isOneWay }) => !isOneWay)).toBe(true);
  });
  test('a barrier on one lane, where one direction is cut', () => {
    expect(wallsOf(ring, [{ from: 'd', to: 'b' }])).toEqual({ wall: undefined, barriers: [{ from: 'd', to: 'b', isOneWay: true }] });
  });
});

test.each([
  { who: 'two of five', sides: [['a', 'b'], ['c', 'd', 'e']] },
  { who: 'one of five', sides: [['a'], ['b', 'c', 'd', 'e']] },
  { who: 'three groups', sides: [['a', 'b'], ['c', 'd'], ['e']] },
])('the wall around $who keeps off what is written in the middle', ({ sides }) => {
  const { wall } = wallsOf(ring, between(...sides));
  const nearest = Math.min(...(wall?.points ?? []).map(({ x, y }) => Math.hypot(x, y)));
  expect(nearest).toBeGreaterThan(69.9);
});

test('every way over the wall meets it, and no other', () => {
  const { wall } = wallsOf(ring, between(['a', 'b'], ['c', 'd', 'e']));
  const meets = (from: string, to: string): boolean => wall !== undefined && meetsWall([at(from), at(to)], wall) !== undefined;
  for (const from of ['a', 'b']) for (const to of ['c', 'd', 'e']) expect([from, to, meets(from, to), meets(to, from)]).toEqual([from, to, true, true]);
  expect([meets('a', 'b'), meets('c', 'd'), meets('d', 'e')]).toEqual([false, false, false]);
});

test('the wall around one member keeps off its dial', () => {
  const { wall } = wallsOf(ring, between(['a'], ['b', 'c', 'd', 'e']));
  const nearest = Math.min(...(wall?.points ?? []).map(({ x, y }) => Math.hypot(x - at('a').x, y - at('a').y)));
  expect(nearest).toBeGreaterThan(50);
});

test('the ends of a wall turn aside, or end sooner, where something is written', () => {
  const cuts = between(['a', 'b'], ['c', 'd', 'e']);
  const free = wallsOf(ring, cuts).wall?.points.at(-1) ?? { x: 0, y: 0 };
  const beside = { left: free.x - 4, right: free.x + 60, top: free.y - 10, bottom: free.y + 10 };
  const wall = wallsOf({ ...ring, words: [beside] }, cuts).wall;
  expect(wall?.points.filter(({ x, y }) => x > beside.left && x < beside.right && y > beside.top && y < beside.bottom)).toEqual([]);
  expect(wall && meetsWall([at('b'), at('c')], wall)).toBeDefined();
});

test('a line that is drawn across the ring parts its members', () => {
  const members = names.map((id) => ({ id, at: at(id) }));
  expect(sidesOf([{ x: -300, y: 0 }, { x: 300, y: 0 }], members)).toEqual([['a', 'b', 'e'], ['c', 'd']]);
  expect(sidesOf([{ x: -300, y: -400 }, { x: 300, y: -400 }], members)[0]).toEqual([]);
});

test('a message is stopped by the wall, by a barrier on its lane, and by nothing else', () => {
  const stops = (cuts: readonly Cut[], from: string, to: string): boolean => stoppedAt(wallsOf(ring, cuts), { from, to }, [at(from), at(to)]) !== undefined;
  const parted = between(['a', 'b'], ['c', 'd', 'e']);
  expect([stops(parted, 'a', 'd'), stops(parted, 'd', 'a'), stops(parted, 'a', 'b')]).toEqual([true, true, false]);
  const oneWay = [{ from: 'd', to: 'b' }];
  expect([stops(oneWay, 'd', 'b'), stops(oneWay, 'b', 'd')]).toEqual([true, false]);
  const both = [{ from: 'd', to: 'b' }, { from: 'b', to: 'd' }];
  expect([stops(both, 'd', 'b'), stops(both, 'b', 'd'), stops(both, 'b', 'c')]).toEqual([true, true, false]);
});
