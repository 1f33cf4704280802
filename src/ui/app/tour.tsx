import { useEffect, useState } from 'react';
import { Button, Ghost } from '../design/index.ts';
import type { WordKey } from '../i18n/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { endTour } from '../state/actions.ts';
import { setView, useView } from '../state/view.ts';
import styles from './floating.module.css';

const count = 5;
/** What each step speaks of, as it can be found on the page. */
const speaksOf: readonly string[] = ['[data-entity^="machine/worker"], [data-entity^="object/Node"]', '[data-entity$="/kube-apiserver"]', '[data-role="leader"]', '[data-testid="gallery"], [data-testid="editor"]', '[data-entity^="object/Pod/default/"]'];

/** The number in brass on what the step speaks of; it follows the map. */
function Pointer({ step }: { readonly step: number }) {
  const [box, setBox] = useState<DOMRect>();
  useEffect(() => {
    // The first of them that is seen: tabs that are not open hold some too.
    const look = (): void => setBox([...document.querySelectorAll(speaksOf[step - 1] ?? '')].map((element) => element.getBoundingClientRect()).find(({ width }) => width > 0));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [step]);
  if (!box) return null;
  return <div className={styles.pointer} data-testid="tour-pointer" style={{ left: box.left - 6, top: box.top - 6, width: box.width + 12, height: box.height + 12 }} aria-hidden="true"><i className={styles.badge}>{step}</i></div>;
}

/** Five steps in one fixed place; nothing is dimmed, everything stays usable. */
export function Tour() {
  const say = useWords();
  const step = useView((view) => view.tour);
  if (step === undefined) return null;
  const last = step >= count;
  return (
    <>
      <Pointer step={step} />
      <section className={styles.tour} role="dialog" aria-modal="false" aria-label={say('app.tour')} data-testid="tour">
        <div className={styles.tourNumber}><i className={styles.badge}>{step}</i><span>{say('tour.step', { step, count })}</span></div>
        <h2>{say(`tour.${step}.title` as WordKey)}</h2>
        <p>{say(`tour.${step}.text` as WordKey)}</p>
        <div className={styles.tourButtons}>
          <Ghost onClick={endTour}>{say('tour.skip')}</Ghost><span className={styles.grow} />
          <Button disabled={step === 1} onClick={() => setView({ tour: step - 1 })}>{say('tour.back')}</Button>
          <Button primary onClick={() => (last ? endTour() : setView({ tour: step + 1 }))}>{say(last ? 'tour.done' : 'tour.next')}</Button>
        </div>
      </section>
    </>
  );
}
