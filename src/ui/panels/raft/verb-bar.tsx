import { Button } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { openMenu } from '../../graph/nodes/interact.ts';
import { select } from '../../state/link.ts';
import styles from './raft.module.css';
import { doVerb, twinOf, type RaftVerb } from './verbs/raft-verb.ts';

/** The verbs stay with the thing they were used on, whoever leads next. */
export function actOn(id: string, verb: RaftVerb): void {
  select(id);
  doVerb(verb);
}

/** What can be done to the thing that is selected: a button each, and a menu with the rest. */
export function VerbBar({ id, name, verbs }: { readonly id: string; readonly name: string; readonly verbs: readonly RaftVerb[] }) {
  const say = useWords();
  return (
    <div className={styles.verbs} role="group" aria-label={say('raft.verbsFor', { name })}>
      <span>{name}</span>
      {verbs.filter(({ isRare }) => !isRare).map((verb) => (
        <Button key={verb.word} small hint={{ label: say(verb.word, verb.values), keys: verb.key, twin: twinOf(verb) }} onClick={() => actOn(id, verb)}>{say(verb.word, verb.values)} <kbd>{verb.key}</kbd></Button>
      ))}
      <Button small hint={{ label: say('raft.moreVerbs'), keys: 'Shift F10' }} aria-label={say('raft.moreVerbs')} aria-haspopup="menu" onClick={({ currentTarget }) => { const box = currentTarget.getBoundingClientRect(); openMenu(id, box.left, box.top); }}>…</Button>
    </div>
  );
}
