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
  return { points: members.length === 2 ? acrossTwo(ring) : throughGaps(ring, gaps), sides };
}

function acrossTwo({ centre, dial }: WalledRing): readonly Point[] {
  return [{ x: centre.x, y: centre.y - dial * 1.4 }, { x: centre.x, y: centre.y + dial * 1.4 }];
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

/** Two gaps are joined by a curve that keeps off the dials, more by spokes from the middle. */
function throughGaps(ring: WalledRing, gaps: readonly number[]): readonly Point[] {
  const { centre } = ring;
  const ends = gaps.map((gap) => endIn(ring, gap));
  const [a, b] = ends;
  if (ends.length !== 2 || !a || !b) return ends.flatMap((end) => [centre, end, centre]);
  return Array.from({ length: samples + 1 }, (_, i) => {
    const t = i / samples;
    const u = 1 - t;
    return { x: u * u * a.x + 2 * u * t * centre.x + t * t * b.x, y: u * u * a.y + 2 * u * t * centre.y + t * t * b.y };
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
