import { curve, joined, polyline, towards, type Box, type Path, type Point } from '../scene/geometry.ts';
import { dial } from './etcd.ts';

/** How far ways swing out to the side, from the shortest on. */
const swings = [190, 230, 270, 310] as const;

/**
 * The way from an API server's port to a member of etcd: straight to the one below it, else along the ring, swinging out to the
 * member's side as far as it must to keep off other dials and what is written beside them.
 */
export function clientWay(port: Point, place: Point, written: readonly Box[]): { readonly path: Path; readonly isStraight: boolean } {
  const middle = { x: place.x, y: (port.y + place.y - dial.ticks) / 2 };
  const straight = polyline([port, middle, { x: place.x, y: place.y - dial.ticks }]);
  if (Math.abs(place.x - port.x) < 1 && touchedBy(straight, written) === 0) return { path: straight, isStraight: true };
  const side = place.x < port.x ? -1 : 1;
  const along = curve(port, { x: port.x + side * 60, y: port.y + 30 }, { x: place.x + side * 26, y: place.y - 90 }, towards(place, { x: place.x + side * 16, y: place.y - 60 }, dial.ticks));
  const around = swings.map((swing) => curve(port, { x: port.x + side * swing, y: port.y + 36 }, { x: place.x + side * (swing - 110), y: place.y - 56 }, towards(place, { x: place.x + side * 40, y: place.y - 40 }, dial.ticks)));
  const [path = along] = [along, ...around].map((way) => ({ way, touched: touchedBy(way, written) })).sort((a, b) => a.touched - b.touched).map(({ way }) => way);
  return { path, isStraight: false };
}

/** The way to a member beside a column of control planes that ends at `edge`: out through the gap below its own, then to the member. */
export function wayAside(port: Point, place: Point, edge: number): { readonly path: Path; readonly isStraight: boolean } {
  const gap = { x: edge + 6, y: port.y + 20 };
  const end = towards(place, { x: place.x - 40, y: place.y + (gap.y > place.y ? 30 : -30) }, dial.ticks);
  return { path: joined(polyline([port, { x: port.x, y: gap.y }, gap]), curve(gap, { x: gap.x + 50, y: gap.y }, { x: end.x - 40, y: end.y + (gap.y - end.y) * 0.25 }, end)), isStraight: false };
}

/** How much of a way lies on boxes, in samples. */
function touchedBy({ points }: Path, boxes: readonly Box[]): number {
  return points.filter(({ x, y }) => boxes.some((box) => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h)).length;
}
