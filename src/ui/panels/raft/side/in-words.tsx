import type { Member } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { useCalm } from '../../../state/calm.ts';
import { select } from '../../../state/link.ts';
import type { World } from '../../../state/world.ts';
import { memberSentence } from '../member-sentence.ts';
import { tallyOf } from '../picture/tally.ts';
import styles from './side.module.css';

const messagesOf = (world: World): World['messages'] => world.messages;

/** What the picture shows, a sentence a member. */
export function InWords({ members }: { readonly members: readonly Member[] }) {
  const say = useWords();
  const messages = useCalm(messagesOf);
  return (
    <section>
      <h2>{say('raft.inWords')}</h2>
      <ul className={styles.sentences} data-testid="in-words">
        {members.map((member) => <li key={member.id}><button type="button" onClick={() => select(member.id)}>{memberSentence(member, tallyOf(member, messages), say)}</button></li>)}
      </ul>
    </section>
  );
}
