import { curve, polyline, towards, type Box, type Path, type Point } from '../scene/geometry.ts';
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

/** How much of a way lies on boxes, in samples. */
function touchedBy({ points }: Path, boxes: readonly Box[]): number {
  return points.filter(({ x, y }) => boxes.some((box) => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h)).length;
}
