import { expect, test } from 'vitest';
import type { PodRow } from '../../../protocol/index.ts';
import { noWorld } from '../../state/world.ts';
import { looksOf, squaresToPaint, standingTargets, type Looks, type StandingInput } from './standing.ts';

const columns = 20;
const pods = Array.from({ length: 400 }, (_, i): PodRow => ({
  id: `object/Pod/default/web-${i}`, uid: `${i}`, namespace: 'default', name: `web-${i}`, phase: 'ready', status: 'Running', node: 'worker-1', readyContainers: 1, containers: 1, restarts: 0, createdMs: 0,
}));
/** Pods in their order, on a grid of ten pixels. */
function input(shown: readonly PodRow[], more: Partial<StandingInput> = {}): StandingInput {
  const marks = shown.map(({ id }, i) => ({ id, x: 5 + (i % columns) * 10, y: 5 + Math.floor(i / columns) * 10, size: 7 }));
  const scene = { boxes: [], routes: [], anchors: new Map(), aliases: new Map(), marks, cells: [], bounds: { x: 0, y: 0, w: 200, h: 200 }, centre: { x: 0, y: 0 }, ring: undefined };
  return { world: { ...noWorld, pods: new Map(shown.map((pod) => [pod.id, pod])) }, scene, transform: [0, 0, 1], size: { w: 800, h: 600 }, ratio: 1, muted: new Set(), selected: undefined, ...more };
}
const none: Looks = new Map();
const failing = pods.map((pod, i) => (i === 210 ? { ...pod, phase: 'crashLoop' as const } : pod));

test('where nothing looks different nothing is painted again, whatever else has changed of the Pods', () => {
  const before = looksOf(input(pods), none);
  const now = looksOf(input(pods.map((pod) => ({ ...pod, ip: '10.244.1.7' }))), before);
  expect(squaresToPaint(before, now).size).toBe(0);
});

test('one Pod that fails paints the square it lies in, with all the marks there', () => {
  const before = looksOf(input(pods), none);
  const squares = squaresToPaint(before, looksOf(input(failing), before));
  expect(squares.size).toBe(1);
  const [looks = []] = squares.values();
  expect(looks.filter(({ phase }) => phase === 'crashLoop')).toHaveLength(1);
  expect(looks.length).toBeGreaterThan(36);
  expect(looks.length).toBeLessThan(82);
});

test('a Pod that goes moves those after it into places that look the same: only the last place is painted', () => {
  const before = looksOf(input(pods), none);
  const now = looksOf(input(pods.slice(1)), before);
  expect(now.size).toBe(399);
  const squares = [...squaresToPaint(before, now).values()].flat();
  expect(squares.every(({ x, y }) => x > 100 && y > 100)).toBe(true);
});

test('what is selected, switched off by the legend, or moved looks different', () => {
  const before = looksOf(input(pods), none);
  const different = (more: Partial<StandingInput>): number => [...looksOf(input(pods, more), before).values()].filter((look) => ![...before.values()].includes(look)).length;
  expect(different({ selected: pods[7]?.id })).toBe(1);
  expect(different({ muted: new Set(['ready']) })).toBe(400);
  expect(different({ transform: [3, 0, 1] })).toBe(400);
});

test('what is far outside the screen is not looked at, what is on it can be pointed at where it is drawn', () => {
  const moved = input(pods, { transform: [-100, 0, 2] });
  expect(looksOf({ ...moved, size: { w: 100, h: 100 } }, none).size).toBeLessThan(100);
  const target = standingTargets(moved)[21];
  expect(target).toMatchObject({ id: pods[21]?.id, x: -70, y: 30 });
  expect(target?.r).toBeCloseTo(7.7);
});
