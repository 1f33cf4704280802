import { useRef } from 'react';
import type { Member } from '../../../protocol/index.ts';
import { cx, GlyphParts, ringTicks } from '../../design/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import type { Point } from '../../graph/geometry.ts';
import { reacts, useSelected } from '../../graph/interact.ts';
import { roleColour, TimerArc } from '../../graph/nodes-etcd.tsx';
import { useFrame } from '../../state/frames.ts';
import styles from './raft.module.css';

const ticks = ringTicks({ x: 0, y: 0, radius: 58, count: 60, length: 3.5, longLength: 6, long: 5 });

/** The tally of a campaign inside the candidate: tick, ring to come, refusal, dot. */
function Votes({ votes }: { readonly votes: Member['votes'] }) {
  const start = -((votes.length - 1) * 14) / 2;
  return (
    <g transform="translate(0 24)">
      {votes.map((vote, i) => (
        <g key={vote.from} transform={`translate(${start + i * 14} 0)`}>
          <title>{`${vote.from}: ${vote.state}`}</title>
          {vote.state === 'granted' && <><circle r="5" fill="var(--message-vote)" /><path d="M-2.2 0l1.6 1.7 2.8-3.2" fill="none" stroke="var(--text-on-colour)" strokeWidth="1.4" /></>}
          {vote.state === 'coming' && <circle r="4.4" fill="none" stroke="var(--message-vote)" strokeWidth="1.5" strokeDasharray="2 1.6" />}
          {vote.state === 'refused' && <><circle r="4.4" fill="none" stroke="var(--message-vote)" strokeWidth="1.5" /><path d="M-2 0h4" stroke="var(--message-vote)" strokeWidth="1.5" /></>}
          {vote.state === 'none' && <circle r="1.6" fill="var(--line-strong)" />}
        </g>
      ))}
    </g>
  );
}

/** What a member is and for whom it voted, in one line. */
export function memberLine(member: Member, say: Words): string {
  const role = say(`role.${member.role}`);
  if (member.role !== 'follower') return role;
  return member.vote === undefined || member.vote === '' ? say('raft.noVote', { role }) : say('raft.votedFor', { role, name: member.vote });
}

function Left({ member, x, y, anchor }: { readonly member: Member; readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' }) {
  const text = useRef<SVGTextElement>(null);
  useFrame((nowMs) => {
    if (!text.current) return;
    const left = member.timer ? `${Math.max(0, Math.round(member.timer.dueMs - nowMs)).toLocaleString('en-US')} ms` : '';
    if (text.current.textContent !== left) text.current.textContent = left;
  });
  return <text ref={text} x={x} y={y} textAnchor={anchor} className="t2 mono faint halo num" />;
}

/** A member of the ring, large: role, term, votes, timer, and its words beside it. */
export function MemberDial({ member, at, isTop, large }: { readonly member: Member; readonly at: Point; readonly isTop: boolean; readonly large: number }) {
  const say = useWords();
  const selected = useSelected(member.id);
  const down = member.role === 'down';
  const asking = member.votes.length > 0 && (member.role === 'candidate' || member.role === 'precandidate');
  const anchor = isTop ? 'end' : 'middle';
  const x = isTop ? -73 : 0;
  const y = isTop ? -24 : 77;
  return (
    <g className={cx('dial', down && 'down')} style={{ transform: `translate(${at.x}px, ${at.y}px) scale(${large})` }} {...reacts(member.id, `${member.name}, ${memberLine(member, say)}, T${member.term}`)}>
      <circle r="47" className="dial-face" />
      <path d={ticks} className="engrave" />
      {!down && <circle r="50.5" className={styles.track} />}
      <TimerArc member={member} radius={50.5} className="timer big" />
      <g style={{ color: roleColour(member.role) }}><GlyphParts name={`role.${member.role}`} y={asking ? -20 : -11} size={asking ? 26 : 28} /></g>
      <text y={asking ? 9 : 20} textAnchor="middle" className={cx('t4 mono w6', down ? 'faint' : 'strong')}>T{member.term}</text>
      {asking && <Votes votes={member.votes} />}
      {!isTop && <rect x="-70" y="62" width="140" height={down ? 39 : 56} fill="var(--surface-canvas)" />}
      <text x={x} y={y} textAnchor={anchor} className="t4 strong w6 halo">{member.name}</text>
      <text x={x} y={y + 18} textAnchor={anchor} className="t3 soft halo">{memberLine(member, say)}</text>
      <Left member={member} x={x} y={y + 35} anchor={anchor} />
      {selected && <circle className="ring-sel" r="63" />}
    </g>
  );
}
