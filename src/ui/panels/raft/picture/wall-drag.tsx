import { useState, type PointerEvent, type RefObject } from 'react';
import type { Member } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import { send } from '../../../state/link.ts';
import styles from './picture.module.css';
import { sidesOf } from './walls.ts';

/** Shorter strokes are clicks that slipped. */
const shortestPx = 60;

type Line = readonly [Point, Point];

/** What a wall that is being drawn across the ring needs to know. */
export interface WallDrag {
  readonly line: Line | undefined;
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void;
}

/** Draws a wall by dragging over the ring's ground; when it parts the members, the world is parted so. */
export function useWallDrag(svg: RefObject<SVGSVGElement | null>, members: readonly Member[], at: ReadonlyMap<string, Point>): WallDrag {
  const [line, setLine] = useState<Line>();
  const onPointerDown = (event: PointerEvent<SVGElement>): void => {
    if (event.button !== 0 || !svg.current || members.length < 2 || (event.target instanceof Element && event.target.closest('[data-entity], [data-wall]'))) return;
    const box = svg.current.getBoundingClientRect();
    const point = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => ({ x: clientX - box.left, y: clientY - box.top });
    const from = point(event);
    const moved = (move: globalThis.PointerEvent): void => setLine([from, point(move)]);
    const ended = (up: globalThis.PointerEvent): void => {
      stop();
      const [one, other] = partedBy([from, point(up)], members, at);
      if (one.length > 0 && other.length > 0) send({ type: 'fault', fault: { fault: 'partition', sides: [one, other].map((side) => side.map(({ machine }) => machine)) } });
    };
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key !== 'Escape') return;
      pressed.stopPropagation();
      stop();
    };
    const stop = (): void => {
      setLine(undefined);
      window.removeEventListener('pointermove', moved);
      window.removeEventListener('pointerup', ended);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('keydown', key, true);
    };
    window.addEventListener('pointermove', moved);
    window.addEventListener('pointerup', ended);
    window.addEventListener('pointercancel', stop);
    window.addEventListener('keydown', key, true);
  };
  return { line, onPointerDown };
}

/** Whom a stroke parts; nobody when it is too short. */
function partedBy(line: Line, members: readonly Member[], at: ReadonlyMap<string, Point>): readonly [readonly Member[], readonly Member[]] {
  const [from, to] = line;
  if (Math.hypot(to.x - from.x, to.y - from.y) < shortestPx) return [[], []];
  const placed = members.flatMap((member) => { const point = at.get(member.id); return point ? [{ id: member.id, at: point }] : []; });
  const [one, other] = sidesOf(line, placed);
  return [members.filter(({ id }) => one.includes(id)), members.filter(({ id }) => other.includes(id))];
}

/** The wall that is being drawn, and whom it would part. */
export function DraggedWall({ line, members, at, scale }: { readonly line: Line; readonly members: readonly Member[]; readonly at: ReadonlyMap<string, Point>; readonly scale: number }) {
  const say = useWords();
  const [from, to] = line;
  const sides = partedBy(line, members, at);
  const parts = sides.every((side) => side.length > 0);
  const text = parts ? sides.map((side) => side.map(({ name }) => name).join(', ')).join('  |  ') : say('raft.wallHint');
  return (
    <g aria-hidden="true">
      <path d={`M${from.x} ${from.y}L${to.x} ${to.y}`} className={parts ? styles.drawnWall : styles.drawnLine} />
      <text x={(from.x + to.x) / 2} y={(from.y + to.y) / 2 - 14 * scale} textAnchor="middle" className="t4 w6 halo strong">{text}</text>
    </g>
  );
}
