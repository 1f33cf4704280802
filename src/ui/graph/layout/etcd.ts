import type { Member } from '../../../protocol/index.ts';
import { polyline, towards, type Box, type Point } from '../scene/geometry.ts';
import type { Route } from '../scene/scene.ts';

/** Radius of a dial's face on the map, and of everything around it. */
export const dial = { face: 27, arc: 29.5, ticks: 34 } as const;

/** A ring of members: the leader stands at the top, the others follow clockwise in their order. */
export interface Ring {
  readonly centre: Point;
  readonly radius: number;
  readonly places: ReadonlyMap<string, Point>;
}

/** The ring of so many members whose topmost dial is at `top`. */
export function ringOf(count: number, top: Point, scale = 1): Pick<Ring, 'centre' | 'radius'> {
  const radius = (count <= 1 ? 0 : count <= 3 ? 80 : 80 + (count - 3) * 14) * scale;
  return { radius, centre: { x: top.x, y: top.y + radius } };
}

/** Places members around that ring. */
export function layoutRing(members: readonly Member[], top: Point, scale = 1): Ring {
  const count = members.length;
  const { centre, radius } = ringOf(count, top, scale);
  const first = Math.max(0, members.findIndex((member) => member.role === 'leader'));
  const places = new Map<string, Point>();
  for (let i = 0; i < count; i++) {
    const member = members[(first + i) % count];
    if (!member) continue;
    const angle = (i / count) * 2 * Math.PI;
    places.set(member.id, { x: centre.x + radius * Math.sin(angle), y: centre.y - radius * Math.cos(angle) });
  }
  return { centre, radius, places };
}

/** Where a member's words begin, counted from its dial's middle: the base of the first line, which ends at `x` on the left half. */
export interface DialWords extends Point {
  readonly isLeft: boolean;
  /** Role and log in one line: above the others there is no room for a third. */
  readonly isShort: boolean;
}

/** More members than this, and the words of the topmost stand higher, off the dial of its neighbour. */
const mostApart = 5;

/** The place of the words of the member that stands at `at`. */
export function dialWords({ centre, places }: Pick<Ring, 'centre' | 'places'>, at: Point): DialWords {
  const isTop = Math.abs(at.x - centre.x) < 1 && at.y <= centre.y;
  const isLeft = at.x < centre.x - 1;
  return { x: isLeft ? -45 : 44, y: !isTop ? -4 : places.size > mostApart ? -24 : -6, isLeft, isShort: isTop };
}

/** The dials and their words as boxes. */
export function dialBoxes(ring: Ring): readonly Box[] {
  return [...ring.places.values()].flatMap((at) => {
    const { x, y, isLeft, isShort } = dialWords(ring, at);
    const w = isShort ? 100 : 62;
    return [
      { x: at.x - dial.face + 4, y: at.y - dial.face + 4, w: 2 * dial.face - 8, h: 2 * dial.face - 8 },
      { x: at.x + x - (isLeft ? w : 0), y: at.y + y - 11, w, h: isShort ? 30 : 46 },
    ];
  });
}

/** How far down the ring reaches. */
export function ringBottom({ centre, radius, places }: Ring): number {
  return Math.max(centre.y + radius, ...[...places.values()].map(({ y }) => y + dial.ticks));
}

/** The ways between each two members, from rim to rim. */
export function ringRoutes(ring: Ring, rim: number = dial.ticks): readonly Route[] {
  const routes: Route[] = [];
  const places = [...ring.places];
  for (const [i, [from, a]] of places.entries()) {
    for (const [to, b] of places.slice(i + 1)) {
      routes.push({ id: `raft:${from}:${to}`, from, to, kind: 'way', path: polyline([towards(a, b, rim), towards(b, a, rim)]) });
    }
  }
  return routes;
}
