import type { EntityId, Message, Pace } from '../../../protocol/index.ts';
import { podTitle } from '../../state/queries.ts';
import type { World } from '../../state/world.ts';
import { glyphOf, classOf, colourOf, points } from './messages.ts';
import { layLabels, placesBeside, type WantedLabel } from './labels.ts';
import { obstaclesOf } from './obstacles.ts';
import { paintGlyph, paintLabel } from './paint.ts';
import { token } from './palette.ts';
import type { Box } from '../scene/geometry.ts';
import { pathBetween, placeAt, wayBetween, type Scene } from '../scene/scene.ts';
import { slideAt, type Slide } from './slides.ts';

/** What one picture of the overlay is made from. */
export interface OverlayInput {
  readonly world: World;
  readonly scene: Scene;
  readonly nowMs: number;
  /** x, y and zoom of the map. */
  readonly transform: readonly [number, number, number];
  readonly size: { readonly w: number; readonly h: number };
  readonly ratio: number;
  readonly muted: ReadonlySet<string>;
  readonly selected: EntityId | undefined;
  readonly hovered: EntityId | undefined;
  readonly still: boolean;
  readonly presenter: boolean;
  readonly slides: readonly Slide[];
  /** The page's own time, for what slides. */
  readonly pageMs: number;
}

/** Something that was drawn and can be pointed at, in screen coordinates. */
export interface Target { readonly id: EntityId; readonly x: number; readonly y: number; readonly r: number }

const mostLabels = 60;
const mostMessages = 400;

function toScreenOf({ transform: [x, y, zoom] }: OverlayInput): ToScreen {
  return (point) => ({ x: point.x * zoom + x, y: point.y * zoom + y });
}

/** Draws what travels. Gives back what can be pointed at. */
export function drawMoving(context: CanvasRenderingContext2D, input: OverlayInput): readonly Target[] {
  const { size, ratio } = input;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.w, size.h);
  const targets: Target[] = [];
  drawSlides(context, input, toScreenOf(input));
  drawMessages(context, input, toScreenOf(input), targets);
  return targets;
}

type ToScreen = (point: { readonly x: number; readonly y: number }) => { x: number; y: number };

function drawSlides(context: CanvasRenderingContext2D, { slides, pageMs, world, transform: [, , zoom] }: OverlayInput, toScreen: ToScreen): void {
  for (const slide of slides) {
    const box = slideAt(slide, pageMs);
    const pod = world.pods.get(slide.pod);
    if (!box || !pod) continue;
    const at = toScreen(box);
    context.fillStyle = token('--surface-machine');
    context.strokeStyle = token('--phase-pending');
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.roundRect(at.x, at.y, box.w * zoom, box.h * zoom, 5 * zoom);
    context.fill();
    context.stroke();
    paintGlyph(context, `phase.${pod.phase}`, { x: at.x + Math.min(15, box.w / 2) * zoom, y: at.y + (box.h / 2) * zoom, size: 16 * zoom });
    if (box.w > 60) {
      context.font = `600 ${12 * zoom}px Inter, sans-serif`;
      context.textAlign = 'left';
      context.textBaseline = 'middle';
      context.fillStyle = token('--text-strong');
      context.fillText(podTitle(pod).title, at.x + 28 * zoom, at.y + (box.h / 2) * zoom);
    }
  }
}

/** Whether no message stays long enough to be read. */
const isTooFast = (pace: Pace | undefined): boolean => pace?.mode === 'max' || (pace?.mode === 'event' && pace.rate > 60);

