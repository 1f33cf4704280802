import type { Point } from '../../../graph/scene/geometry.ts';

/** Where a message leaves its sender's rim, and where it comes to its receiver's. */
export type Way = readonly [Point, Point];

/** Messages keep to the right, so that those of both directions can be told apart. */
const laneOffset = 5;

/** A message's way from rim to rim, on its own side of the link; undefined when one of its ends is not on the picture. */
export function ringWay(places: ReadonlyMap<string, Point>, from: string, to: string, rim: number): Way | undefined {
  const [a, b] = [places.get(from), places.get(to)];
  if (!a || !b || a === b) return undefined;
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const aside = { x: -along.y * laneOffset, y: along.x * laneOffset };
  return [
    { x: a.x + along.x * rim + aside.x, y: a.y + along.y * rim + aside.y },
    { x: b.x - along.x * rim + aside.x, y: b.y - along.y * rim + aside.y },
  ];
}

/** The point at a share of a way. */
export function pointAt([from, to]: Way, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
