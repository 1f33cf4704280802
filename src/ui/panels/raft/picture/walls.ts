import type { Extent } from '../../../graph/canvas/labels.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import type { Way } from './ring-way.ts';

/** Nothing gets from one member to another. */
export interface Cut { readonly from: string; readonly to: string }

/** A wall through the ring, as a line of points, and whom it parts. */
export interface Wall { readonly points: readonly Point[]; readonly sides: readonly (readonly string[])[] }

/** A barrier on one link: on both of its lanes, or only on the lane `from` → `to`. */
export interface Barrier extends Cut { readonly isOneWay: boolean }

/** What stands between the members. */
export interface Walls { readonly wall: Wall | undefined; readonly barriers: readonly Barrier[] }

/** The ring that walls are drawn through. */
export interface WalledRing {
  readonly centre: Point;
  readonly radius: number;
  readonly dial: number;
  /** Members in the order in which they stand, with their angles. */
  readonly members: readonly { readonly id: string; readonly angle: number }[];
  /** What is written beside the dials, off which a wall keeps its ends. */
  readonly words: readonly Extent[];
  /** Around what is written in the middle, past which a wall bends. */
  readonly hub: number;
}

const samples = 36;

/**
 * Turns cuts into what a person sees: one wall where the members fall into groups that cannot hear each other and that stand
 * side by side on the ring, and barriers for every other cut link.
 */
export function wallsOf(ring: WalledRing, cuts: readonly Cut[]): Walls {
  if (cuts.length === 0) return { wall: undefined, barriers: [] };
  const cut = new Set(cuts.map(({ from, to }) => `${from} ${to}`));
  const isCut = (from: string, to: string): boolean => cut.has(`${from} ${to}`);
  const ids = ring.members.map(({ id }) => id);
  const groupOf = groups(ids, isCut);
  const wall = wallBetween(ring, groupOf);
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)).filter(([a, b]) => !wall || groupOf.get(a) === groupOf.get(b));
  return { wall, barriers: pairs.flatMap(([a, b]) => barriersOn(a, b, isCut)) };
}

function barriersOn(a: string, b: string, isCut: (from: string, to: string) => boolean): readonly Barrier[] {
  const [there, back] = [isCut(a, b), isCut(b, a)];
  if (there && back) return [{ from: a, to: b, isOneWay: false }];
  if (there) return [{ from: a, to: b, isOneWay: true }];
  return back ? [{ from: b, to: a, isOneWay: true }] : [];
}

/** The group of each member: those that can hear each other, even in one direction, over any number of links. */
function groups(ids: readonly string[], isCut: (from: string, to: string) => boolean): ReadonlyMap<string, number> {
  const groupOf = new Map<string, number>();
  ids.forEach((first, number) => {
    if (groupOf.has(first)) return;
    const open = [first];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      groupOf.set(id, number);
      for (const other of ids) if (!groupOf.has(other) && !(isCut(id, other) && isCut(other, id))) open.push(other);
    }
  });
  return groupOf;
}

function wallBetween(ring: WalledRing, groupOf: ReadonlyMap<string, number>): Wall | undefined {
  const { members } = ring;
  const numbers = [...new Set(groupOf.values())];
  if (numbers.length < 2) return undefined;
  const gaps = members.flatMap(({ id, angle }, i) => {
    const next = members[(i + 1) % members.length];
    return next && groupOf.get(id) !== groupOf.get(next.id) ? [angle + ((next.angle - angle + 4 * Math.PI) % (2 * Math.PI)) / 2] : [];
  });
  // A group that stands in two places has no wall around it.
  if (members.length > 2 && gaps.length !== numbers.length) return undefined;
  const sides = numbers.map((number) => members.filter(({ id }) => groupOf.get(id) === number).map(({ id }) => id));
  return { points: members.length === 2 ? acrossTwo(ring) : throughGaps(ring, gaps, sides), sides };
}

function acrossTwo(ring: WalledRing): readonly Point[] {
  const { centre: { x, y }, dial, hub } = ring;
  const reach = Math.max(dial * 1.4, hub * 1.8);
  return bent(ring, { x, y: y - reach }, { x, y: y + reach }, { x: 1, y: 0 });
}

/** How far a wall reaches out of the ring, in dials, and how far its ends may turn aside, in shares of the way between two members. */
const reaches = [0.8, 0.55, 0.3, 0.05];
const turns = [0, 0.06, -0.06, 0.12, -0.12, 0.18, -0.18];
/** Between a wall's line and words. */
const offWords = 7;

/** Where a wall ends in a gap: as far out as it gets without touching what is written there. */
function endIn({ centre, radius, dial, members, words }: WalledRing, gap: number): Point {
  const point = (angle: number, reach: number): Point => ({ x: centre.x + (radius + dial * reach) * Math.sin(angle), y: centre.y - (radius + dial * reach) * Math.cos(angle) });
  const isFree = ({ x, y }: Point): boolean => !words.some(({ left, right, top, bottom }) => x > left - offWords && x < right + offWords && y > top - offWords && y < bottom + offWords);
  for (const reach of reaches) {
    for (const turn of turns) {
      const angle = gap + (turn * 2 * Math.PI) / members.length;
      if (Array.from({ length: samples }, (_, i) => point(angle, reach - (i / samples) * 1.2)).every(isFree)) return point(angle, reach);
    }
  }
  return point(gap, reaches[0] ?? 0);
}

