import { useState } from 'react';
import type { RequestStage, StageChange } from '../../../protocol/index.ts';
import { Button, cx, Icon, IconButton, type IconName } from '../../design/index.ts';
import type { WordKey } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { runCommand } from '../../state/actions.ts';
import { phrase } from './rich.tsx';
import styles from './stages.module.css';

const signs: Readonly<Record<RequestStage['verdict'], IconName | undefined>> = {
  passed: 'check', refused: 'cross', open: 'play', later: undefined, never: undefined,
};

/** A unified diff, its lines in the colours of what came and what went. */
function Change({ change: { by, diff } }: { readonly change: StageChange }) {
  return (
    <div className={styles.change}>
      {by !== '' && <b>{by}</b>}
      <pre tabIndex={0}>
        {diff.split('\n').map((line, at) => (
          // A line has nothing but its place.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={at} className={cx(line.startsWith('+') && styles.came, line.startsWith('-') && styles.went, line.startsWith('@@') && styles.gap)}>{`${line}\n`}</span>
        ))}
      </pre>
    </div>
  );
}

/** What can be done about a refusal; a command can be run where it stands. */
function Ways({ ways }: Pick<RequestStage, 'ways'>) {
  const say = useWords();
  return (
    <div className={styles.ways} data-testid="ways">
      <b>{say('inspector.whatToDo')}</b>
      {ways.map((way) => {
        const command = 'say' in way ? way.with?.['command'] : undefined;
        return (
          <div key={JSON.stringify(way)}>
            <p>{phrase(way)}</p>
            {typeof command === 'string' && <Button small hint={{ label: say('inspector.runIt'), twin: command }} onClick={() => runCommand(command)}>{say('inspector.runIt')}</Button>}
          </div>
        );
      })}
    </div>
  );
}

/** Where one looks first: where it was refused, where it is, or the first stage that changed something. */
function firstLook(stages: readonly RequestStage[]): number {
  const stop = stages.findIndex(({ verdict }) => verdict === 'refused' || verdict === 'open');
  return stop >= 0 ? stop : Math.max(0, stages.findIndex(({ changes }) => changes.length > 0));
}

/** The way of a request through the API server: one steps through it, and sees at each stage who decided and what was changed. */
export function Stages({ stages }: { readonly stages: readonly RequestStage[] }) {
  const say = useWords();
  const [chosen, setChosen] = useState<number>();
  const at = Math.min(chosen ?? firstLook(stages), stages.length - 1);
  const stage = stages[at];
  if (!stage) return null;
  return (
    <section className={styles.stages} aria-label={say('stages.title')} data-testid="stages">
      <header>
        <h3>{say('stages.title')}</h3>
        <IconButton icon="up" hint={{ label: say('stages.before') }} disabled={at === 0} onClick={() => setChosen(at - 1)} />
        <IconButton icon="down" hint={{ label: say('stages.next') }} disabled={at === stages.length - 1} onClick={() => setChosen(at + 1)} />
      </header>
      <ol>
        {stages.map(({ stage: name, verdict, by, changes }, place) => {
          const sign = signs[verdict];
          return (
            <li key={name} className={cx(styles[verdict], place === at && styles.chosen)}>
              <button type="button" aria-current={place === at ? 'step' : undefined} onClick={() => setChosen(place)}>
                <span className={styles.sign}>{sign && <Icon name={sign} size={12} />}</span>
                <span className={styles.name}>{say(`stage.${name}` satisfies WordKey)}</span>
                <span className={styles.by}>{by !== '' ? by : changes.map((change) => change.by).filter((one) => one !== '').join(', ')}</span>
              </button>
              {place === at && (
                <div className={styles.inside} data-testid="stage">
                  {stage.says.map((part) => <p key={JSON.stringify(part)}>{phrase(part)}</p>)}
                  {stage.ways.length > 0 && <Ways ways={stage.ways} />}
                  {stage.changes.map((change) => <Change key={`${change.by}${change.diff}`} change={change} />)}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
