import { useRef } from 'react';
import type { LostMessage } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { reacts, useSelected } from '../../../graph/nodes/interact.ts';
import type { Extent } from '../../../graph/canvas/labels.ts';
import { prefersStill, useFrame } from '../../../state/frames.ts';
import { useWorld } from '../../../state/store.ts';
import { useView } from '../../../state/view.ts';
import type { Rows, World } from '../../../state/world.ts';
import { flightsOf, placeOf, type Flight, type RingPlaces } from './flights.ts';
import { messageName } from './message-words.ts';
import { paintRing, type Death } from './paint-ring.ts';
import styles from './picture.module.css';
import { outOf } from './ring-labels.ts';
import { ringWay } from './ring-way.ts';
import { stoppedAt, type Walls } from './walls.ts';

/** Messages a second below which each is followed with its way. */
const slowRate = 4;

const isSlow = ({ clock }: World): boolean => !clock?.running || clock.messagesPerSecond < slowRate;

/** Where messages died: on the wall that stopped them, when one did. */
function deathsOf(lost: Rows<LostMessage>, { at, rim, centre }: RingPlaces, walls: Walls): readonly Death[] {
  return [...lost.values()].flatMap((message): readonly Death[] => {
    const way = ringWay(at, message.from, message.to, rim);
    if (!way) return [];
    const isCut = 'say' in message.reason && (message.reason.say === 'lost.cut' || message.reason.say === 'lost.partition');
    const share = isCut ? stoppedAt(walls, message, way) ?? 0.6 : message.at;
    return [{ message, way, share, out: outOf(centre, way) }];
  });
}

/** Everything that travels on the ring, on a canvas over it: as many as there are, at the speed of the screen. */
export function RingCanvas({ width, height, places, walls, taken, scale }: {
  readonly width: number; readonly height: number; readonly places: RingPlaces; readonly walls: Walls; readonly taken: readonly Extent[]; readonly scale: number;
}) {
  const say = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<readonly unknown[]>([]);
  const last = useRef<{ readonly of: readonly unknown[]; readonly flights: readonly Flight[]; readonly deaths: readonly Death[] }>({ of: [], flights: [], deaths: [] });
  useFrame((nowMs) => {
    const world = useWorld.getState();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const of = [world.messages, world.lost, places, walls];
    const inputs = [...of, world.messages.size + world.lost.size > 0 ? nowMs : 0, isSlow(world), ratio, width, height, say, useView.getState().theme, taken];
    if (inputs.every((value, i) => value === drawn.current[i])) return;
    drawn.current = inputs;
    if (of.some((value, i) => value !== last.current.of[i])) last.current = { of, flights: flightsOf(world.messages, places, walls), deaths: deathsOf(world.lost, places, walls) };
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    if (canvas.current.width !== Math.round(width * ratio)) canvas.current.width = Math.round(width * ratio);
    if (canvas.current.height !== Math.round(height * ratio)) canvas.current.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paintRing(context, { flights: last.current.flights, deaths: last.current.deaths, nowMs, isSlow: isSlow(world), isStill: prefersStill(), scale, taken, say });
  });
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} aria-hidden="true" />;
}

function Hit({ flight, nowMs, scale }: { readonly flight: Flight; readonly nowMs: number; readonly scale: number }) {
  const say = useWords();
  const { message } = flight;
  const selected = useSelected(message.id);
  const { x, y } = placeOf(flight, nowMs, prefersStill());
  return (
    <g transform={`translate(${x} ${y})`} className={styles.hit} data-kind={message.kind} {...reacts(message.id, messageName(message, say))}>
      <circle r={14 * scale} />
      {selected && <circle className="ring-sel" r={16 * scale} />}
    </g>
  );
}

/** What can be pointed at while time stands: each message where it is. */
export function MessageHits({ places, walls, scale }: { readonly places: RingPlaces; readonly walls: Walls; readonly scale: number }) {
  const nowMs = useWorld(({ clock }) => (clock && !clock.running ? clock.nowMs : undefined));
  const messages = useWorld((world) => (world.clock?.running === false ? world.messages : undefined));
  if (nowMs === undefined || !messages) return null;
  return <>{flightsOf(messages, places, walls).map((flight) => <Hit key={flight.message.id} flight={flight} nowMs={nowMs} scale={scale} />)}</>;
}
