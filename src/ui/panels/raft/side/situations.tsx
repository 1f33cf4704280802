import { useState } from 'react';
import type { SceneInfo, SituationState } from '../../../../protocol/index.ts';
import { Button, cx, Icon } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { send } from '../../../state/link.ts';
import { useWorld } from '../../../state/store.ts';
import { useView } from '../../../state/view.ts';
import styles from './side.module.css';

/** Scenes of the laboratory. */
const isSituation = ({ id, shelf }: SceneInfo): boolean => shelf === 'raft' || id === 'raft';

/** Does the next step of the situation, or watches until it has come true. */
export const nextStep = (): void => send({ type: 'runUntil', condition: { until: 'situation' } });

/** The steps of the situation that is watched, ticked as they happen, and what it has shown at its end. */
function SituationSteps({ situation }: { readonly situation: SituationState }) {
  const say = useWords();
  const language = useView((view) => view.language);
  const next = situation.steps.findIndex(({ isDone }) => !isDone);
  // What the next step does is told in the words that one would type.
  return (
    <div className={styles.situation} data-testid="situation">
      <ol>
        {situation.steps.map((step, i) => (
          <li key={step.en} className={cx(step.isDone && styles.done, i === next && styles.nextStep)} aria-current={i === next ? 'step' : undefined}>
            {step.isDone ? <Icon name="check" size={14} /> : <i>{i + 1}</i>}
            <span>{step[language]}{i === next && step.moves.length > 0 && <code>{step.moves.join(' · ')}</code>}</span>
          </li>
        ))}
      </ol>
      <p className={cx(styles.closing, situation.holds && styles.holds)} data-holds={situation.holds} data-testid="closing">
        {situation.holds ? <><Icon name="check" size={18} />{situation.closing[language]}</> : say('situation.toShow')}
      </p>
    </div>
  );
}

/** A situation as text, to be opened. */
function FromText() {
  const say = useWords();
  const seed = useWorld((world) => world.report?.seed ?? 1);
  const [text, setText] = useState('');
  return (
    <details className={styles.fromText}>
      <summary>{say('situation.fromText')}</summary>
      <textarea rows={6} spellCheck={false} aria-label={say('situation.fromText')} value={text} onChange={(event) => setText(event.target.value)} />
      <Button small disabled={text.trim() === ''} onClick={() => send({ type: 'load', source: { seed, situation: text } })}>{say('situation.open')}</Button>
    </details>
  );
}

/** Every situation that can be opened, and the one that is. */
export function Situations({ situation }: { readonly situation: SituationState | undefined }) {
  const say = useWords();
  const report = useWorld((world) => world.report);
  const language = useView((view) => view.language);
  const scenes = report?.scenes.filter(isSituation) ?? [];
  const current = scenes.find(({ id }) => id === report?.scene);
  return (
    <section>
      {situation && <><h2>{current?.title[language] ?? say('situation.own')}</h2>{current && <p className="soft">{current.summary[language]}</p>}<SituationSteps situation={situation} /></>}
      <h2>{say('situation.all')}</h2>
      <ul className={styles.gallery} data-testid="situations">
        {scenes.map((scene) => (
          <li key={scene.id}>
            <button type="button" aria-current={scene.id === report?.scene ? 'true' : undefined} onClick={() => send({ type: 'load', source: { seed: report?.seed ?? 1, scene: scene.id } })}>
              <b>{scene.title[language]}</b><span>{scene.summary[language]}</span>
            </button>
          </li>
        ))}
      </ul>
      <FromText />
    </section>
  );
}
