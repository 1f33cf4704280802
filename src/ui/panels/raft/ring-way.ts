import { towards, type Point } from '../../graph/geometry.ts';

/** A message's way on the ring, from rim to rim. */
export function ringWay(places: ReadonlyMap<string, Point>, from: string, to: string, distance: number): readonly [Point, Point] | undefined {
  const a = places.get(from);
  const b = places.get(to);
  return a && b && a !== b ? [towards(a, b, distance), towards(b, a, distance)] : undefined;
}
