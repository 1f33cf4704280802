import type { PodRow } from '../../../protocol/index.ts';
import { isTroubled } from '../../state/queries.ts';
import { drawCells } from './cells.ts';
import type { Point } from '../scene/geometry.ts';
import type { OverlayInput, Target } from './overlay.ts';
import { paintLabel, paintSprite } from './paint.ts';
import { token } from './palette.ts';
import type { Mark } from '../scene/scene.ts';

/** What the picture of what stands still is made from; coordinates on the screen come from `transform`. */
export type StandingInput = Pick<OverlayInput, 'world' | 'scene' | 'transform' | 'size' | 'ratio' | 'muted' | 'selected'>;

/** A mark as it is seen: two that are alike in this are the same picture. */
interface Look extends Point {
  readonly side: number;
  readonly phase: PodRow['phase'];
  readonly isMuted: boolean;
  readonly isSelected: boolean;
  /** The name's last part, where the map is so near that it is told. */
  readonly name: string | undefined;
}

/** Marks as they are seen, each under its place. */
export type Looks = ReadonlyMap<number, Look>;

/** From this zoom on marks have names. */
const namedFrom = 3.4;
/** What a selection's ring takes around a mark, and a name under it. */
const around = { ring: 6, name: 40 } as const;
/** Marks beyond the edge by this much are not painted. */
const beyond = 20;

/** A place on the screen as one number, by quarters of a pixel. */
const placeKey = (x: number, y: number): number => Math.round((x + beyond) * 4) * 65_536 + Math.round((y + beyond) * 4);

/** Pods in trouble stand out. */
function sideOf(mark: Mark, pod: PodRow, zoom: number): number {
  const isBad = isTroubled(pod);
  return Math.max(isBad ? 8 : 3, mark.size * Math.min(zoom, 2) * (isBad ? 1.3 : 1.1));
}

function lookOf({ transform: [left, top, zoom], selected, muted }: StandingInput, mark: Mark, pod: PodRow): Look {
  return {
    x: mark.x * zoom + left, y: mark.y * zoom + top, side: sideOf(mark, pod, zoom),
    phase: pod.phase, isMuted: muted.has(pod.phase), isSelected: selected === mark.id,
    name: zoom >= namedFrom ? pod.name.slice(pod.name.lastIndexOf('-') + 1) : undefined,
  };
}

const isAlike = (a: Look, b: Look): boolean =>
  a.phase === b.phase && a.side === b.side && a.isMuted === b.isMuted && a.isSelected === b.isSelected && a.name === b.name && a.x === b.x && a.y === b.y;

/** How each mark on the screen looks now; what looks as before is the same object as before. */
export function looksOf(input: StandingInput, before: Looks): Looks {
  const { scene, world, size } = input;
  const looks = new Map<number, Look>();
  for (const mark of scene.marks) {
    const pod = world.pods.get(mark.id);
    if (!pod) continue;
    const look = lookOf(input, mark, pod);
    if (look.x < -beyond || look.y < -beyond || look.x > size.w + beyond || look.y > size.h + beyond) continue;
    const key = placeKey(look.x, look.y);
    const known = before.get(key);
    looks.set(key, known && isAlike(known, look) ? known : look);
  }
  return looks;
}

/** The screen is painted again by squares of this side. */
const square = 64;

/** The squares on which a mark lies, by number. */
function* squaresUnder({ x, y, side, name }: Look): Generator<number> {
  const reach = side / 2 + (name === undefined ? around.ring : around.name);
  for (let row = Math.floor((y - reach) / square); row <= Math.floor((y + reach) / square); row++) {
    for (let column = Math.floor((x - reach) / square); column <= Math.floor((x + reach) / square); column++) yield (row + 1) * 1_000 + column + 1;
  }
}

/** The squares in which something looks different, each with all the marks that lie on it. */
export function squaresToPaint(before: Looks, now: Looks): ReadonlyMap<number, readonly Look[]> {
  const squares = new Map<number, Look[]>();
  const note = (looks: Looks, others: Looks): void => {
    for (const [key, look] of looks) if (others.get(key) !== look) for (const id of squaresUnder(look)) squares.set(id, []);
  };
  note(now, before);
  note(before, now);
  if (squares.size > 0) for (const look of now.values()) for (const id of squaresUnder(look)) squares.get(id)?.push(look);
  return squares;
}

/** What of the picture can be pointed at. */
export function standingTargets({ scene, world, transform: [left, top, zoom] }: StandingInput): readonly Target[] {
  const cells = scene.cells.map((cell): Target => ({
    id: world.nodes.get(`object/Node//${cell.node}`)?.id ?? cell.id,
    x: (cell.x + cell.w / 2) * zoom + left, y: (cell.y + cell.h / 2) * zoom + top, r: Math.max(4, (cell.w * zoom) / 2),
  }));
  const marks = scene.marks.flatMap((mark): readonly Target[] => {
    const pod = world.pods.get(mark.id);
    return pod ? [{ id: mark.id, x: mark.x * zoom + left, y: mark.y * zoom + top, r: Math.max(6, sideOf(mark, pod, zoom) / 2) }] : [];
  });
  return [...cells, ...marks];
}

/** The layer of what stands still: cells of nodes and marks of Pods. Where only marks change, only what lies around them is painted again. */
export class StandingLayer {
  private looks: Looks = new Map();

  /** `isNew`: nothing of the last picture can stay, because the map was moved or the canvas is another. */
  paint(context: CanvasRenderingContext2D, input: StandingInput, isNew: boolean): void {
    const before = this.looks;
    this.looks = looksOf(input, before);
    const { ratio, size, scene } = input;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // A square that ends between two pixels of the screen would leave a seam.
    if (isNew || scene.cells.length > 0 || !Number.isInteger(square * ratio)) {
      context.clearRect(0, 0, size.w, size.h);
      drawCells(context, input);
      for (const look of this.looks.values()) drawMark(context, look, ratio);
      return;
    }
    for (const [id, looks] of squaresToPaint(before, this.looks)) {
      context.save();
      context.beginPath();
      context.rect((id % 1_000 - 1) * square, (Math.floor(id / 1_000) - 1) * square, square, square);
      context.clip();
      context.clearRect(0, 0, size.w, size.h);
      for (const look of looks) drawMark(context, look, ratio);
      context.restore();
    }
  }
}

function drawMark(context: CanvasRenderingContext2D, { x, y, side, phase, isMuted, isSelected, name }: Look, ratio: number): void {
  if (side < 4) {
    context.fillStyle = token(phase === 'ready' || phase === 'notReady' ? '--phase-running' : phase === 'crashLoop' ? '--phase-crashloop' : `--phase-${phase}`);
    context.fillRect(x - side / 2, y - side / 2, side, side);
  } else {
    context.globalAlpha = isMuted ? 0.25 : 1;
    paintSprite(context, `phase.${phase}`, { x, y }, side, ratio);
    context.globalAlpha = 1;
  }
  if (name !== undefined) paintLabel(context, name, { x, y: y + side / 2 + 8, colour: token('--text-soft'), align: 'center', font: '11px "JetBrains Mono", monospace' });
  if (!isSelected) return;
  context.strokeStyle = token('--brass-line');
  context.lineWidth = 2;
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, side / 2 + 3, 0, Math.PI * 2);
  context.stroke();
}
