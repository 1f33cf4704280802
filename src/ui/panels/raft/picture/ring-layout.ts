import type { Point } from '../../../graph/scene/geometry.ts';
import { meet, type Extent } from '../../../graph/canvas/labels.ts';

/** The room that a ring is laid into, in pixels. */
export interface RingRoom {
  readonly width: number;
  readonly height: number;
  readonly members: number;
  /** Of all text and of what is drawn. */
  readonly scale: number;
}

/** A room of this many pixels, both ways, is filled by a ring whose words have the interface's own size. */
const usualRoom = 800;
const mostEnlarged = 1.6;

/** How large words and dials are in a room: a picture for a wall is no small picture with much around it. */
export function roomScale({ width, height }: Pick<RingRoom, 'width' | 'height'>): number {
  return Math.round(Math.max(1, Math.min(mostEnlarged, Math.min(width, height) / usualRoom)) * 20) / 20;
}

/** How much is written beside a dial: whole lines, shorter lines, no timer, or name and role alone. */
export type Wordiness = 'whole' | 'short' | 'terse' | 'brief';

/** A member's place on the ring: the middle of its dial, and where its words begin. */
export interface RingPlace {
  readonly at: Point;
  /** From the top, clockwise, in radians. */
  readonly angle: number;
  /** Left, middle or right end of its words, and the base of their first line, counted from `at`. */
  readonly words: Point & { readonly anchor: 'start' | 'middle' | 'end' };
  /** What dial and words take. */
  readonly taken: readonly [Extent, Extent];
}

/** A ring of dials that lie neither on each other nor on each other's words. */
export interface RingLayout {
  readonly centre: Point;
  /** Of the ring; 0 with a single member. */
  readonly radius: number;
  /** Of a dial with its graduations. */
  readonly dial: number;
  readonly wordiness: Wordiness;
  readonly places: readonly RingPlace[];
}

/** Lines of words, how wide they are at scale 1, the least dial that they stand beside, and what they are worth of its size. */
const words: Readonly<Record<Wordiness, { readonly lines: number; readonly width: number; readonly leastDial: number; readonly worth: number }>> = {
  whole: { lines: 3, width: 150, leastDial: 42, worth: 1 },
  short: { lines: 4, width: 92, leastDial: 34, worth: 0.92 },
  terse: { lines: 3, width: 78, leastDial: 30, worth: 0.86 },
  brief: { lines: 2, width: 62, leastDial: 20, worth: 0.76 },
};
const lineHeight = 17;
/** Height of the first line above its base. */
const ascent = 13;
const gap = 8;
const largestDial = 66;
/** What words lose by lying on ways of messages: as much of their worth where all of them do. */
const onWays = 0.55;
const margin = 6;
/** Free beside the outermost dials, in pixels. */
const besideDials = 24;

type Style = 'beside' | 'below';

interface Shape { readonly radius: number; readonly dial: number; readonly wordiness: Wordiness; readonly style: Style }

/** The widest ring with the largest dials and the most words, each weighed against the others, that has room. */
export function layRing(room: RingRoom): RingLayout {
  const largest = largestDial * room.scale;
  let best: { readonly layout: RingLayout; readonly worth: number } | undefined;
  for (const wordiness of ['whole', 'short', 'terse', 'brief'] as const) {
    const { leastDial, worth: perWords } = words[wordiness];
    for (let dial = largest; dial >= leastDial * Math.sqrt(room.scale); dial -= 4) {
      for (const style of ['beside', 'below'] as const) {
        const radius = widestRing(room, { dial, wordiness, style });
        const size = Math.sqrt(Math.max(dial, radius ?? 0) * dial) * perWords;
        if (radius === undefined || (best && size <= best.worth)) continue;
        const layout = placed(room, { radius, dial, wordiness, style });
        const worth = size * (1 - onWays * crossedShare(layout));
        if ((!best || worth > best.worth) && isClear(room, layout)) best = { layout, worth };
      }
    }
  }
  if (best) return best.layout;
  // Smaller than any screen: what is drawn may touch, but is drawn.
  const dial = words.brief.leastDial;
  return placed(room, { radius: Math.max(dial * 2, Math.min(room.width, room.height) / 2 - dial - 24), dial, wordiness: 'brief', style: 'below' });
}

/** Members stand clockwise from the top in the order of their names; two stand side by side. */
function angleOf(index: number, members: number): number {
  return ((index + (members === 2 ? 0.5 : 0)) / Math.max(1, members)) * 2 * Math.PI - (members === 2 ? Math.PI : 0);
}

