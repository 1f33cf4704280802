import type { Member } from '../../protocol/index.ts';
import { polyline, towards, type Point } from './geometry.ts';
import type { Route } from './scene.ts';

/** Radius of a dial's face on the map, and of everything around it. */
export const dial = { face: 27, arc: 29.5, ticks: 34 } as const;

/** A ring of members: the leader stands at the top, the others follow clockwise in their order. */
export interface Ring {
  readonly centre: Point;
  readonly radius: number;
  readonly places: ReadonlyMap<string, Point>;
}

/** Places members around a ring whose topmost dial is at `top`. */
export function layoutRing(members: readonly Member[], top: Point, scale = 1): Ring {
  const count = members.length;
  const radius = (count <= 1 ? 0 : count <= 3 ? 80 : 80 + (count - 3) * 14) * scale;
  const centre = { x: top.x, y: top.y + radius };
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
