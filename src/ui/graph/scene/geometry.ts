import { round } from '../../design/index.ts';

/** A place on the map's plane. */
export interface Point { readonly x: number; readonly y: number }
/** A rectangle on the map's plane. */
export interface Box extends Point { readonly w: number; readonly h: number }

/** A path that messages travel: what SVG draws, and samples by which a place along it is found. */
export interface Path {
  readonly d: string;
  readonly points: readonly Point[];
  /** Length from the start to each point. */
  readonly lengths: readonly number[];
}

const samples = 32;

/** A path whose samples are taken when something first travels it: most ways of a large map nothing ever travels. */
function sampled(d: string, sample: () => readonly Point[]): Path {
  let taken: Pick<Path, 'points' | 'lengths'> | undefined;
  const take = (): Pick<Path, 'points' | 'lengths'> => {
    if (!taken) { const points = sample(); taken = { points, lengths: lengthsOf(points) }; }
    return taken;
  };
  return { d, get points() { return take().points; }, get lengths() { return take().lengths; } };
}

function lengthsOf(points: readonly Point[]): readonly number[] {
  const lengths: number[] = [];
  let length = 0;
  let before: Point | undefined;
  for (const point of points) {
    if (before) length += Math.hypot(point.x - before.x, point.y - before.y);
    lengths.push(length);
    before = point;
  }
  return lengths;
}

/** A path through points. */
export function polyline(points: readonly Point[]): Path {
  return sampled(points.map((point, i) => `${i === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join(''), () => points);
}

/** A cubic curve. */
export function curve(from: Point, c1: Point, c2: Point, to: Point): Path {
  const d = `M${round(from.x)} ${round(from.y)}C${round(c1.x)} ${round(c1.y)} ${round(c2.x)} ${round(c2.y)} ${round(to.x)} ${round(to.y)}`;
  return sampled(d, () => Array.from({ length: samples + 1 }, (_, i) => {
    const t = i / samples;
    const u = 1 - t;
    const mix = (a: number, b: number, c: number, e: number): number => u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * e;
    return { x: mix(from.x, c1.x, c2.x, to.x), y: mix(from.y, c1.y, c2.y, to.y) };
  }));
}

/** Two paths end to end. */
export function joined(a: Path, b: Path): Path {
  return sampled(`${a.d}${b.d}`, () => [...a.points, ...b.points]);
}

/** A place on a path and the direction there, in degrees; `share` goes from 0 to 1. */
export function along(path: Path, share: number): Point & { readonly angle: number } {
  const { points, lengths } = path;
  const total = lengths.at(-1) ?? 0;
  const target = Math.max(0, Math.min(1, share)) * total;
  let i = 1;
  while (i < lengths.length - 1 && (lengths[i] ?? 0) < target) i++;
  const a = points[i - 1];
  const b = points[i] ?? a;
  if (!a || !b) return { x: 0, y: 0, angle: 0 };
  const start = lengths[i - 1] ?? 0;
  const span = (lengths[i] ?? start) - start;
  const t = span === 0 ? 0 : (target - start) / span;
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t, angle: (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI };
}

/** The same path the other way. */
export function reversed(path: Path): Path {
  return polyline([...path.points].reverse());
}

/** The point `distance` away from `from` towards `to`. */
export function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

/** The smallest box around boxes. */
export function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, w: Math.max(...boxes.map((box) => box.x + box.w)) - x, h: Math.max(...boxes.map((box) => box.y + box.h)) - y };
}
