import { memo, useMemo, useRef } from 'react';
import type { Member, Message } from '../../../../protocol/index.ts';
import { cx, GlyphParts, ringTicks } from '../../../design/index.ts';
import { useWords, type Words } from '../../../i18n/use-words.ts';
import { reacts, useSelected } from '../../../graph/nodes/interact.ts';
import { roleColour, TimerArc } from '../../../graph/nodes/etcd.tsx';
import { useFrame } from '../../../state/frames.ts';
import { useWorld } from '../../../state/store.ts';
import type { Rows } from '../../../state/world.ts';
import styles from './picture.module.css';
import type { RingPlace, Wordiness } from './ring-layout.ts';
import { asks, quorumOf, tallyOf, type TallyPlace } from './tally.ts';
import { Votes } from './votes.tsx';

/** A dial is drawn for this radius, and scaled. */
const drawn = 60;
const ticks = ringTicks({ x: 0, y: 0, radius: 58, count: 60, length: 3.5, longLength: 6, long: 5 });
const noMessages: Rows<Message> = new Map();

/** What a member is, and for whom it voted or how many votes it has: in one line, or in two. */
function memberLines(member: Member, tally: readonly TallyPlace[], say: Words): readonly string[] {
  const role = say(member.paused ? 'role.paused' : `role.${member.role}`);
  if (asks(member)) return [role, quorumOf(member, tally).map(({ have, need }) => say('raft.votesOf', { have, need })).join(' · ')];
  if (member.role !== 'follower') return [role];
  return [role, member.vote === undefined || member.vote === '' ? say('raft.voteNone') : say('raft.voteFor', { name: member.vote })];
}

function linesFor(wordiness: Wordiness, lines: readonly string[], say: Words): readonly string[] {
  switch (wordiness) {
    case 'whole': return [lines.join(say('raft.comma'))];
    case 'short': case 'terse': return lines;
    case 'brief': return lines.slice(0, 1);
  }
}

/** Milliseconds until its timer ends, drawn each frame without React. */
function Left({ member, ...place }: { readonly member: Member; readonly x: number; readonly y: number; readonly textAnchor: 'start' | 'middle' | 'end' }) {
  const text = useRef<SVGTextElement>(null);
  useFrame((nowMs) => {
    if (!text.current) return;
    const left = member.timer && Number.isFinite(member.timer.dueMs) ? `${Math.max(0, Math.round(member.timer.dueMs - nowMs)).toLocaleString('en-US')} ms` : '';
    if (text.current.textContent !== left) text.current.textContent = left;
  });
  return <text ref={text} {...place} className="t2 mono faint halo num" />;
}

/** Name, role, vote and timer beside a dial. */
function MemberWords({ member, lines, place, wordiness, scale }: {
  readonly member: Member; readonly lines: readonly string[]; readonly place: RingPlace; readonly wordiness: Wordiness; readonly scale: number;
}) {
  const say = useWords();
  const { x, y, anchor } = place.words;
  const shown = linesFor(wordiness, lines, say);
  const step = 17 * scale;
  const isBrief = wordiness === 'brief' || wordiness === 'terse';
  return (
    <>
      <text x={x} y={y} textAnchor={anchor} className={cx(isBrief ? 't2' : 't4', 'strong w6 halo')}>{member.name}</text>
      {shown.map((line, i) => <text key={line} x={x} y={y + (i + 1) * step} textAnchor={anchor} className={cx(isBrief ? 't1' : wordiness === 'short' ? 't2' : 't3', 'soft halo')}>{line}</text>)}
      {!isBrief && <Left member={member} x={x} y={y + (shown.length + 1) * step} textAnchor={anchor} />}
    </>
  );
}

/** A member of the ring: role, term, votes and timer in its dial, its words beside it. */
export const MemberDial = memo(function MemberDial({ member, place, dial, wordiness, scale }: {
  readonly member: Member; readonly place: RingPlace; readonly dial: number; readonly wordiness: Wordiness; readonly scale: number;
}) {
  const say = useWords();
  const selected = useSelected(member.id);
  const asking = asks(member) && member.votes.length > 0;
  const messages = useWorld((world) => (asking ? world.messages : noMessages));
  const tally = useMemo(() => tallyOf(member, messages), [member, messages]);
  const lines = memberLines(member, tally, say);
  const down = member.role === 'down';
  const large = dial / drawn;
  const isSmall = dial < 34;
  const rows = Math.ceil(tally.length / 5);
  const faceText = dial >= 80 * scale ? 't5' : dial >= 40 * scale ? 't4' : dial >= 30 * scale ? 't2' : 't1';
  const glyphY = asking ? (rows > 1 ? -24 : -20) : -12;
  return (
    <g className={cx('dial', down && 'down', styles.dial)} style={{ transform: `translate(${place.at.x}px, ${place.at.y}px)` }} data-role={member.role} {...reacts(member.id, `${member.name}, ${lines.join(say('raft.comma'))}, T${member.term}`)}>
      <g transform={`scale(${large})`}>
        <circle r="47" className="dial-face" />
        <path d={ticks} className="engrave" />
        {!down && <circle r="50.5" className={styles.track} />}
        {member.role === 'learner' && <circle r="42" className={styles.learner} />}
        <TimerArc member={member} radius={50.5} className="timer big" />
        <TimerArc member={member} radius={44.5} className={styles.lease ?? ''} of="lease" title={say(member.role === 'leader' ? 'raft.leaseLeader' : 'raft.lease')} />
        <g style={{ color: roleColour(member.role) }}><GlyphParts name={`role.${member.role}`} y={glyphY} size={asking ? 26 : 30} /></g>
        {member.paused && !down && <path d="M-5 30V40M5 30V40" stroke="var(--text-strong)" strokeWidth="4" />}
      </g>
      <text y={(asking ? (rows > 1 ? 5 : 9) : isSmall ? 23 : 21) * large} textAnchor="middle" className={cx(faceText, 'mono w6', down ? 'faint' : 'strong')}>T{member.term}</text>
      {asking && <Votes tally={tally} y={(rows > 1 ? 25 : 25) * large} scale={large} />}
      <MemberWords member={member} lines={lines} place={place} wordiness={wordiness} scale={scale} />
      {selected && <circle className="ring-sel" r={dial + 4} />}
    </g>
  );
});