/** Two gaps are joined by a curve around what is written in the middle, on the side of the fewer; more by a ring around it, with an arm to each. */
function throughGaps(ring: WalledRing, gaps: readonly number[], sides: Wall['sides']): readonly Point[] {
  const ends = gaps.map((gap) => endIn(ring, gap));
  const [a, b] = ends;
  return ends.length === 2 && a && b ? bent(ring, a, b, towardsFewer(ring, sides)) : ringWithArms(ring, ends);
}

/** A curve between two ends that passes the middle at its hub's edge, or farther out, on the side of a unit vector. */
function bent({ centre, hub }: WalledRing, a: Point, b: Point, side: Point): readonly Point[] {
  // In its middle a curve lies half as far from the line between its ends as what bends it.
  const straight = ((a.x + b.x) / 2 - centre.x) * side.x + ((a.y + b.y) / 2 - centre.y) * side.y;
  const away = 2 * Math.max(0, hub - straight / 2);
  const control = { x: centre.x + away * side.x, y: centre.y + away * side.y };
  return Array.from({ length: samples + 1 }, (_, i) => {
    const t = i / samples;
    const u = 1 - t;
    return { x: u * u * a.x + 2 * u * t * control.x + t * t * b.x, y: u * u * a.y + 2 * u * t * control.y + t * t * b.y };
  });
}

/** The direction from the middle of a ring to the smallest group. */
function towardsFewer({ members }: WalledRing, sides: Wall['sides']): Point {
  const fewest = sides.reduce((least, side) => (side.length < least.length ? side : least));
  const sum = members.filter(({ id }) => fewest.includes(id)).reduce(({ x, y }, { angle }) => ({ x: x + Math.sin(angle), y: y - Math.cos(angle) }), { x: 0, y: 0 });
  const length = Math.hypot(sum.x, sum.y) || 1;
  return { x: sum.x / length, y: sum.y / length };
}

function ringWithArms({ centre, hub }: WalledRing, ends: readonly Point[]): readonly Point[] {
  const angles = ends.map(({ x, y }) => Math.atan2(x - centre.x, centre.y - y));
  const onHub = (angle: number): Point => ({ x: centre.x + hub * Math.sin(angle), y: centre.y - hub * Math.cos(angle) });
  return ends.flatMap((end, i) => {
    const from = angles[i] ?? 0;
    const turn = ((angles[(i + 1) % angles.length] ?? 0) - from + 4 * Math.PI) % (2 * Math.PI);
    return [onHub(from), end, ...Array.from({ length: samples + 1 }, (_, step) => onHub(from + (step / samples) * turn))];
  });
}

/** Where on a link its barrier stands: in the middle, or on the one lane nearer to the receiver. */
export const barrierAt = ({ isOneWay }: Barrier): number => (isOneWay ? 0.62 : 0.5);

/** How far a message can come between two members, 0 … 1, before what stands there stops it; undefined when nothing does. */
export function stoppedAt({ wall, barriers }: Walls, { from, to }: Cut, way: Way): number | undefined {
  const barrier = barriers.find((one) => (one.from === from && one.to === to) || (!one.isOneWay && one.from === to && one.to === from));
  if (barrier) return barrierAt(barrier);
  const isParted = wall?.sides.some((side) => side.includes(from) && !side.includes(to) && wall.sides.some((other) => other.includes(to)));
  return wall && isParted ? meetsWall(way, wall) : undefined;
}

/** How far a message comes on its way, 0 … 1, before it meets the wall; undefined when it does not. */
export function meetsWall([from, to]: Way, { points }: Wall): number | undefined {
  let first: number | undefined;
  points.slice(1).forEach((end, i) => {
    const start = points[i];
    const share = start && crossing(from, to, start, end);
    if (share !== undefined && (first === undefined || share < first)) first = share;
  });
  return first;
}

/** Where on a–b it crosses c–d. */
function crossing(a: Point, b: Point, c: Point, d: Point): number | undefined {
  const r = { x: b.x - a.x, y: b.y - a.y };
  const s = { x: d.x - c.x, y: d.y - c.y };
  const across = r.x * s.y - r.y * s.x;
  if (Math.abs(across) < 1e-9) return undefined;
  const t = ((c.x - a.x) * s.y - (c.y - a.y) * s.x) / across;
  const u = ((c.x - a.x) * r.y - (c.y - a.y) * r.x) / across;
  return t >= 0 && t <= 1 && u >= -1e-6 && u <= 1 + 1e-6 ? t : undefined;
}

/** Whom a line that was drawn across the ring parts: those on its one side, and those on its other. */
export function sidesOf(line: readonly [Point, Point], members: readonly { readonly id: string; readonly at: Point }[]): readonly [readonly string[], readonly string[]] {
  const [a, b] = line;
  const isLeft = ({ x, y }: Point): boolean => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) < 0;
  return [members.filter(({ at }) => isLeft(at)).map(({ id }) => id), members.filter(({ at }) => !isLeft(at)).map(({ id }) => id)];
}
