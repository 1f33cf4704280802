import { useEffect } from 'react';
import type { Fault, Member } from '../../../protocol/index.ts';
import { faultCommand } from '../../../protocol/index.ts';
import { Button } from '../../design/index.ts';
import { say as sayPhrase } from '../../i18n/index.ts';
import type { WordKey } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { select, send } from '../../state/link.ts';
import { sortedMembers } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import { phrase } from '../inspector/rich.tsx';
import { LogTable } from './log-table.tsx';
import { LastSeconds, Moves, UnderWay } from './raft-facts.tsx';
import { RaftRing } from './raft-ring.tsx';
import styles from './raft.module.css';

interface Verb { readonly key: string; readonly word: WordKey; readonly fault: Fault }

/** What can be done to a member, each with a key. */
function verbsFor(member: Member): readonly Verb[] {
  const { id, machine } = member;
  const down = member.role === 'down';
  return [
    { key: 'T', word: 'verb.raftTimeout', fault: { fault: 'timeout', target: id } },
    down ? { key: 'S', word: 'verb.raftStart', fault: { fault: 'start', target: id } } : { key: 'S', word: 'verb.raftStop', fault: { fault: 'stop', target: id } },
    member.paused ? { key: 'Z', word: 'verb.raftResume', fault: { fault: 'unfreeze', target: machine } } : { key: 'Z', word: 'verb.raftPause', fault: { fault: 'freeze', target: machine } },
    { key: 'X', word: 'verb.raftCut', fault: { fault: 'isolate', target: machine } },
    { key: 'H', word: 'verb.raftHeal', fault: { fault: 'rejoin', target: machine } },
    { key: 'P', word: 'verb.raftPropose', fault: { fault: 'propose', target: id } },
  ];
}

/** The verbs stay with the member they were used on, whoever leads next. */
function act(member: Member, verb: Verb): void {
  select(member.id);
  send({ type: 'fault', fault: verb.fault });
}

function Verbs({ member }: { readonly member: Member }) {
  const say = useWords();
  const cut = useWorld((world) => (world.machines.get(member.machine)?.cutFrom.length ?? 0) > 0);
  const verbs = verbsFor(member).filter((verb) => (cut ? verb.key !== 'X' : verb.key !== 'H'));
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || (event.target instanceof Element && event.target.closest('input,textarea,[contenteditable]'))) return;
      const verb = verbsFor(member).find((candidate) => candidate.key.toLowerCase() === event.key);
      if (!verb) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act(member, verb);
    };
    window.addEventListener('keydown', key, true);
    return () => window.removeEventListener('keydown', key, true);
  }, [member]);
  return (
    <div className={styles.verbs}>
      <span>{member.name}</span>
      {verbs.map((verb) => (
        <Button key={verb.key} hint={{ label: say(verb.word), keys: verb.key, twin: faultCommand(verb.fault) }} onClick={() => act(member, verb)}>{say(verb.word)} <kbd>{verb.key}</kbd></Button>
      ))}
    </div>
  );
}

/** The cluster's own Raft: who leads, who asks, what is under way, and what could happen next. */
export function RaftView() {
  const say = useWords();
  const members = useWorld((world) => sortedMembers(world.members));
  const raft = useWorld((world) => world.raft);
  const selected = useView((view) => view.selected);
  const chosen = members.find((member) => member.id === selected) ?? members.find((member) => member.name === raft?.leader) ?? members[0];
  if (members.length === 0 || !chosen) return <div className={styles.ring}><h1>{say('raft.empty')}</h1></div>;
  return (
    <div className={styles.view}>
      <section className={styles.ring}>
        <h1 data-testid="headline">{raft ? sayPhrase(raft.headline) : say('perspective.raft')}</h1>
        <p className={styles.tell}>{raft?.sentences.map((sentence) => <span key={JSON.stringify(sentence)}>{phrase(sentence)} </span>)}</p>
        <RaftRing members={members} raft={raft} />
        <Verbs member={chosen} />
      </section>
      <section className={styles.side}>
        <LogTable members={members} raft={raft} />
        <UnderWay />
        <Moves raft={raft} />
        <LastSeconds members={members} raft={raft} />
      </section>
    </div>
  );
}