function drawMessages(context: CanvasRenderingContext2D, input: OverlayInput, toScreen: ToScreen, targets: Target[]): void {
  const { world, scene, nowMs, muted, transform: [, , zoom], selected, hovered, still } = input;
  const glyphSize = 16 * Math.max(0.8, Math.min(1.5, zoom));
  // From ten metres eighteen pixels can be read.
  const letters = input.presenter ? 18 : 11 * Math.max(1, Math.min(1.35, zoom));
  const font = `${letters}px "JetBrains Mono", monospace`;
  const labels = new Map<string, WantedLabel>();
  const glyphs: Box[] = [];
  const half = glyphSize * 0.36;
  const quiet = world.messages.size > mostLabels || isTooFast(world.clock?.pace);
  const trails = new Set<string>();
  let drawn = 0;
  for (const message of world.messages.values()) {
    const group = classOf(message.kind);
    if (muted.has(group) || (quiet && group === 'heartbeat') || drawn > mostMessages) continue;
    const way = wayBetween(scene, message.from, message.to);
    if (!way) continue;
    const { path } = way;
    if (!way.isDrawn && group === 'traffic' && !quiet && !trails.has(path.d)) {
      trails.add(path.d);
      drawTrail(context, path.d, input);
    }
    drawn++;
    const place = still && message.heldMs === undefined ? placeAt(path, { sentMs: 0, arrivesMs: 1 }, 0.5) : placeAt(path, message, nowMs);
    const at = toScreen(place);
    if (message.heldMs !== undefined) ringAround(context, at, glyphSize * 0.75, token('--text-strong'), [2, 2]);
    paintGlyph(context, glyphOf(message.kind), { ...at, size: glyphSize, ...(points(message.kind) ? { angle: place.angle } : {}), ...termOf(message) });
    targets.push({ id: message.id, ...at, r: glyphSize * 0.7 });
    glyphs.push({ x: at.x - half, y: at.y - half, w: 2 * half, h: 2 * half });
    if (message.id === selected) ringAround(context, at, glyphSize * 0.75 + 3, token('--brass-line'), []);
    if (message.label === '' || zoom <= 0.55 || (scene.bounds.w < 500 && group === 'append')) continue;
    const isPointedAt = message.id === hovered || message.id === selected;
    if (quiet && !isPointedAt) continue;
    // One label for an edge and kind at a time; what else goes the same way is counted.
    const key = `${path.d}>${message.kind}`;
    const before = labels.get(key);
    if (before) before.count++;
    if (before && !isPointedAt) continue;
    const ring = scene.ring && !plain.has(group) ? toScreen(scene.ring) : undefined;
    const [own, ...elsewhere] = placesBeside(at, { angle: place.angle, atEdge: at.x > input.size.w - 90, ring, letters });
    labels.set(key, { text: message.label, ...own, elsewhere, colour: token(colourOf(message.kind)), font, count: before?.count ?? 1, isPointedAt });
  }
  const obstacles = obstaclesOf(scene).map((box) => ({ ...toScreen(box), w: box.w * zoom, h: box.h * zoom }));
  for (const label of layLabels([...labels.values()], (text, { font: face }) => { context.font = face; return context.measureText(text).width; }, [...obstacles, ...glyphs])) paintLabel(context, label.text, label);
  for (const lost of world.lost.values()) {
    if (muted.has(classOf(lost.kind))) continue;
    const path = pathBetween(scene, lost.from, lost.to);
    if (!path) continue;
    const at = toScreen(placeAt(path, { sentMs: 0, arrivesMs: 1 }, lost.at));
    paintGlyph(context, 'message.lost', { ...at, size: glyphSize * 1.2 });
    targets.push({ id: lost.id, ...at, r: glyphSize * 0.8 });
  }
}

/** The way of what travels where the map has no line: there while it is travelled. */
function drawTrail(context: CanvasRenderingContext2D, d: string, { transform: [x, y, zoom], ratio }: OverlayInput): void {
  context.save();
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  context.strokeStyle = token('--line-engraved');
  context.lineWidth = 1.25;
  context.setLineDash([1.5, 4]);
  context.stroke(new Path2D(d));
  context.restore();
}

function termOf(message: Message): { readonly term?: string } {
  return message.term === undefined ? {} : { term: token(`--term-${((Math.max(1, message.term) - 1) % 8) + 1}`) };
}

function ringAround(context: CanvasRenderingContext2D, at: { readonly x: number; readonly y: number }, radius: number, colour: string, dash: readonly number[]): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash([...dash]);
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, Math.PI * 2);
  context.stroke();
}

/** Kinds whose labels keep to their way; those of Raft turn away from the middle of the ring. */
const plain: ReadonlySet<string> = new Set(['request', 'response', 'watch', 'traffic']);
