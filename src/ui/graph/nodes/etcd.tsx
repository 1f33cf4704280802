import { majorityOf } from '../../../base/index.ts';
import { useMemo, useRef } from 'react';
import type { Member, RaftRole } from '../../../protocol/index.ts';
import { arcPath, cx, GlyphParts, ringTicks } from '../../design/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import { prefersStill, useFrame } from '../../state/frames.ts';
import { sortedMembers } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import type { Point } from '../scene/geometry.ts';
import { reacts, useDimmed, useSelected } from './interact.ts';
import { dial, dialWords, type DialWords } from '../layout/etcd.ts';
import { useScene } from '../scene/scene-context.ts';
import type { SceneBox } from '../scene/scene.ts';

const faceTicks = ringTicks({ x: 0, y: 0, radius: dial.ticks, count: 40, length: 3, longLength: 4.5, long: 10 });

/** The colour of a term's lines: a ring of eight. */
export const termLine = (term: number): string => `var(--term-${((Math.max(1, term) - 1) % 8) + 1}-line)`;
/** The colour of a term's fill. */
export const termFill = (term: number): string => `var(--term-${((Math.max(1, term) - 1) % 8) + 1})`;

/** Steps of an arc that an eye can tell apart: nothing is drawn anew between them. */
const arcSteps = 720;

/** How much of a member's timer is left, from 1 to 0. */
export function timerShare(timer: Member['lease'], nowMs: number): number {
  if (!timer) return 0;
  const share = (timer.dueMs - nowMs) / Math.max(1, timer.dueMs - timer.fromMs);
  return Math.max(0, Math.min(1, Math.ceil(share * (prefersStill() ? 10 : arcSteps)) / (prefersStill() ? 10 : arcSteps)));
}

/** The arc about a dial, of its timer or its lease: it follows virtual time exactly, without React. */
export function TimerArc({ member, radius, className, of = 'timer', title }: {
  readonly member: Member; readonly radius: number; readonly className: string; readonly of?: 'timer' | 'lease'; readonly title?: string;
}) {
  const arc = useRef<SVGPathElement>(null);
  const drawn = useRef('');
  useFrame((nowMs) => {
    const d = arcPath(0, 0, radius, timerShare(member[of], nowMs));
    if (d === drawn.current) return;
    drawn.current = d;
    arc.current?.setAttribute('d', d);
  });
  if (!member[of]) return null;
  return <path ref={arc} className={className} style={{ stroke: termLine(member.term) }} d={arcPath(0, 0, radius, 1)}>{title !== undefined && <title>{title}</title>}</path>;
}

/** A role in the page's words, and how far the log goes. */
export function roleLines(member: Member, say: Words): readonly [string, string] {
  return [say(`role.${member.role}` as const), member.role === 'down' ? '' : say('map.log', { index: member.log.lastIndex })];
}

const roleInk: Readonly<Record<RaftRole, string>> = {
  leader: '--role-leader', follower: '--role-follower', candidate: '--role-candidate', precandidate: '--role-precandidate', learner: '--role-learner', down: '--role-down',
};
/** The ink of a role's glyph. */
export const roleColour = (role: RaftRole): string => `var(${roleInk[role]})`;

function Dial({ member, at, words: { x, y, isLeft, isShort } }: { readonly member: Member; readonly at: Point; readonly words: DialWords }) {
  const say = useWords();
  const selected = useSelected(member.id);
  const dimmed = useDimmed(`${member.name} ${member.role}`);
  const [role, log] = roleLines(member, say);
  const anchor = isLeft ? 'end' : 'start';
  return (
    <g className={cx('dial', member.role === 'down' && 'down', dimmed && 'dim')} data-role={member.role} style={{ transform: `translate(${at.x}px, ${at.y}px)` }} {...reacts(member.id, `${member.name}, ${role}, T${member.term}, ${log}`)}>
      <circle r={dial.face} className="dial-face" />
      <path d={faceTicks} className="engrave" />
      <TimerArc member={member} radius={dial.arc} className="timer" />
      <g style={{ color: roleColour(member.role) }}><GlyphParts name={`role.${member.role}`} y={-6} size={22} /></g>
      <text y="16" textAnchor="middle" className={cx('t1 mono w6', member.role === 'down' ? 'faint' : 'strong')}>T{member.term}</text>
      <text x={x} y={y} textAnchor={anchor} className="t2 strong w6 halo">{member.name}</text>
      <text x={x} y={y + 16} textAnchor={anchor} className="t1 soft halo num">{isShort && log !== '' ? `${role}, ${log}` : role}</text>
      {!isShort && <text x={x} y={y + 31} textAnchor={anchor} className="t1 soft halo num">{log}</text>}
      {selected && <circle className="ring-sel" r={dial.ticks + 4} />}
    </g>
  );
}

/** The members of etcd on their ring. */
export function EtcdNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const members = useWorld((world) => sortedMembers(world.members));
  const raft = useWorld((world) => world.raft);
  const { etcd } = useScene();
  const { radius } = etcd;
  const centre = { x: box.w / 2, y: box.h / 2 };
  const place = (member: Member): Point => {
    const at = etcd.places.get(member.id) ?? etcd.centre;
    return { x: at.x - box.x, y: at.y - box.y };
  };
  const ticks = useMemo(() => ringTicks({ x: 0, y: 0, radius: radius - 5, count: 72, length: 4, longLength: 8, long: 6 }), [radius]);
  const voters = members[0]?.voters.length ?? members.length;
  const up = members.filter((member) => member.role !== 'down').length;
  const need = majorityOf(voters);
  const leader = members.find((member) => member.role === 'leader');
  const chords = members.flatMap((a, i) => members.slice(i + 1).filter((b) => leader === undefined || a === leader || b === leader).map((b) => [place(a), place(b)] as const));
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      {radius > 0 && (
        <g>
          <circle cx={centre.x} cy={centre.y} r={radius} className="etcd-ring" />
          <path d={ticks} transform={`translate(${centre.x} ${centre.y})`} className="engrave" />
          <path d={chords.map(([a, b]) => `M${a.x} ${a.y}L${b.x} ${b.y}`).join('')} className="chord" />
          <text x={centre.x} y={centre.y - 8} textAnchor="middle" className="t3 strong w6 halo">etcd</text>
          <text x={centre.x} y={centre.y + 9} textAnchor="middle" className="t1 soft halo num">
            {up >= need ? say('map.quorum', { need: raft?.quorum ?? need, voters }) : say('map.noQuorum', { alive: up, voters })}
          </text>
        </g>
      )}
      {members.map((member) => <Dial key={member.id} member={member} at={place(member)} words={dialWords(etcd, etcd.places.get(member.id) ?? etcd.centre)} />)}
    </svg>
  );
}
