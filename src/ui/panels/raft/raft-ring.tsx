import { useMemo, useRef } from 'react';
import type { Member, RaftSummary } from '../../../protocol/index.ts';
import { ringTicks } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Point } from '../../graph/geometry.ts';
import { useWorld } from '../../state/store.ts';
import { MemberDial } from './member-dial.tsx';
import { RingMessages } from './ring-messages.tsx';
import styles from './raft.module.css';

const centre: Point = { x: 310, y: 292 };
/** A dial's own rim; where few stand on the ring they are drawn larger. */
const rim = 58;
const largeness = (members: number): number => (members <= 3 ? 1.3 : members <= 5 ? 1.08 : 1);

/** Places on the big ring: the first member stands upper left of the top, as the numbers run clockwise. */
function ringPlaces(members: readonly Member[]): ReadonlyMap<string, Point> {
  const radius = members.length <= 1 ? 0 : 224 - (members.length <= 3 ? 24 : 0);
  const first = Math.max(0, members.findIndex((member) => member.role === 'leader' || member.role === 'candidate' || member.role === 'precandidate'));
  return new Map(members.map((member, i) => {
    const angle = (((i - first + members.length) % members.length) / Math.max(1, members.length)) * 2 * Math.PI;
    return [member.id, { x: centre.x + radius * Math.sin(angle), y: centre.y - radius * Math.cos(angle) }];
  }));
}

/** A wall on each pair of members that cannot speak to each other. */
function Walls({ members, places }: { readonly members: readonly Member[]; readonly places: ReadonlyMap<string, Point> }) {
  const machines = useWorld((world) => world.machines);
  const walls = members.flatMap((a, i) => members.slice(i + 1).filter((b) => machines.get(a.machine)?.cutFrom.includes(b.machine)).map((b) => [a, b] as const));
  return (
    <>
      {walls.map(([a, b]) => {
        const from = places.get(a.id);
        const to = places.get(b.id);
        if (!from || !to) return null;
        const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
        const across = Math.atan2(to.y - from.y, to.x - from.x) + Math.PI / 2;
        return <path key={`${a.id}${b.id}`} className={styles.cutline} d={`M${middle.x - Math.cos(across) * 26} ${middle.y - Math.sin(across) * 26}L${middle.x + Math.cos(across) * 26} ${middle.y + Math.sin(across) * 26}`} />;
      })}
    </>
  );
}

/** The members on their ring, what flies between them, and the term in the middle. */
export function RaftRing({ members, raft }: { readonly members: readonly Member[]; readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  const svg = useRef<SVGSVGElement>(null);
  const key = members.map((member) => `${member.id}${member.role}`).join();
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const places = useMemo(() => ringPlaces(members), [key]);
  const radius = members.length <= 1 ? 0 : members.length <= 3 ? 200 : 224;
  const marks = useMemo(() => ringTicks({ x: centre.x, y: centre.y, radius: radius - 6, count: 120, length: 4, longLength: 9, long: 10 }), [radius]);
  const mesh = members.flatMap((a, i) => members.slice(i + 1).map((b) => [places.get(a.id), places.get(b.id)] as const));
  const term = raft?.term ?? Math.max(0, ...members.map((member) => member.term));
  const large = largeness(members.length);
  const rows = [...places.values()].map((place) => place.y);
  const top = Math.min(...rows);
  const upper = top - (rim + 12) * large;
  const lower = Math.max(...rows) + 122 * large;
  // Labels of messages keep off the dials with their words, and off the numeral in the middle.
  const taken = useMemo(() => [
    ...[...places.values()].map(({ x, y }) => ({ left: x - 58 * large, right: x + 58 * large, top: y - 58 * large, bottom: y + (Math.abs(y - top) < 1 ? 58 : 116) * large })),
    { left: centre.x - 60, right: centre.x + 60, top: centre.y - 40, bottom: centre.y + 60 },
  ], [places, large, top]);
  return (
    <svg ref={svg} className={`${styles.svg} drawing`} viewBox={`0 ${upper} 620 ${lower - upper}`} preserveAspectRatio="xMidYMid meet" role="group" aria-label={say('raft.ring')} data-testid="raft-ring">
      {radius > 0 && (
        <>
          <circle cx={centre.x} cy={centre.y} r={radius} className={styles.circle} />
          <path d={marks} className="engrave" />
          <path className={styles.mesh} d={mesh.map(([a, b]) => (a && b ? `M${a.x} ${a.y}L${b.x} ${b.y}` : '')).join('')} />
          <text x={centre.x} y={centre.y - 22} textAnchor="middle" className="t2 soft halo">{say('raft.term')}</text>
          <text x={centre.x} y={centre.y + 30} textAnchor="middle" className="t7 strong num halo">{term}</text>
          <text x={centre.x} y={centre.y + 52} textAnchor="middle" className="t3 soft w5 halo">{raft?.leader === undefined ? say('raft.noLeaderShort') : say('raft.leads', { name: raft.leader })}</text>
        </>
      )}
      {members.map((member) => {
        const at = places.get(member.id);
        return at && <MemberDial key={member.id} member={member} at={at} large={large} isTop={members.length > 1 && Math.abs(at.y - top) < 1 && Math.abs(at.x - centre.x) < 1} />;
      })}
      <Walls members={members} places={places} />
      <RingMessages places={places} rim={rim * large} centre={centre} taken={taken} />
    </svg>
  );
}
