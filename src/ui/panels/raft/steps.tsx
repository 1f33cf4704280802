import type { RaftHappening } from '../../../protocol/index.ts';
import { Icon, Tip } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { WordKey } from '../../i18n/index.ts';
import { send } from '../../state/link.ts';
import styles from './raft.module.css';

/** A step by meaning: to the next thing of a kind that happens among the members. */
export interface RaftStep { readonly next: RaftHappening; readonly key: string; readonly word: WordKey; readonly hint: WordKey }

/** Every step, in the order of how far it usually goes. */
export const raftSteps: readonly RaftStep[] = [
  { next: 'message', key: 'N', word: 'step.message', hint: 'step.messageHint' },
  { next: 'timer', key: 'E', word: 'step.timer', hint: 'step.timerHint' },
  { next: 'role', key: 'R', word: 'step.role', hint: 'step.roleHint' },
  { next: 'commit', key: 'C', word: 'step.commit', hint: 'step.commitHint' },
];

/** Lets time pass until that has happened, and stops there. */
export const takeStep = (next: RaftHappening): void => send({ type: 'runUntil', condition: { until: 'raft', next } });

/** Steps by meaning, and one back. */
export function Steps() {
  const say = useWords();
  return (
    <div className={styles.steps} role="group" aria-label={say('step.label')}>
      <span>{say('step.label')}</span>
      <Tip hint={{ label: say('time.back'), keys: '←', twin: 'orrery step --back' }}><button type="button" aria-label={say('time.back')} onClick={() => send({ type: 'step', by: 'back' })}><Icon name="back" size={14} /><kbd>←</kbd></button></Tip>
      {raftSteps.map(({ next, key, word, hint }) => (
        <Tip key={next} hint={{ label: say(hint), keys: key }}><button type="button" onClick={() => takeStep(next)}>{say(word)}<kbd>{key}</kbd></button></Tip>
      ))}
    </div>
  );
}
