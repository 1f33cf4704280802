import type { LostMessage } from '../../../../protocol/index.ts';
import { classOf, colourOf, glyphOf, points } from '../../../graph/canvas/messages.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import type { Extent } from '../../../graph/canvas/labels.ts';
import { paintGlyph, paintLabel } from '../../../graph/canvas/paint.ts';
import { token } from '../../../graph/canvas/palette.ts';
import { textWidth } from '../../../graph/text/text.ts';
import type { Words } from '../../../i18n/use-words.ts';
import { placeOf, type Flight } from './flights.ts';
import { raftLabel } from './message-words.ts';
import { placeLabels } from './ring-labels.ts';
import { pointAt, type Way } from './ring-way.ts';

/** A message that died, and where. */
export interface Death { readonly message: LostMessage; readonly way: Way; readonly share: number; readonly out: Point }

/** Everything that travels on the ring, at one moment. */
export interface RingMoment {
  readonly flights: readonly Flight[];
  readonly deaths: readonly Death[];
  readonly nowMs: number;
  /** Time stands, or goes so slowly that each message can be followed: ways and arrows are drawn. */
  readonly isSlow: boolean;
  readonly isStill: boolean;
  readonly scale: number;
  /** What labels keep off. */
  readonly taken: readonly Extent[];
  readonly say: Words;
}

/** With more messages in view labels go first, then heartbeats get smaller, never the frame rate. */
const mostLabelled = 60;

const termToken = (term: number | undefined): string => token(`--term-${((Math.max(1, term ?? 1) - 1) % 8) + 1}`);

/** Draws what travels, in the canvas' own pixels. */
export function paintRing(context: CanvasRenderingContext2D, moment: RingMoment): void {
  const { flights, deaths, nowMs, isSlow, isStill, scale } = moment;
  const isCrowded = flights.length > mostLabelled;
  const placed = flights.map((flight) => ({ flight, at: placeOf(flight, nowMs, isStill) }));
  if (isSlow && !isCrowded) for (const { flight, at } of placed) paintWay(context, flight.way[0], at, flight.message.kind, scale);
  for (const { message, way, share } of deaths) paintWay(context, way[0], pointAt(way, share), message.kind, scale);
  for (const { flight, at } of placed) paintFlight(context, flight, at, { scale, withArrow: isSlow && !isCrowded, isCrowded });
  for (const { way, share } of deaths) paintGlyph(context, 'message.lost', { ...pointAt(way, share), size: 24 * scale });
  if (!isCrowded) paintWords(context, moment, placed);
}

function paintWay(context: CanvasRenderingContext2D, from: Point, to: Point, kind: Flight['message']['kind'], scale: number): void {
  const group = classOf(kind);
  if (group === 'heartbeat') return;
  context.strokeStyle = token(colourOf(kind));
  context.lineWidth = (group === 'vote' ? 2 : 1.5) * scale;
  context.setLineDash(kind.startsWith('pre') ? [3 * scale, 4 * scale] : []);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
  context.setLineDash([]);
}

function paintFlight(context: CanvasRenderingContext2D, { message, way: [from, to] }: Flight, at: Point, how: { readonly scale: number; readonly withArrow: boolean; readonly isCrowded: boolean }): void {
  const { kind, term, heldMs } = message;
  const { scale, withArrow, isCrowded } = how;
  const radians = Math.atan2(to.y - from.y, to.x - from.x);
  const group = classOf(kind);
  const size = (group === 'vote' ? 22 : group === 'heartbeat' ? 14 : 18) * scale * (isCrowded ? 0.7 : 1);
  if (withArrow) paintArrow(context, at, radians, size, token(colourOf(kind)));
  if (heldMs !== undefined) {
    context.strokeStyle = token('--text-strong');
    context.lineWidth = 1.5 * scale;
    context.setLineDash([2 * scale, 3 * scale]);
    context.beginPath();
    context.arc(at.x, at.y, size * 0.5 + 5 * scale, 0, 2 * Math.PI);
    context.stroke();
    context.setLineDash([]);
  }
  paintGlyph(context, glyphOf(kind), { ...at, size, term: termToken(term), ...(points(kind) ? { angle: (radians * 180) / Math.PI } : {}) });
}

/** A small arrow before a message: where it goes. */
function paintArrow(context: CanvasRenderingContext2D, at: Point, radians: number, size: number, colour: string): void {
  context.save();
  context.translate(at.x, at.y);
  context.rotate(radians);
  context.fillStyle = colour;
  const tip = size * 0.98;
  context.beginPath();
  context.moveTo(size * 0.55, -size * 0.2);
  context.lineTo(tip, 0);
  context.lineTo(size * 0.55, size * 0.2);
  context.fill();
  context.restore();
}

/** Labels of messages and of deaths; none lies on another, nor on what is taken. */
function paintWords(context: CanvasRenderingContext2D, { flights, deaths, scale, taken, say }: RingMoment, placed: readonly { readonly flight: Flight; readonly at: Point }[]): void {
  const font = `600 ${12 * scale}px Inter, sans-serif`;
  const words = new Map<string, { readonly text: string; readonly colour: string; readonly at: Point }>();
  for (const { message, way, share } of deaths) words.set(message.id, { text: say('map.lost'), colour: token('--message-lost'), at: pointAt(way, share) });
  for (const { flight: { message }, at } of placed) words.set(message.id, { text: raftLabel(message, say), colour: token(colourOf(message.kind)), at });
  const outs = new Map([...deaths, ...flights].map(({ message, out }) => [message.id, out]));
  const labels = [...words].flatMap(([id, { text, at }]) => (text === '' ? [] : [{ id, at, out: outs.get(id) ?? { x: 1, y: 0 }, width: textWidth(text, font) }]));
  for (const [id, place] of placeLabels(labels, taken, scale)) {
    const word = words.get(id);
    if (!word) continue;
    const align = place.anchor === 'start' ? 'left' : place.anchor === 'end' ? 'right' : 'center';
    paintLabel(context, word.text, { x: word.at.x + place.x, y: word.at.y + place.y - 4 * scale, align, colour: word.colour, font });
  }
}
