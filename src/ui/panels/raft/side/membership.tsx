import { useState } from 'react';
import { faultCommand, type Member } from '../../../../protocol/index.ts';
import { Button, cx } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { send } from '../../../state/link.ts';
import { doVerb, twinOf, words, type RaftVerb } from '../verbs/raft-verb.ts';
import styles from './side.module.css';

const additions: readonly RaftVerb[] = [
  { word: 'verb.addMember', fault: words('member', 'add') },
  { word: 'verb.addLearner', fault: words('member', 'add', '--learner') },
];

function Act({ verb, label }: { readonly verb: RaftVerb; readonly label: string }) {
  return <Button small hint={{ label, twin: twinOf(verb) }} onClick={() => doVerb(verb)}>{label}</Button>;
}

/** Whom the configuration names, with what each is in it, and how it is changed one member at a time. */
function Configuration({ known }: { readonly known: Member }) {
  const say = useWords();
  const { voters, votersOutgoing, learners } = known;
  const names = [...new Set([...voters, ...votersOutgoing, ...learners])];
  const roleOf = (name: string): string => [
    ...(voters.includes(name) ? [say('raft.votes')] : []),
    ...(votersOutgoing.includes(name) ? [say('raft.votedBefore')] : []),
    ...(learners.includes(name) ? [say('role.learner')] : []),
  ].join(say('raft.comma'));
  return (
    <table className={styles.table} data-testid="configuration">
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <td className={cx('mono', styles.name)}>{name}</td><td>{roleOf(name)}</td>
            <td className={styles.acts}>
              {learners.includes(name) && <Act verb={{ word: 'verb.raftPromote', fault: words('member', 'promote', name) }} label={say('verb.raftPromote')} />}
              {' '}<Act verb={{ word: 'verb.raftRemove', fault: words('member', 'remove', name) }} label={say('raft.remove')} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Exactly these vote from here on: one change, through joint consensus. */
function AtOneStroke({ members, voters }: { readonly members: readonly Member[]; readonly voters: readonly string[] }) {
  const say = useWords();
  const [chosen, setChosen] = useState<readonly string[]>();
  const next = (chosen ?? voters).filter((name) => members.some((member) => member.name === name));
  const toggle = (name: string): void => setChosen(next.includes(name) ? next.filter((other) => other !== name) : members.map((member) => member.name).filter((other) => next.includes(other) || other === name));
  const fault = words('member', 'set', next.join(','));
  return (
    <div className={styles.sides}>
      <p className={styles.tell}>{say('raft.setTell')}</p>
      <div className={styles.sideRow}>
        {members.map(({ id, name }) => <button key={id} type="button" aria-pressed={next.includes(name)} className={cx(next.includes(name) && styles.rightSide)} onClick={() => toggle(name)}>{name}</button>)}
        <span className={styles.grow} />
        <Button small disabled={next.length === 0} hint={{ label: say('raft.setVoters'), twin: faultCommand(fault) }} onClick={() => { send({ type: 'fault', fault }); setChosen(undefined); }}>{say('raft.setVoters')}</Button>
      </div>
    </div>
  );
}

/** Who belongs to the group, and how it grows and shrinks: one by one, or at one stroke. */
export function Membership({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  const known = members.find(({ role }) => role === 'leader') ?? members.find(({ voters }) => voters.length > 0);
  if (!known) return null;
  return (
    <section>
      <div className={styles.headRow}>
        <h2>{say('raft.configuration')}{known.votersOutgoing.length > 0 && <span className={styles.key}>{say('raft.jointTell')}</span>}</h2>
        {additions.map((verb) => <Act key={verb.word} verb={verb} label={say(verb.word)} />)}
      </div>
      <Configuration known={known} />
      <h2>{say('raft.oneStroke')}</h2>
      <AtOneStroke members={members} voters={known.voters} />
    </section>
  );
}
