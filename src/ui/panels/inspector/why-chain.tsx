import { useState } from 'react';
import type { WhyStep } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import { momentText, spanText } from '../../state/format.ts';
import { select } from '../../state/link.ts';
import { useView } from '../../state/view.ts';
import styles from './chain.module.css';
import { breakable, commandWords, phrase } from './rich.tsx';

/** A time beside a step: the first of a second in full, those soon after by what they took. */
export function stepTime(step: WhyStep, before: WhyStep | undefined, say: Words): string {
  if (step.when === 'now') return say('inspector.now');
  if (step.when === 'next') return say('inspector.next');
  if (step.folded) return '';
  const since = before && !before.folded ? step.atMs - before.atMs : Infinity;
  return since >= 0 && since < 1_000 ? `+${spanText(since)}` : momentText(step.atMs);
}

/** Opens a file of the editor at a line. */
export function showLine(file: string, line: number): void {
  window.dispatchEvent(new CustomEvent('orrery:line', { detail: { file, line } }));
}

function Step({ step, before }: { readonly step: WhyStep; readonly before: WhyStep | undefined }) {
  const say = useWords();
  const { source } = step;
  return (
    <li className={cx(step.when === 'now' && styles.now, step.when === 'next' && styles.next)}>
      <span className={styles.time}>{breakable(stepTime(step, before, say), '.')}</span>
      <button type="button" className={styles.step} disabled={step.when === 'next'} onClick={() => select(step.about ?? step.id)}>
        <span className={styles.who}>{step.byHand ? say('inspector.you') : step.actor}</span>
        {step.command !== undefined && <span className={styles.what}><code>{commandWords(step.command)}</code></span>}
        {step.command === undefined && step.text.map((part) => <span key={JSON.stringify(part)} className={styles.what}>{phrase(part)}</span>)}
        {step.detail && <span className={styles.sub}>{phrase(step.detail)}</span>}
      </button>
      {source && <button type="button" className={styles.src} onClick={() => showLine(source.file, source.line)}>{source.file}:{source.line} <code>{source.text}</code></button>}
    </li>
  );
}

/** The chain of causes, oldest first; folded steps open where they stand. */
export function WhyChain({ steps }: { readonly steps: readonly WhyStep[] }) {
  const say = useWords();
  const presenter = useView((view) => view.presenter);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  if (steps.length === 0) return <p className={styles.sub}>{say('inspector.noWhy')}</p>;
  // From ten metres three causes can be read.
  const kept = presenter ? steps.filter((step) => !step.folded).slice(-3) : steps;
  const shown = kept.flatMap((step) => (step.folded && opened.has(step.id) ? step.folded : [step]));
  return (
    <ol className={styles.chain} data-testid="why">
      {shown.map((step, i) => step.folded
        ? (
          <li key={step.id} className={styles.fold}>
            <button type="button" className={styles.who} onClick={() => setOpened(new Set([...opened, step.id]))}>
              {step.text.map((part) => <span key={JSON.stringify(part)}>{phrase(part)}</span>)}
            </button>
          </li>
        )
        : <Step key={step.id} step={step} before={shown[i - 1]} />)}
    </ol>
  );
}
