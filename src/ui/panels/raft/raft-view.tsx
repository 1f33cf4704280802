import { useMemo } from 'react';
import type { Member, RaftSummary, SituationState } from '../../../protocol/index.ts';
import { Button, cx, Icon } from '../../design/index.ts';
import { say as sayPhrase } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCalm } from '../../state/calm.ts';
import { sortedMembers } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import type { World } from '../../state/world.ts';
import { phrase, Sentences } from '../inspector/rich.tsx';
import { useChosen } from './chosen.ts';
import { RaftRing } from './picture/raft-ring.tsx';
import { useRaftKeys } from './raft-keys.ts';
import { RaftSide } from './raft-side.tsx';
import styles from './raft.module.css';
import { writesOf } from './side/client.tsx';
import { nextStep } from './side/situations.tsx';
import { Steps } from './steps.tsx';
import { actOn, VerbBar } from './verb-bar.tsx';
import { memberVerbs } from './verbs/member-verbs.ts';
import { messageVerbs } from './verbs/message-verbs.ts';

/** The step of the situation that is next, with the button that does it, or what it has shown. */
function SituationLine({ situation }: { readonly situation: SituationState }) {
  const say = useWords();
  const language = useView((view) => view.language);
  const next = situation.steps.findIndex(({ isDone }) => !isDone);
  if (situation.holds) return <p className={styles.shown}><Icon name="check" size={18} /><span>{situation.closing[language]}</span></p>;
  const step = situation.steps[next];
  if (!step) return null;
  return (
    <div className={styles.now}>
      <i aria-hidden="true">{next + 1}</i><p aria-hidden="true">{step[language]}</p>
      <Button primary small hint={{ label: say('situation.next'), keys: 'Enter' }} onClick={nextStep}>{say('situation.next')}</Button>
    </div>
  );
}

/** What is so right now, and what is to be done next. */
function Telling() {
  const say = useWords();
  const raft = useWorld((world) => world.raft);
  const off = raft?.lab?.safeguards.filter(({ isOn }) => !isOn) ?? [];
  return (
    <header className={styles.tell}>
      <h1 data-testid="headline">{raft ? sayPhrase(raft.headline) : say('perspective.raft')}</h1>
      <p className={cx(styles.sentences, raft?.lab?.situation && styles.one)}>{raft && <Sentences of={raft.sentences} />}</p>
      {off.length > 0 && <p className={styles.notRaft} data-testid="not-raft"><b>{say('raft.notRaft')}</b> {say('raft.without', { names: off.map(({ name }) => say(`safeguard.${name}`)).join(', ') })}</p>}
      {raft?.lab?.warnings.map((warning) => <p key={JSON.stringify(warning)} className={styles.warning} data-testid="raft-warning">{phrase(warning)}</p>)}
      {raft?.lab?.situation && <SituationLine situation={raft.lab.situation} />}
    </header>
  );
}

const membersOf = (world: World): readonly Member[] => sortedMembers(world.members);
const raftOf = (world: World): RaftSummary | undefined => world.raft;

/** What a person can do now: steps, and the verbs of what is selected. */
function Acting() {
  const members = useCalm(membersOf);
  const raft = useCalm(raftOf);
  const machines = useWorld((world) => world.machines);
  const selected = useView((view) => view.selected);
  const message = useWorld((world) => (selected === undefined ? undefined : world.messages.get(selected)));
  const chosen = useChosen(members, raft);
  const id = message?.id ?? chosen?.id ?? '';
  const writes = raft?.lab && writesOf(raft.lab.client);
  const verbs = useMemo(() => (message ? messageVerbs(message) : chosen ? memberVerbs(chosen, machines.get(chosen.machine), { writes }) : []), [message, chosen, machines, writes]);
  useRaftKeys(verbs, (verb) => actOn(id, verb));
  return <><Steps /><VerbBar id={id} name={message?.raftType ?? message?.kind ?? chosen?.name ?? ''} verbs={verbs} /></>;
}

/** A group of etcd members under Raft: who leads, who asks, what is under way, what could happen next, and how to break it. */
export function RaftView() {
  const say = useWords();
  const isEmpty = useWorld((world) => world.members.size === 0);
  if (isEmpty) return <div className={styles.ring}><h1 className={styles.empty}>{say('raft.empty')}</h1></div>;
  return (
    <div className={styles.view}>
      <section className={styles.ring}><Telling /><RaftRing /><Acting /></section>
      <RaftSide />
    </div>
  );
}