function placeAt(angle: number, { radius, dial, wordiness, style }: Shape, scale: number): RingPlace {
  const at = { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
  const { lines, width } = words[wordiness];
  const height = lines * lineHeight * scale;
  // The words of the uppermost stand beside it, where no message passes.
  const isTop = radius > 0 && Math.cos(angle) > 0.99;
  const side = radius === 0 || (style === 'below' && !isTop) ? 0 : isTop || Math.sin(angle) < -0.35 ? -1 : Math.sin(angle) > 0.35 ? 1 : 0;
  const top = side === 0 ? dial + gap / 2 : isTop ? -height * 0.75 : -height / 2;
  const x = side * (dial + gap);
  const left = side > 0 ? x : side < 0 ? x - width * scale : (-width * scale) / 2;
  return {
    at, angle,
    words: { x, y: top + ascent * scale, anchor: side > 0 ? 'start' : side < 0 ? 'end' : 'middle' },
    taken: [
      { left: at.x - dial, right: at.x + dial, top: at.y - dial, bottom: at.y + dial },
      { left: at.x + left, right: at.x + left + width * scale, top: at.y + top, bottom: at.y + top + height },
    ],
  };
}

function shapesOf({ members, scale }: RingRoom, shape: Shape): readonly RingPlace[] {
  return Array.from({ length: members }, (_, i) => placeAt(angleOf(i, members), shape, scale));
}

function boundsOf(places: readonly RingPlace[]): Extent {
  const all = places.flatMap(({ taken }) => taken);
  return {
    left: Math.min(...all.map(({ left }) => left)), right: Math.max(...all.map(({ right }) => right)),
    top: Math.min(...all.map(({ top }) => top)), bottom: Math.max(...all.map(({ bottom }) => bottom)),
  };
}

/** The widest ring whose dials and words are inside the room; undefined when none is. */
function widestRing(room: RingRoom, shape: Omit<Shape, 'radius'>): number | undefined {
  const fits = (radius: number): boolean => {
    const places = shapesOf(room, { ...shape, radius });
    const { left, right, top, bottom } = boundsOf(places);
    const across = places.map(({ at }) => at.x);
    const dials = Math.max(...across) - Math.min(...across) + 2 * shape.dial;
    return right - left <= room.width - 2 * margin && bottom - top <= room.height - 2 * margin && dials <= room.width - 2 * besideDials;
  };
  if (room.members <= 1) return fits(0) ? 0 : undefined;
  let [least, most] = [shape.dial, Math.max(room.width, room.height)];
  if (!fits(least)) return undefined;
  while (most - least > 1) {
    const middle = (least + most) / 2;
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return Math.min(least, shape.dial * 5.4);
}

function placed(room: RingRoom, shape: Shape): RingLayout {
  const places = shapesOf(room, shape);
  const { left, right, top, bottom } = boundsOf(places);
  const centre = { x: (room.width - (left + right)) / 2, y: (room.height - (top + bottom)) / 2 };
  const moved = (extent: Extent): Extent => ({ left: extent.left + centre.x, right: extent.right + centre.x, top: extent.top + centre.y, bottom: extent.bottom + centre.y });
  return {
    centre, radius: shape.radius, dial: shape.dial, wordiness: shape.wordiness,
    places: places.map((place) => ({ ...place, at: { x: place.at.x + centre.x, y: place.at.y + centre.y }, taken: [moved(place.taken[0]), moved(place.taken[1])] })),
  };
}

/** The share of members whose words lie on a way between two members. */
function crossedShare({ places }: RingLayout): number {
  const ways = places.flatMap(({ at: a }, i) => places.slice(i + 1).map(({ at: b }) => [a, b] as const));
  return places.filter(({ taken: [, own] }) => ways.some((way) => crosses(way, own))).length / places.length;
}

/** Whether a straight line passes through an extent: what is left of it between its sides. */
function crosses([from, to]: readonly [Point, Point], { left, right, top, bottom }: Extent): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enters, leaves] = [0, 1];
  for (const [start, step, least, most] of [[from.x, dx, left, right], [from.y, dy, top, bottom]] as const) {
    if (step === 0) {
      if (start < least || start > most) return false;
      continue;
    }
    const [a, b] = [(least - start) / step, (most - start) / step];
    enters = Math.max(enters, Math.min(a, b));
    leaves = Math.min(leaves, Math.max(a, b));
  }
  return enters < leaves;
}

/** Whether nothing lies on anything, and messages have a way between any two dials. */
function isClear({ members }: RingRoom, { places, radius, dial, centre }: RingLayout): boolean {
  if (members <= 1) return true;
  const chord = 2 * radius * Math.sin(Math.PI / members);
  if (chord < dial * 2 + Math.max(24, dial * 0.7) || radius < dial * 2.1) return false;
  const hub = { left: centre.x - dial * 0.9, right: centre.x + dial * 0.9, top: centre.y - dial * 0.7, bottom: centre.y + dial * 0.7 };
  return places.every((place, i) => !meet(place.taken[1], hub) && places.slice(i + 1).every((other) => !place.taken.some((own) => other.taken.some((theirs) => meet(own, theirs)))));
}
