import { useEffect, useRef } from 'react';
import { entityType, type Message, type Member, type RaftSummary, type RoleSpan } from '../../../protocol/index.ts';
import { cx, Glyph, Icon } from '../../design/index.ts';
import { say as sayPhrase, type WordKey } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { classOf, glyphOf } from '../../graph/messages.ts';
import { termFill } from '../../graph/nodes-etcd.tsx';
import { useFrame } from '../../state/frames.ts';
import { send, select } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import styles from './raft.module.css';
import { raftLabel } from './ring-messages.tsx';

const nameOf = (id: string): string => id.split('/')[1] ?? id;

/** Whether a message is between members. */
function between(message: Message, members: ReadonlyMap<string, Member>): boolean {
  return members.has(message.from) && members.has(message.to);
}

function Due({ message }: { readonly message: Message }) {
  const say = useWords();
  const cell = useRef<HTMLSpanElement>(null);
  useFrame((nowMs) => {
    const text = message.heldMs === undefined ? say('raft.in', { ms: Math.max(0, Math.round((message.arrivesMs - nowMs) * 10) / 10) }) : say('raft.heldState');
    if (cell.current && cell.current.textContent !== text) cell.current.textContent = text;
  });
  return <span ref={cell} className="num" />;
}

/** Each message under way, to hold, release or drop. */
export function UnderWay() {
  const say = useWords();
  const members = useWorld((world) => world.members);
  const messages = useWorld((world) => world.messages);
  const lost = useWorld((world) => world.lost);
  const isPaused = useWorld((world) => world.clock?.running === false);
  const own = [...messages.values()].filter((message) => between(message, members));
  const isBeat = ({ kind }: Message): boolean => classOf(kind) === 'heartbeat';
  // Heartbeats come and go too fast to be read, but while time stands still they are under way like all others.
  const flying = [...own.filter((message) => !isBeat(message)), ...(isPaused ? own.filter(isBeat) : [])].slice(0, 8);
  const died = [...lost.values()].filter((message) => between(message, members)).slice(-2);
  return (
    <>
      <h2>{say('raft.underWay')}</h2>
      {flying.length + died.length === 0 && <p className={styles.quiet}>{say('raft.noneUnderWay')}</p>}
      <table className={styles.table}>
        <tbody>
          {flying.map((message) => (
            <tr key={message.id} onClick={() => select(message.id)}>
              <td><Glyph name={glyphOf(message.kind)} style={{ '--term-fill': termFill(message.term ?? 1) } as React.CSSProperties} /></td><td className="mono">{message.raftType ?? message.kind}</td><td>{nameOf(message.from)} → {nameOf(message.to)}</td>
              <td>{message.reading ? sayPhrase(message.reading) : raftLabel(message, say)}</td><td className={cx(styles.r, 'num')}><Due message={message} /></td>
              <td className={styles.acts}>
                <button type="button" onClick={(event) => { event.stopPropagation(); send({ type: 'fault', fault: { fault: message.heldMs === undefined ? 'hold' : 'release', target: message.id } }); }}>{say(message.heldMs === undefined ? 'verb.hold' : 'verb.release')}</button>
                <button type="button" onClick={(event) => { event.stopPropagation(); send({ type: 'fault', fault: { fault: 'drop', target: message.id } }); }}>{say('verb.drop')}</button>
              </td>
            </tr>
          ))}
          {died.map((message) => (
            <tr key={message.id} className={styles.gone}>
              <td><Glyph name={glyphOf(message.kind)} /></td><td className="mono">{message.raftType ?? message.kind}</td><td>{nameOf(message.from)} → {nameOf(message.to)}</td>
              <td>{say('map.lost')}: {sayPhrase(message.reason)}</td><td className={styles.r}>{say('map.lost')}</td><td />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Everything that could happen next; what changes nothing is grey. Digits choose. */
export function Moves({ raft }: { readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  const running = useWorld((world) => world.clock?.running ?? false);
  const moves = raft?.moves ?? [];
  const latest = useRef(moves);
  useEffect(() => { latest.current = moves; });
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || (event.target instanceof Element && event.target.closest('input,textarea,[contenteditable]'))) return;
      const move = latest.current[Number(event.key) - 1];
      if (!move || !/^[1-9]$/.test(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      send(move.command);
    };
    window.addEventListener('keydown', key, true);
    return () => window.removeEventListener('keydown', key, true);
  }, []);
  const best = moves.find((move) => move.changes);
  return (
    <>
      <h2>{say('raft.moves')}</h2>
      {(running || moves.length === 0) && <p className={styles.quiet}>{say('raft.noMoves')}</p>}
      <ol className={styles.moves}>
        {!running && moves.slice(0, 9).map((move, i) => (
          <li key={move.id}>
            <button type="button" className={cx(move === best && styles.best, !move.changes && styles.idle)} onClick={() => send(move.command)}>
              <kbd>{i + 1}</kbd><span>{sayPhrase(move.what)}</span><span className={styles.eff}>{sayPhrase(move.effect)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

const seconds = 4;
const laneLeft = 76;

function Lane({ spans, y, name, fromMs, toMs, width }: { readonly spans: readonly RoleSpan[]; readonly y: number; readonly name: string; readonly fromMs: number; readonly toMs: number; readonly width: number }) {
  const say = useWords();
  const at = (ms: number): number => laneLeft + ((Math.max(fromMs, Math.min(toMs, ms)) - fromMs) / (toMs - fromMs)) * width;
  return (
    <g transform={`translate(0 ${y})`}>
      <text x={laneLeft - 12} y="4" textAnchor="end" className="t1 soft">{name}</text>
      {spans.map((span) => {
        const x = at(span.fromMs);
        const w = Math.max(0, at(span.toMs ?? toMs) - x - 1);
        if (w <= 0) return null;
        if (span.role === 'down') return <g key={span.id}><path d={`M${x - 3}-3l6 6m0-6l-6 6`} stroke="var(--bad)" strokeWidth="1.6" /><path d={`M${x + 6} 0H${x + w}`} stroke="var(--line-strong)" strokeWidth="1.5" strokeDasharray="1 4" /></g>;
        const leads = span.role === 'leader';
        const asks = span.role === 'candidate' || span.role === 'precandidate';
        const h = leads || asks ? 11 : 5;
        return (
          <g key={span.id}>
            <rect x={x} y={-h / 2} width={w} height={h} rx="1.5" fill={termFill(span.term)} />
            {asks && <rect x={x} y={-h / 2} width={w} height={h} rx="1.5" fill="url(#hatch-ink)" stroke="var(--line-strong)" />}
            {leads && w > 70 && <text x={x + 6} y="4" className="t1 term-t w6">{say('raft.leaderLane', { term: span.term })}</text>}
          </g>
        );
      })}
    </g>
  );
}

/** Who was what in the last seconds, and whether Raft's promises hold. */
export function LastSeconds({ members, raft }: { readonly members: readonly Member[]; readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  const spans = useWorld((world) => world.roleSpans);
  const nowMs = useWorld((world) => Math.floor((world.clock?.nowMs ?? 0) / 20) * 20);
  const fromMs = Math.max(0, nowMs - seconds * 1_000);
  const width = 600;
  return (
    <>
      <h2>{say('raft.lastSeconds', { count: seconds })}
        <span className={cx(styles.key, styles.safe)}>
          {raft?.invariants.map((invariant) => <span key={invariant.name} className={cx(!invariant.held && styles.broken)}><Icon name={invariant.held ? 'check' : 'cross'} size={14} />{say(`invariant.${invariant.name}` as WordKey)}</span>)}
        </span>
      </h2>
      <svg className="drawing" width="100%" viewBox={`0 0 ${laneLeft + width + 8} ${members.length * 19 + 12}`} preserveAspectRatio="xMinYMin meet" aria-hidden="true">
        {members.map((member, i) => <Lane key={member.id} name={member.name} y={12 + i * 19} spans={[...spans.values()].filter((span) => span.member === member.name)} fromMs={fromMs} toMs={Math.max(fromMs + 1, nowMs)} width={width} />)}
        <path d={`M${laneLeft + width} 0V${members.length * 19 + 10}`} stroke="var(--brass-line)" strokeWidth="2" />
      </svg>
    </>
  );
}

/** Whether a selection is a member of the ring. */
export const isMember = (id: string | undefined): boolean => id !== undefined && entityType(id) === 'component' && id.endsWith('/etcd');
