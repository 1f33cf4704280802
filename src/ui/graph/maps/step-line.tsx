import { useEffect, useState } from 'react';
import { shortName, type Message } from '../../../protocol/index.ts';
import { Glyph } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { stepBetween, type StepDone } from '../../state/last-step.ts';
import { select } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import { glyphOf } from '../canvas/messages.ts';
import styles from './step-line.module.css';

/** Messages of each sort that are named, as far as they have room; all of them are counted. */
const named = 3;

function Said({ word, messages }: { readonly word: string; readonly messages: readonly Message[] }) {
  if (messages.length === 0) return null;
  return (
    <p>
      <span className={styles.word}>{messages.length === 1 ? word : `${word} ${messages.length}`}</span>
      {messages.slice(0, named).map(({ id, kind, from, to, label }) => (
        <button key={id} type="button" onClick={() => select(id)}><Glyph name={glyphOf(kind)} /><b>{shortName(from)} → {shortName(to)}</b><code>{label}</code></button>
      ))}
    </p>
  );
}

/** What the last step did, in words, for as long as time stands still: what came to its end, and what set out because of it. */
export function StepLine() {
  const say = useWords();
  const [done, setDone] = useState<StepDone>();
  useEffect(() => useWorld.subscribe((after, before) => {
    if (after.clock?.event === before.clock?.event && after.clock?.running === before.clock?.running) return;
    setDone(stepBetween(before, after));
  }), []);
  if (!done || done.arrived.length + done.sent.length === 0) return null;
  return <div className={styles.step} data-testid="step-line"><Said word={say('map.arrived')} messages={done.arrived} /><Said word={say('map.setsOut')} messages={done.sent} /></div>;
}
