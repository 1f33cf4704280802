import { useMemo, useRef } from 'react';
import type { Machine, Member } from '../../../../protocol/index.ts';
import { ringTicks } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { sortedMembers } from '../../../state/queries.ts';
import type { Rows } from '../../../state/world.ts';
import { useWorld } from '../../../state/store.ts';
import { useView } from '../../../state/view.ts';
import { Hub } from './hub.tsx';
import { LinkLines } from './link-lines.tsx';
import { MemberDial } from './member-dial.tsx';
import styles from './picture.module.css';
import { MessageHits, RingCanvas } from './ring-canvas.tsx';
import { layRing } from './ring-layout.ts';
import { useSize } from './use-size.ts';
import { DraggedWall, useWallDrag } from './wall-drag.tsx';
import { WallLines } from './wall-lines.tsx';
import { wallsOf, type Cut } from './walls.ts';

/** Which members cannot be heard by which. */
function cutsOf(members: readonly Member[], machines: Rows<Machine>): readonly Cut[] {
  return members.flatMap((from) => {
    const cutFrom = machines.get(from.machine)?.cutFrom ?? [];
    return cutFrom.length === 0 ? [] : members.filter((to) => cutFrom.includes(to.machine)).map((to) => ({ from: from.id, to: to.id }));
  });
}

/** The members on their ring, what flies between them, what parts them, and the term in the middle. */
export function RaftRing() {
  const say = useWords();
  const members = useWorld((world) => sortedMembers(world.members));
  const raft = useWorld((world) => world.raft);
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const { width, height } = useSize(frame);
  const scale = useView((view) => view.presenter) ? 1.5 : 1;
  const machines = useWorld((world) => world.machines);
  const layout = useMemo(() => layRing({ width, height, members: members.length, scale }), [width, height, members.length, scale]);
  const ids = members.map(({ id }) => id).join();
  const places = useMemo(() => ({ at: new Map(ids.split(',').flatMap((id, i) => { const place = layout.places[i]; return place ? [[id, place.at] as const] : []; })), rim: layout.dial, centre: layout.centre }), [ids, layout]);
  const cuts = cutsOf(members, machines).map(({ from, to }) => `${from} ${to}`).join();
  const walls = useMemo(() => wallsOf(
    { centre: layout.centre, radius: layout.radius, dial: layout.dial, members: ids.split(',').map((id, i) => ({ id, angle: layout.places[i]?.angle ?? 0 })) },
    cuts === '' ? [] : cuts.split(',').map((cut) => { const [from = '', to = ''] = cut.split(' '); return { from, to }; }),
  ), [layout, ids, cuts]);
  const marks = useMemo(() => ringTicks({ x: layout.centre.x, y: layout.centre.y, radius: layout.radius - 6, count: 120, length: 4, longLength: 9, long: 10 }), [layout]);
  // Labels of messages keep off the dials with their words, and off the numeral in the middle.
  const taken = useMemo(() => {
    const half = Math.min(60 * scale, layout.radius * 0.3);
    const { x, y } = layout.centre;
    return [...layout.places.flatMap((place) => place.taken), ...(layout.radius > 0 ? [{ left: x - half, right: x + half, top: y - half, bottom: y + half }] : [])];
  }, [layout, scale]);
  const drag = useWallDrag(svg, members, places.at);
  const isNotRaft = raft?.lab?.safeguards.some(({ isOn }) => !isOn) ?? false;
  return (
    <div ref={frame} className={styles.frame}>
      <svg ref={svg} className={styles.svg} width={width} height={height} role="group" aria-label={say('raft.ring')} data-testid="raft-ring" onPointerDown={drag.onPointerDown}>
        {members.length > 1 && <rect width={width} height={height} className={styles.ground} />}
        {layout.radius > 0 && (
          <>
            <circle cx={layout.centre.x} cy={layout.centre.y} r={layout.radius} className={isNotRaft ? styles.brokenCircle : styles.circle} />
            <path d={marks} className="engrave" />
            <LinkLines at={places.at} />
            <WallLines walls={walls} at={places.at} rim={layout.dial} />
            <Hub layout={layout} members={members} raft={raft} scale={scale} isNotRaft={isNotRaft} />
          </>
        )}
        {members.map((member, i) => {
          const place = layout.places[i];
          return place && <MemberDial key={member.id} member={member} place={place} dial={layout.dial} wordiness={layout.wordiness} scale={scale} />;
        })}
        <MessageHits places={places} scale={scale} />
        {drag.line && <DraggedWall line={drag.line} members={members} at={places.at} scale={scale} />}
      </svg>
      <RingCanvas width={width} height={height} places={places} walls={walls} taken={taken} scale={scale} />
    </div>
  );
}
