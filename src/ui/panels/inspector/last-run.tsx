import { Button, Ghost } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { goOnWith } from '../../state/actions.ts';
import { clockText } from '../../state/format.ts';
import { setView, useView } from '../../state/view.ts';
import styles from './now.module.css';

/** Whoever comes back is offered the run that they left; it is theirs to take or leave. */
export function LastRun() {
  const say = useWords();
  const last = useView((view) => view.lastRun);
  if (!last) return null;
  return (
    <section className={styles.lastRun} role="status" data-testid="last-run">
      <p>{say('run.last', { time: clockText(last.headMs).slice(0, 8) })}</p>
      <Button small primary onClick={() => goOnWith(last)}>{say('run.goOn')}</Button>
      <Ghost onClick={() => setView({ lastRun: undefined })}>{say('run.leave')}</Ghost>
    </section>
  );
}
