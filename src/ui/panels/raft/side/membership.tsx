import type { Member } from '../../../../protocol/index.ts';
import { Button } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { doVerb, twinOf, words, type RaftVerb } from '../verbs/raft-verb.ts';
import styles from './side.module.css';

const additions: readonly RaftVerb[] = [
  { word: 'verb.addMember', fault: words('member', 'add') },
  { word: 'verb.addLearner', fault: words('member', 'add', '--learner') },
];

/** Who belongs to the group, and how it grows and shrinks. */
export function Membership({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  const known = members.find(({ role }) => role === 'leader') ?? members.find(({ voters }) => voters.length > 0);
  return (
    <section>
      <h2>{say('raft.configuration')}</h2>
      {known && (
        <dl className={styles.configuration} data-testid="configuration">
          <dt>{say('raft.voters')}</dt><dd>{known.voters.join(', ')}</dd>
          {known.votersOutgoing.length > 0 && <><dt>{say('raft.votersBefore')}</dt><dd>{known.votersOutgoing.join(', ')}</dd></>}
          {known.learners.length > 0 && <><dt>{say('raft.learners')}</dt><dd>{known.learners.join(', ')}</dd></>}
        </dl>
      )}
      <div className={styles.buttons}>
        {additions.map((verb) => <Button key={verb.word} small hint={{ label: say(verb.word), twin: twinOf(verb) }} onClick={() => doVerb(verb)}>{say(verb.word)}</Button>)}
      </div>
      <p className="soft">{say('raft.removeTell')}</p>
    </section>
  );
}
