import { useCallback, useLayoutEffect, useRef } from 'react';
import type { LostMessage, Message } from '../../../protocol/index.ts';
import { GlyphParts } from '../../design/index.ts';
import { say as sayPhrase } from '../../i18n/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import type { Point } from '../../graph/geometry.ts';
import { reacts, useSelected } from '../../graph/interact.ts';
import { classOf, colourOf, glyphOf, points } from '../../graph/messages.ts';
import { termFill } from '../../graph/nodes-etcd.tsx';
import type { Extent } from '../../graph/labels.ts';
import { textWidth } from '../../graph/text.ts';
import { useFrame } from '../../state/frames.ts';
import { useWorld } from '../../state/store.ts';
import styles from './raft.module.css';
import { outOf, placeLabels } from './ring-labels.ts';
import { ringWay } from './ring-way.ts';

const labelFont = '600 12px Inter, sans-serif';

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

interface FlyingParts { readonly moving: SVGGElement; readonly trail: SVGPathElement | null; readonly label: SVGTextElement }
type Way = readonly [Point, Point];
type Register = (id: string, parts: FlyingParts) => () => void;

/** A message in flight; where it is, and whether there is room for its label, is drawn with all others. */
function Flying({ message, way, register }: { readonly message: Message; readonly way: Way; readonly register: Register }) {
  const say = useWords();
  const selected = useSelected(message.id);
  const moving = useRef<SVGGElement>(null);
  const trail = useRef<SVGPathElement>(null);
  const label = useRef<SVGTextElement>(null);
  useLayoutEffect(() => (moving.current && label.current ? register(message.id, { moving: moving.current, trail: trail.current, label: label.current }) : undefined), [message.id, register]);
  const [from, to] = way;
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const isVote = classOf(message.kind) === 'vote';
  return (
    <g {...reacts(message.id, `${message.raftType ?? message.kind} ${raftLabel(message, say)}`)} style={{ '--term-fill': termFill(message.term ?? 1) } as React.CSSProperties}>
      {isVote && <path ref={trail} className={styles.way} style={message.kind.startsWith('pre') ? { strokeDasharray: '3 4' } : undefined} />}
      <g ref={moving}>
        {isVote && <path d="M12-4.2 21.5 0 12 4.2Z" className={styles.arrow} transform={`rotate(${angle})`} />}
        {message.heldMs !== undefined && <circle r="15" fill="none" stroke="var(--text-strong)" strokeWidth="1.5" strokeDasharray="2 3" />}
        <GlyphParts name={glyphOf(message.kind)} size={isVote ? 22 : 18} rotate={points(message.kind) ? angle : 0} />
        {selected && <circle className="ring-sel" r="15" />}
        <text ref={label} display="none" className="t2 halo w6" style={{ fill: `var(${colourOf(message.kind)})` }}>{raftLabel(message, say)}</text>
      </g>
    </g>
  );
}

/** Where a message is at that time. */
function placeOf({ heldMs, sentMs, arrivesMs }: Message, [from, to]: Way, nowMs: number): Point {
  const share = Math.max(0, Math.min(1, ((heldMs ?? nowMs) - sentMs) / Math.max(0.001, arrivesMs - sentMs)));
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
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

/** Messages between members, as they fly and where they died; their labels lie neither on each other nor on what is `taken`. */
export function RingMessages({ places, rim, centre, taken }: { readonly places: ReadonlyMap<string, Point>; readonly rim: number; readonly centre: Point; readonly taken: readonly Extent[] }) {
  const say = useWords();
  const messages = useWorld((world) => world.messages);
  const lost = useWorld((world) => world.lost);
  const parts = useRef(new Map<string, FlyingParts>());
  const register = useCallback<Register>((id, own) => {
    parts.current.set(id, own);
    return () => void parts.current.delete(id);
  }, []);
  const flying = [...messages.values()].flatMap((message) => {
    const way = ringWay(places, message.from, message.to, rim);
    return way ? [{ message, way, out: outOf(centre, way), width: textWidth(raftLabel(message, say), labelFont) }] : [];
  });
  useFrame((nowMs) => {
    const now = flying.map((one) => ({ ...one, id: one.message.id, at: placeOf(one.message, one.way, nowMs) }));
    const labels = placeLabels(now, taken);
    for (const { id, at, way } of now) {
      const own = parts.current.get(id);
      if (!own) continue;
      own.moving.setAttribute('transform', `translate(${at.x} ${at.y})`);
      own.trail?.setAttribute('d', `M${way[0].x} ${way[0].y}L${at.x} ${at.y}`);
      const label = labels.get(id);
      own.label.setAttribute('display', label ? 'inline' : 'none');
      if (!label) continue;
      own.label.setAttribute('x', String(label.x));
      own.label.setAttribute('y', String(label.y));
      own.label.setAttribute('text-anchor', label.anchor);
    }
  });
  return (
    <g>
      {flying.map(({ message, way }) => <Flying key={message.id} message={message} way={way} register={register} />)}
      {[...lost.values()].map((message) => {
        const way = ringWay(places, message.from, message.to, rim);
        return way && <Lost key={message.id} message={message} way={way} />;
      })}
    </g>
  );
}
