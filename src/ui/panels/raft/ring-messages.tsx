import { useRef } from 'react';
import type { LostMessage, Message, MessageKind } from '../../../protocol/index.ts';
import { GlyphParts } from '../../design/index.ts';
import { say as sayPhrase } from '../../i18n/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import type { Point } from '../../graph/geometry.ts';
import { reacts, useSelected } from '../../graph/interact.ts';
import { classOf, colourOf, glyphOf, points } from '../../graph/messages.ts';
import { termFill } from '../../graph/nodes-etcd.tsx';
import { useFrame } from '../../state/frames.ts';
import { useWorld } from '../../state/store.ts';
import styles from './raft.module.css';
import { ringWay } from './ring-way.ts';

const replies: ReadonlySet<MessageKind> = new Set<MessageKind>(['voteGranted', 'preVoteGranted', 'voteRefused', 'preVoteRefused']);

/** What stands beside a vote, in the page's words; other labels come with the message. */
export function raftLabel(message: Message, say: Words): string {
  const term = message.term ?? 0;
  switch (message.kind) {
    case 'voteGranted': case 'preVoteGranted': return say('raft.yes', { term });
    case 'voteRefused': case 'preVoteRefused': return say('raft.no', { term });
    case 'vote': case 'preVote': return say('raft.ask', { term });
    default: return message.label;
  }
}

function Flying({ message, way }: { readonly message: Message; readonly way: readonly [Point, Point] }) {
  const say = useWords();
  const selected = useSelected(message.id);
  const moving = useRef<SVGGElement>(null);
  const trail = useRef<SVGPathElement>(null);
  const [from, to] = way;
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  useFrame((nowMs) => {
    const at = message.heldMs ?? nowMs;
    const share = Math.max(0, Math.min(1, (at - message.sentMs) / Math.max(0.001, message.arrivesMs - message.sentMs)));
    const x = from.x + (to.x - from.x) * share;
    const y = from.y + (to.y - from.y) * share;
    moving.current?.setAttribute('transform', `translate(${x} ${y})`);
    trail.current?.setAttribute('d', `M${from.x} ${from.y}L${x} ${y}`);
  });
  const isVote = classOf(message.kind) === 'vote';
  const left = Math.abs(angle) < 90 === replies.has(message.kind) ? -1 : 1;
  const side = angle > 0 || angle < -90 ? -1 : 1;
  return (
    <g {...reacts(message.id, `${message.raftType ?? message.kind} ${raftLabel(message, say)}`)} style={{ '--term-fill': termFill(message.term ?? 1) } as React.CSSProperties}>
      {isVote && <path ref={trail} className={styles.way} style={message.kind.startsWith('pre') ? { strokeDasharray: '3 4' } : undefined} />}
      <g ref={moving}>
        {isVote && <path d="M12-4.2 21.5 0 12 4.2Z" className={styles.arrow} transform={`rotate(${angle})`} />}
        {message.heldMs !== undefined && <circle r="15" fill="none" stroke="var(--text-strong)" strokeWidth="1.5" strokeDasharray="2 3" />}
        <GlyphParts name={glyphOf(message.kind)} size={isVote ? 22 : 18} rotate={points(message.kind) ? angle : 0} />
        {selected && <circle className="ring-sel" r="15" />}
        <text x={(isVote ? 17 : 14) * side * (left < 0 ? 1 : 1)} y={4} textAnchor={side < 0 ? 'end' : 'start'} className="t2 halo w6" style={{ fill: `var(${colourOf(message.kind)})` }}>{raftLabel(message, say)}</text>
      </g>
    </g>
  );
}

function Lost({ message, way }: { readonly message: LostMessage; readonly way: readonly [Point, Point] }) {
  const say = useWords();
  const [from, to] = way;
  const x = from.x + (to.x - from.x) * message.at;
  const y = from.y + (to.y - from.y) * message.at;
  return (
    <g {...reacts(message.id, `${message.raftType ?? message.kind}: ${sayPhrase(message.reason)}`)}>
      {classOf(message.kind) === 'vote' && <path className={styles.way} d={`M${from.x} ${from.y}L${x} ${y}`} />}
      <g transform={`translate(${x} ${y})`}>
        <GlyphParts name="message.lost" size={25} />
        <text x="18" y="3" className="t2 halo w6" style={{ fill: 'var(--message-lost)' }}>{say('map.lost')}<title>{sayPhrase(message.reason)}</title></text>
      </g>
    </g>
  );
}

/** Messages between members, as they fly and where they died. */
export function RingMessages({ places, rim }: { readonly places: ReadonlyMap<string, Point>; readonly rim: number }) {
  const messages = useWorld((world) => world.messages);
  const lost = useWorld((world) => world.lost);
  return (
    <g>
      {[...messages.values()].map((message) => {
        const way = ringWay(places, message.from, message.to, rim);
        return way && <Flying key={message.id} message={message} way={way} />;
      })}
      {[...lost.values()].map((message) => {
        const way = ringWay(places, message.from, message.to, rim);
        return way && <Lost key={message.id} message={message} way={way} />;
      })}
    </g>
  );
}
