import type { EntityId, Message, Pace } from '../../protocol/index.ts';
import { podTitle } from '../state/queries.ts';
import type { World } from '../state/world.ts';
import { nodeStatus } from './nodes-worker.tsx';
import { glyphOf, classOf, colourOf, points } from './messages.ts';
import { layLabels, placesBeside, type WantedLabel } from './labels.ts';
import { obstaclesOf } from './obstacles.ts';
import { paintGlyph, paintLabel, paintSprite } from './paint.ts';
import { token } from './palette.ts';
import { pathBetween, placeAt, type Scene } from './scene.ts';
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

/** Begins a layer: cleared, in screen coordinates. */
function begin(context: CanvasRenderingContext2D, { size, ratio }: OverlayInput): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.w, size.h);
}

function toScreenOf({ transform: [x, y, zoom] }: OverlayInput): ToScreen {
  return (point) => ({ x: point.x * zoom + x, y: point.y * zoom + y });
}

/** Draws what stands still: cells of nodes and marks of Pods. Gives back what can be pointed at. */
export function drawStanding(context: CanvasRenderingContext2D, input: OverlayInput): readonly Target[] {
  begin(context, input);
  const targets: Target[] = [];
  drawCells(context, input, toScreenOf(input), targets);
  drawMarks(context, input, toScreenOf(input), targets);
  return targets;
}

/** Draws what travels. Gives back what can be pointed at. */
export function drawMoving(context: CanvasRenderingContext2D, input: OverlayInput): readonly Target[] {
  begin(context, input);
  const targets: Target[] = [];
  drawSlides(context, input, toScreenOf(input));
  drawMessages(context, input, toScreenOf(input), targets);
  return targets;
}

type ToScreen = (point: { readonly x: number; readonly y: number }) => { x: number; y: number };

/** Cells narrower than this have no outline, and do not tell whether there are Pods. */
const outlinedCell = 8;

function drawCells(context: CanvasRenderingContext2D, { scene, world, transform: [, , zoom], selected }: OverlayInput, toScreen: ToScreen, targets: Target[]): void {
  const outlines: { readonly colour: string; readonly dash: readonly number[]; readonly width: number; readonly x: number; readonly y: number; readonly w: number; readonly h: number }[] = [];
  for (const cell of scene.cells) {
    const { x, y } = toScreen(cell);
    const node = world.nodes.get(`object/Node//${cell.node}`);
    const w = cell.w * zoom;
    const h = cell.h * zoom;
    const share = node && node.cpu.allocatable > 0 ? Math.min(1, node.cpu.requested / node.cpu.allocatable) : 0;
    context.fillStyle = token(w < outlinedCell ? '--line-faint' : '--surface-machine');
    context.fillRect(x, y, w, h);
    context.fillStyle = token('--line-engraved');
    context.fillRect(x, y + h * (1 - share), w, h * share);
    if (w >= outlinedCell) {
      context.strokeStyle = token('--line');
      context.setLineDash([]);
      context.lineWidth = 1;
      context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(w) - 1, Math.round(h) - 1);
      if (node && node.pods.requested > 0) {
        context.fillStyle = token('--phase-running');
        context.fillRect(x + w / 2 - 1.5, y + h / 2 - 1.5, 3, 3);
      }
    }
    if (node && nodeStatus(node) !== 'Ready') outlines.push({ colour: token('--bad'), dash: [2, 2], width: 1, x: x - 0.5, y: y - 0.5, w: w + 1, h: h + 1 });
    if (selected === node?.id) outlines.push({ colour: token('--brass-line'), dash: [], width: 2, x: x - 2, y: y - 2, w: w + 4, h: h + 4 });
    targets.push({ id: node?.id ?? cell.id, x: x + w / 2, y: y + h / 2, r: Math.max(4, w / 2) });
  }
  // Over all the cells, so that no neighbour covers them.
  for (const { colour, dash, width, x, y, w, h } of outlines) {
    context.strokeStyle = colour;
    context.setLineDash([...dash]);
    context.lineWidth = width;
    context.strokeRect(x, y, w, h);
  }
}

function drawMarks(context: CanvasRenderingContext2D, { scene, world, transform: [, , zoom], size, selected, muted, ratio }: OverlayInput, toScreen: ToScreen, targets: Target[]): void {
  for (const mark of scene.marks) {
    const pod = world.pods.get(mark.id);
    if (!pod) continue;
    const at = toScreen(mark);
    if (at.x < -20 || at.y < -20 || at.x > size.w + 20 || at.y > size.h + 20) continue;
    const troubled = pod.phase === 'failed' || pod.phase === 'crashLoop';
    const side = Math.max(troubled ? 8 : 3, mark.size * Math.min(zoom, 2) * (troubled ? 1.3 : 1.1));
    if (side < 4) {
      context.fillStyle = token(pod.phase === 'ready' || pod.phase === 'notReady' ? '--phase-running' : pod.phase === 'crashLoop' ? '--phase-crashloop' : `--phase-${pod.phase}`);
      context.fillRect(at.x - side / 2, at.y - side / 2, side, side);
    } else {
      context.globalAlpha = muted.has(pod.phase) ? 0.25 : 1;
      paintSprite(context, `phase.${pod.phase}`, at, side, ratio);
      context.globalAlpha = 1;
    }
    if (zoom >= 3.4) paintLabel(context, pod.name.slice(pod.name.lastIndexOf('-') + 1), { x: at.x, y: at.y + side / 2 + 8, colour: token('--text-soft'), align: 'center', font: '11px "JetBrains Mono", monospace' });
    if (selected === mark.id) { context.strokeStyle = token('--brass-line'); context.lineWidth = 2; context.setLineDash([]); context.beginPath(); context.arc(at.x, at.y, side / 2 + 3, 0, Math.PI * 2); context.stroke(); }
    targets.push({ id: mark.id, ...at, r: Math.max(6, side / 2) });
  }
}

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
  const quiet = world.messages.size > mostLabels || isTooFast(world.clock?.pace);
  let drawn = 0;
  for (const message of world.messages.values()) {
    const group = classOf(message.kind);
    if (muted.has(group) || (quiet && group === 'heartbeat') || drawn > mostMessages) continue;
    const path = pathBetween(scene, message.from, message.to);
    if (!path) continue;
    drawn++;
    const place = still && message.heldMs === undefined ? placeAt(path, { sentMs: 0, arrivesMs: 1 }, 0.5) : placeAt(path, message, nowMs);
    const at = toScreen(place);
    if (message.heldMs !== undefined) ringAround(context, at, glyphSize * 0.75, token('--text-strong'), [2, 2]);
    paintGlyph(context, glyphOf(message.kind), { ...at, size: glyphSize, ...(points(message.kind) ? { angle: place.angle } : {}), ...termOf(message) });
    targets.push({ id: message.id, ...at, r: glyphSize * 0.7 });
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
  for (const label of layLabels([...labels.values()], (text, { font: face }) => { context.font = face; return context.measureText(text).width; }, obstacles)) paintLabel(context, label.text, label);
  for (const lost of world.lost.values()) {
    if (muted.has(classOf(lost.kind))) continue;
    const path = pathBetween(scene, lost.from, lost.to);
    if (!path) continue;
    const at = toScreen(placeAt(path, { sentMs: 0, arrivesMs: 1 }, lost.at));
    paintGlyph(context, 'message.lost', { ...at, size: glyphSize * 1.2 });
    targets.push({ id: lost.id, ...at, r: glyphSize * 0.8 });
  }
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
