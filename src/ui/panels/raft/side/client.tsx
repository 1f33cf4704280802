import { useState } from 'react';
import { faultCommand, type ClientHistory, type Member } from '../../../../protocol/index.ts';
import { Button, cx, Icon } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { send } from '../../../state/link.ts';
import { words } from '../verbs/raft-verb.ts';
import { ClientChart } from './client-chart.tsx';
import styles from './side.module.css';

/** Writes that a client has asked for. */
export const writesOf = ({ operations }: ClientHistory): number => operations.filter(({ action }) => action === 'write').length;

/** Whether all that the client saw could have come from one register. */
function Verdict({ client }: { readonly client: ClientHistory }) {
  const say = useWords();
  if (client.operations.length === 0) return <p className={styles.quiet}>{say('client.none')}</p>;
  return (
    <p className={cx(styles.verdict, !client.isLinearizable && styles.bad)} data-testid="client-verdict">
      <Icon name={client.isLinearizable ? 'check' : 'cross'} size={16} />{say(client.isLinearizable ? 'client.linearizable' : 'client.notLinearizable')}
    </p>
  );
}

/** A client that reads and writes one register through any member, what it saw, and whether that can be. */
export function ClientPanel({ client, members, chosen }: { readonly client: ClientHistory; readonly members: readonly Member[]; readonly chosen: Member }) {
  const say = useWords();
  const [through, setThrough] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const member = members.find(({ name }) => name === through) ?? chosen;
  const value = typed ?? String(writesOf(client) + 1);
  const [write, read] = [words('client', 'write', member.name, value), words('client', 'read', member.name)];
  const isRight = value.trim() !== '' && !/\s/.test(value);
  return (
    <section>
      <h2>{say('client.title')}</h2>
      <form className={styles.linkForm} onSubmit={(event) => { event.preventDefault(); if (isRight) { send({ type: 'fault', fault: write }); setTyped(undefined); } }}>
        <label>{say('client.through')} <select aria-label={say('client.through')} value={member.name} onChange={(event) => setThrough(event.target.value)}>{members.map(({ id, name }) => <option key={id}>{name}</option>)}</select></label>
        <input aria-label={say('client.value')} value={value} onChange={(event) => setTyped(event.target.value)} />
        <Button type="submit" small disabled={!isRight} hint={{ label: say('verb.clientWrite'), keys: 'Y', twin: faultCommand(write) }}>{say('verb.clientWrite')}</Button>
        <Button small hint={{ label: say('verb.clientRead'), keys: 'U', twin: faultCommand(read) }} onClick={() => send({ type: 'fault', fault: read })}>{say('verb.clientRead')}</Button>
        {client.operations.length > 0 && <Button small hint={{ label: say('client.forgetTell'), twin: faultCommand(words('client', 'forget')) }} onClick={() => send({ type: 'fault', fault: words('client', 'forget') })}>{say('client.forget')}</Button>}
      </form>
      <Verdict client={client} />
      {client.operations.length > 0 && <ClientChart client={client} />}
    </section>
  );
}
