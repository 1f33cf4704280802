import { useMemo, useRef, type CSSProperties } from 'react';
import { machineId, type Machine, type Member } from '../../../../protocol/index.ts';
import { ringTicks } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import { fonts, textWidth } from '../../../graph/text/text.ts';
import { sortedMembers } from '../../../state/queries.ts';
import type { Rows } from '../../../state/world.ts';
import { useWorld } from '../../../state/store.ts';
import { useView } from '../../../state/view.ts';
import { Hub, hubReach } from './hub.tsx';
import { LinkLines, LinkWords } from './link-lines.tsx';
import { linkMarks, placeMark } from './link-marks.ts';
import { MemberDial } from './member-dial.tsx';
import styles from './picture.module.css';
import { MessageHits, RingCanvas } from './ring-canvas.tsx';
import { extentOf } from './ring-labels.ts';
import { layRing, roomScale } from './ring-layout.ts';
import { useSize } from './use-size.ts';
import { DraggedWall, useWallDrag } from './wall-drag.tsx';
import { WallLines } from './wall-lines.tsx';
import { wallsOf, type Cut } from './walls.ts';

/** Where the client's requests come from. */
const clientId = machineId('workstation');

/** The client, in the corner where no member stands. */
function ClientMark({ at: { x, y }, scale }: { readonly at: Point; readonly scale: number }) {
  const say = useWords();
  return (
    <g transform={`translate(${x} ${y})`} aria-hidden="true">
      <rect x={-15 * scale} y={-11 * scale} width={30 * scale} height={20 * scale} rx="4" className="dial-face" />
      <path d={`M${-7 * scale} ${-5 * scale}l${5 * scale} ${4 * scale} ${-5 * scale} ${4 * scale}M${1 * scale} ${4 * scale}h${6 * scale}`} className={styles.prompt} />
      <text y={24 * scale} textAnchor="middle" className="t2 strong w6 halo">{say('raft.tabClient')}</text>
    </g>
  );
}

/** Which members cannot be heard by which. */
function cutsOf(members: readonly Member[], machines: Rows<Machine>): readonly Cut[] {
  return members.flatMap((from) => {
    const cutFrom = machines.get(from.machine)?.cutFrom ?? [];
    return cutFrom.length === 0 ? [] : members.filter((to) => cutFrom.includes(to.machine)).map((to) => ({ from: from.id, to: to.id }));
  });
}

const scaleOf = (scale: number): CSSProperties & { readonly '--scale': number } => ({ '--scale': scale });

/** The members on their ring, what flies between them, what parts them, and the term in the middle. */
export function RaftRing() {
  const say = useWords();
  const members = useWorld((world) => sortedMembers(world.members));
  const raft = useWorld((world) => world.raft);
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const { width, height } = useSize(frame);
  const scale = Math.max(useView((view) => view.presenter) ? 1.5 : 1, roomScale({ width, height }));
  const machines = useWorld((world) => world.machines);
  const layout = useMemo(() => layRing({ width, height, members: members.length, scale }), [width, height, members.length, scale]);
  const ids = members.map(({ id }) => id).join();
  const at = useMemo(() => new Map(ids.split(',').flatMap((id, i) => { const place = layout.places[i]; return place ? [[id, place.at] as const] : []; })), [ids, layout]);
  const hasClient = (raft?.lab?.client.operations.length ?? 0) > 0;
  const client = useMemo(() => ({ x: width - 34 * scale, y: 26 * scale }), [width, scale]);
  const places = useMemo(() => ({ at: hasClient ? new Map([...at, [clientId, client] as const]) : at, rim: layout.dial, centre: layout.centre }), [at, hasClient, client, layout]);
  const cuts = cutsOf(members, machines).map(({ from, to }) => `${from} ${to}`).join();
  const walls = useMemo(() => wallsOf(
    { centre: layout.centre, radius: layout.radius, dial: layout.dial, members: ids.split(',').map((id, i) => ({ id, angle: layout.places[i]?.angle ?? 0 })), words: layout.places.map(({ taken: [, words] }) => words), hub: hubReach(layout, scale) },
    cuts === '' ? [] : cuts.split(',').map((cut) => { const [from = '', to = ''] = cut.split(' '); return { from, to }; }),
  ), [layout, ids, cuts, scale]);
  // Machines come anew with every frame that says something of one: what is drawn changes only when their words do.
  const worse = linkMarks(members, machines, say);
  const worseKey = JSON.stringify(worse);
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const marked = useMemo(() => worse, [worseKey]);
  const placed = useMemo(() => marked.flatMap((mark) => placeMark(mark, textWidth(mark.text, fonts.small) * scale, { at, rim: layout.dial, centre: layout.centre, scale }) ?? []), [marked, at, layout, scale]);
  const marks = useMemo(() => ringTicks({ x: layout.centre.x, y: layout.centre.y, radius: layout.radius - 6, count: 120, length: 4, longLength: 9, long: 10 }), [layout]);
  // Labels of messages keep off the dials with their words, and off the numeral in the middle.
  const taken = useMemo(() => {
    const half = Math.min(60 * scale, layout.radius * 0.3);
    const { x, y } = layout.centre;
    const corner = { left: width - 64 * scale, right: width, top: 0, bottom: 56 * scale };
    const told = placed.map(({ point, words, width: wide }) => extentOf({ at: point, width: wide }, words, scale));
    return [...layout.places.flatMap((place) => place.taken), ...told, ...(hasClient ? [corner] : []), ...(layout.radius > 0 ? [{ left: x - half, right: x + half, top: y - half, bottom: y + Math.min(62 * scale, layout.radius * 0.42) }] : [])];
  }, [layout, scale, width, hasClient, placed]);
  const drag = useWallDrag(svg, members, at);
  const isNotRaft = raft?.lab?.safeguards.some(({ isOn }) => !isOn) ?? false;
  return (
    <div ref={frame} className={styles.frame} data-scaled="" style={scaleOf(scale)}>
      <svg ref={svg} className={styles.svg} width={width} height={height} role="group" aria-label={say('raft.ring')} data-testid="raft-ring" onPointerDown={drag.onPointerDown}>
        {members.length > 1 && <rect width={width} height={height} className={styles.ground} />}
        {layout.radius > 0 && (
          <>
            <circle cx={layout.centre.x} cy={layout.centre.y} r={layout.radius} className={isNotRaft ? styles.brokenCircle : styles.circle} />
            <path d={marks} className="engrave" />
            <LinkLines at={at} marks={marked} />
            <WallLines walls={walls} at={at} rim={layout.dial} />
            <LinkWords marks={placed} />
            <Hub layout={layout} members={members} raft={raft} scale={scale} isNotRaft={isNotRaft} />
          </>
        )}
        {members.map((member, i) => {
          const place = layout.places[i];
          return place && <MemberDial key={member.id} member={member} place={place} dial={layout.dial} wordiness={layout.wordiness} scale={scale} />;
        })}
        {hasClient && <ClientMark at={client} scale={scale} />}
        <MessageHits places={places} walls={walls} scale={scale} />
        {drag.line && <DraggedWall line={drag.line} members={members} at={at} scale={scale} />}
      </svg>
      <RingCanvas width={width} height={height} places={places} walls={walls} taken={taken} scale={scale} />
    </div>
  );
}
