import { useState } from 'react';
import { faultCommand, machineOf, type Fault, type Machine, type Member } from '../../../../protocol/index.ts';
import { Button, cx, Tip } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { send } from '../../../state/link.ts';
import { useWorld } from '../../../state/store.ts';
import type { Rows } from '../../../state/world.ts';
import { linkFaultOf, linkFaultText } from '../picture/link-marks.ts';
import { words } from '../verbs/raft-verb.ts';
import styles from './side.module.css';

const hostOf = ({ id, name }: Member): string => machineOf(id) ?? name;
const isCut = (machines: Rows<Machine>, from: Member, to: Member): boolean => machines.get(from.machine)?.cutFrom.includes(to.machine) ?? false;

/** A wall by lists: each member stands on the one side or the other. */
function WallByList({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  const [right, setRight] = useState<ReadonlySet<string>>(new Set());
  const sides = [members.filter(({ id }) => !right.has(id)), members.filter(({ id }) => right.has(id))];
  const fault: Fault = { fault: 'partition', sides: sides.map((side) => side.map(({ machine }) => machine)) };
  const isWall = sides.every((side) => side.length > 0);
  const toggle = (id: string): void => setRight((before) => { const next = new Set(before); if (!next.delete(id)) next.add(id); return next; });
  return (
    <div className={styles.sides}>
      <p className={styles.tell}>{say('raft.wallTell')}</p>
      <div className={styles.sideRow}>
        {members.map(({ id, name }) => <button key={id} type="button" aria-pressed={right.has(id)} aria-label={say(right.has(id) ? 'raft.rightSide' : 'raft.leftSide', { name })} className={cx(right.has(id) && styles.rightSide)} onClick={() => toggle(id)}>{name}</button>)}
      </div>
      <p className="mono num">{isWall ? sides.map((side) => side.map(({ name }) => name).join(', ')).join('  |  ') : say('raft.wallHint')}</p>
      <div className={styles.buttons}>
        <Button disabled={!isWall} hint={{ label: say('raft.raiseWall'), ...(isWall ? { twin: faultCommand(fault) } : {}) }} onClick={() => send({ type: 'fault', fault })}>{say('raft.raiseWall')}</Button>
        <Button hint={{ label: say('verb.healAll'), keys: 'H', twin: faultCommand({ fault: 'healAll' }) }} onClick={() => send({ type: 'fault', fault: { fault: 'healAll' } })}>{say('verb.healAll')}</Button>
      </div>
    </div>
  );
}

/** Who can hear whom: a row a sender, a column a receiver. Each cell cuts or mends that one direction. */
function Hearing({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  const machines = useWorld((world) => world.machines);
  return (
    <table className={styles.hearing} data-testid="hearing">
      <thead><tr><th>{say('raft.fromTo')}</th>{members.map(({ id, name }) => <th key={id} scope="col">{name}</th>)}</tr></thead>
      <tbody>
        {members.map((from) => (
          <tr key={from.id}>
            <th scope="row">{from.name}</th>
            {members.map((to) => {
              if (from === to) return <td key={to.id} />;
              const closed = isCut(machines, from, to);
              const fault = words(closed ? 'heal' : 'cut', hostOf(from), hostOf(to), '--one-way');
              const worse = linkFaultOf(machines, from, to);
              const told = worse && linkFaultText(worse, say);
              const label = [say(closed ? 'verb.linkHealOneWay' : 'verb.linkCutOneWay', { from: from.name, to: to.name }), ...(told === undefined ? [] : [told])].join(say('raft.comma'));
              return (
                <td key={to.id}>
                  <Tip hint={{ label, twin: faultCommand(fault) }}><button type="button" aria-label={label} aria-pressed={closed} className={cx(closed && styles.closed)} onClick={() => send({ type: 'fault', fault })}>{closed ? '×' : '→'}</button></Tip>
                  {told !== undefined && <small className="num">{told}</small>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Quality = 'loss' | 'latency' | 'jitter';
const units: Readonly<Record<Quality, string>> = { loss: '%', latency: 'ms', jitter: 'ms' };
const wordOf = (quality: Quality, value: number): string => (quality === 'loss' ? String(value / 100) : `${value}ms`);

/** Loss, latency and jitter of one link. */
function LinkForm({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(1);
  const [quality, setQuality] = useState<Quality>('loss');
  const [value, setValue] = useState('20');
  const [a, b] = [members[from] ?? members[0], members[to] ?? members[1]];
  if (!a || !b) return null;
  const number = Number(value);
  const isRight = a !== b && value.trim() !== '' && number >= 0 && number <= (quality === 'loss' ? 100 : 60_000);
  const fault = words(quality, hostOf(a), hostOf(b), wordOf(quality, number));
  const pick = (label: string, chosen: number, change: (index: number) => void) => (
    <select aria-label={label} value={chosen} onChange={(event) => change(Number(event.target.value))}>{members.map(({ id, name }, i) => <option key={id} value={i}>{name}</option>)}</select>
  );
  return (
    <form className={styles.linkForm} onSubmit={(event) => { event.preventDefault(); if (isRight) send({ type: 'fault', fault }); }}>
      {pick(say('raft.linkFrom'), from, setFrom)}<span>–</span>{pick(say('raft.linkTo'), to, setTo)}
      <select aria-label={say('raft.linkQuality')} value={quality} onChange={(event) => { const next = event.target.value; if (next === 'loss' || next === 'latency' || next === 'jitter') setQuality(next); }}>
        {(['loss', 'latency', 'jitter'] as const).map((name) => <option key={name} value={name}>{say(`link.${name}`)}</option>)}
      </select>
      <input aria-label={say('raft.linkValue')} inputMode="decimal" value={value} onChange={(event) => setValue(event.target.value)} aria-invalid={!isRight} /><span>{units[quality]}</span>
      <Button type="submit" small disabled={!isRight} hint={{ label: say('raft.setLink'), ...(isRight ? { twin: faultCommand(fault) } : {}) }}>{say('raft.setLink')}</Button>
    </form>
  );
}

/** What lies between the members: walls, cuts in one direction or both, and bad links. */
export function NetworkPanel({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  if (members.length < 2) return null;
  return (
    <section>
      <h2>{say('raft.wall')}</h2>
      <WallByList members={members} />
      <h2>{say('raft.links')}</h2>
      <Hearing members={members} />
      <LinkForm members={members} />
    </section>
  );
}
