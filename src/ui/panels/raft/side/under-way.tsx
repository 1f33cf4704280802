import { useRef } from 'react';
import { shortName, type LostMessage, type Message } from '../../../../protocol/index.ts';
import { cx, Glyph } from '../../../design/index.ts';
import { say as sayPhrase } from '../../../i18n/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { openMenu } from '../../../graph/nodes/interact.ts';
import { classOf, glyphOf } from '../../../graph/canvas/messages.ts';
import { termFill } from '../../../graph/nodes/etcd.tsx';
import { useCalm } from '../../../state/calm.ts';
import { useFrame, useRunning } from '../../../state/frames.ts';
import { select } from '../../../state/link.ts';
import { useView } from '../../../state/view.ts';
import type { World } from '../../../state/world.ts';
import { raftLabel } from '../picture/message-words.ts';
import { messageVerbs } from '../verbs/message-verbs.ts';
import { doVerb, twinOf } from '../verbs/raft-verb.ts';
import styles from './side.module.css';

/** Rows at most; the list of moves and the picture have all. */
const mostShown = 40;
const mostShownRunning = 8;
const mostDead = 3;

const messagesOf = (world: World): World['messages'] => world.messages;
const lostOf = (world: World): World['lost'] => world.lost;
const membersOf = (world: World): World['members'] => world.members;

function Due({ message }: { readonly message: Message }) {
  const say = useWords();
  const cell = useRef<HTMLSpanElement>(null);
  useFrame((nowMs) => {
    const text = message.heldMs === undefined ? say('raft.in', { ms: Math.max(0, Math.round((message.arrivesMs - nowMs) * 10) / 10) }) : say('raft.heldState');
    if (cell.current && cell.current.textContent !== text) cell.current.textContent = text;
  });
  return <span ref={cell} className="num" />;
}

/** Buttons for the verbs of a message; those that are asked for rarely are in its menu. */
function Acts({ message }: { readonly message: Message }) {
  const say = useWords();
  return messageVerbs(message).filter(({ key }) => key === 'D' || key === 'H' || key === 'X').map((verb) => (
    <button key={verb.word} type="button" title={`${verb.key ?? ''}  ${twinOf(verb)}`} onClick={(event) => { event.stopPropagation(); doVerb(verb); }}>{say(verb.word)}</button>
  ));
}

function FlyingRow({ message }: { readonly message: Message }) {
  const say = useWords();
  const selected = useView((view) => view.selected === message.id);
  return (
    <tr className={cx(selected && styles.picked)} onClick={() => select(message.id)} onContextMenu={(event) => { event.preventDefault(); openMenu(message.id, event.clientX, event.clientY); }}>
      <td><Glyph name={glyphOf(message.kind)} style={{ '--term-fill': termFill(message.term ?? 1) } as React.CSSProperties} /></td>
      <td className="mono"><button type="button" onClick={() => select(message.id)}>{message.raftType ?? message.kind}</button></td>
      <td>{shortName(message.from)} → {shortName(message.to)}</td>
      <td className={styles.reading}>{message.reading ? sayPhrase(message.reading) : raftLabel(message, say)}</td>
      <td className={cx(styles.r, 'num')}><Due message={message} /></td>
      <td className={styles.acts}><Acts message={message} /></td>
    </tr>
  );
}

function LostRow({ message }: { readonly message: LostMessage }) {
  const say = useWords();
  return (
    <tr className={styles.gone}>
      <td><Glyph name={glyphOf(message.kind)} /></td><td className="mono">{message.raftType ?? message.kind}</td><td>{shortName(message.from)} → {shortName(message.to)}</td>
      <td className={styles.reading} colSpan={2}>{say('map.lost')}: {sayPhrase(message.reason)}</td><td />
    </tr>
  );
}

/** Each message under way, the next to arrive first: to deliver, hold, release or drop. */
export function UnderWay() {
  const say = useWords();
  const members = useCalm(membersOf);
  const messages = useCalm(messagesOf);
  const lost = useCalm(lostOf);
  const isPaused = !useRunning();
  const isOwn = ({ from, to }: Message): boolean => members.has(from) && members.has(to);
  const isBeat = ({ kind }: Message): boolean => classOf(kind) === 'heartbeat';
  // Heartbeats come and go too fast to be read, but while time stands still they are under way like all others.
  const flying = [...messages.values()].filter((message) => isOwn(message) && (isPaused || !isBeat(message)))
    .toSorted((a, b) => Number(isBeat(a)) - Number(isBeat(b)) || a.arrivesMs - b.arrivesMs);
  const died = [...lost.values()].filter(isOwn).slice(-mostDead);
  return (
    <section>
      <h2>{say('raft.underWay')}{flying.length > 0 && <span className={cx(styles.key, 'num')}>{flying.length}</span>}</h2>
      {flying.length + died.length === 0 && <p className={styles.quiet}>{say('raft.noneUnderWay')}</p>}
      <table className={styles.table}>
        <tbody>
          {flying.slice(0, isPaused ? mostShown : mostShownRunning).map((message) => <FlyingRow key={message.id} message={message} />)}
          {died.map((message) => <LostRow key={message.id} message={message} />)}
        </tbody>
      </table>
      {isPaused && flying.length > mostShown && <p className={styles.quiet}>{say('raft.more', { shown: mostShown, count: flying.length })}</p>}
    </section>
  );
}
