import type { Point } from '../../../graph/scene/geometry.ts';
import { meet, type Extent } from '../../../graph/canvas/labels.ts';

/** A message on the ring whose label wants a place. */
export interface RingLabel {
  readonly id: string;
  /** Where the message is. */
  readonly at: Point;
  /** The side of its way that points out of the ring, as a unit vector. */
  readonly out: Point;
  /** Of its text. */
  readonly width: number;
}

/** A label's place, counted from its message. */
export interface LabelPlace { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' }

const height = 14;
/** Half the size of a message's glyph. */
const glyph = 8;
/** From a message's middle to its label. */
const away = 16;

/** The place on one side of a point: `side` is a unit vector. */
export function placeBeside({ x, y }: Point, scale: number): LabelPlace {
  const anchor = x > 0.3 ? 'start' : x < -0.3 ? 'end' : 'middle';
  return { x: x * away * scale, y: (y * (anchor === 'middle' ? away + 4 : away / 2) + 4) * scale, anchor };
}

/** What a label takes at its place. */
export function extentOf({ at, width }: Pick<RingLabel, 'at' | 'width'>, { x, y, anchor }: LabelPlace, scale: number): Extent {
  const left = at.x + x - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
  return { left, right: left + width, top: at.y + y - (height - 3) * scale, bottom: at.y + y + 3 * scale };
}

/** The side of a way that points out of the ring; a way through its middle has its right side. */
export function outOf(centre: Point, [from, to]: readonly [Point, Point]): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const side = { x: (from.y - to.y) / length, y: (to.x - from.x) / length };
  const middle = { x: (from.x + to.x) / 2 - centre.x, y: (from.y + to.y) / 2 - centre.y };
  const sign = side.x * middle.x + side.y * middle.y < -0.5 ? -1 : 1;
  return sign < 0 ? { x: -side.x, y: -side.y } : side;
}

/** Places labels outside their ways, else inside, at `scale` times their size; one that would lie on what is taken, or on an earlier one, has none. */
export function placeLabels(labels: readonly RingLabel[], taken: readonly Extent[], scale = 1): ReadonlyMap<string, LabelPlace> {
  const half = glyph * scale;
  const blocked = [...taken, ...labels.map(({ at: { x, y } }) => ({ left: x - half, right: x + half, top: y - half, bottom: y + half }))];
  const places = new Map<string, LabelPlace>();
  for (const label of labels) {
    const free = [label.out, { x: -label.out.x, y: -label.out.y }].map((side) => placeBeside(side, scale)).find((place) => !blocked.some((other) => meet(other, extentOf(label, place, scale))));
    if (!free) continue;
    blocked.push(extentOf(label, free, scale));
    places.set(label.id, free);
  }
  return places;
}
