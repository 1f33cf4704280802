import { Fragment } from 'react';
import type { PodRow } from '../../../protocol/index.ts';
import { Glyph, Tip, type GlyphName } from '../../design/index.ts';
import type { WordKey } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { lastOf } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import type { Rows } from '../../state/world.ts';
import { setView, useView } from '../../state/view.ts';
import styles from './map.module.css';

interface Entry { readonly id: string; readonly glyph: GlyphName; readonly word: WordKey }

const phases: readonly Entry[] = [
  { id: 'pending', glyph: 'phase.pending', word: 'legend.pending' }, { id: 'creating', glyph: 'phase.creating', word: 'legend.creating' },
  { id: 'ready', glyph: 'phase.ready', word: 'legend.ready' }, { id: 'notReady', glyph: 'phase.notReady', word: 'legend.notReady' },
  { id: 'succeeded', glyph: 'phase.succeeded', word: 'legend.succeeded' }, { id: 'terminating', glyph: 'phase.terminating', word: 'legend.terminating' },
  { id: 'failed', glyph: 'phase.failed', word: 'legend.failed' }, { id: 'crashLoop', glyph: 'phase.crashLoop', word: 'legend.crashLoop' },
];
const kinds: readonly Entry[] = [
  { id: 'request', glyph: 'message.request', word: 'legend.request' }, { id: 'response', glyph: 'message.response', word: 'legend.response' },
  { id: 'watch', glyph: 'message.watch', word: 'legend.watch' }, { id: 'append', glyph: 'message.append', word: 'legend.append' },
  { id: 'traffic', glyph: 'message.traffic', word: 'legend.traffic' },
];

/** Phases that Pods are in, as one text: it is the same as long as they are. */
const presentPhases = lastOf((pods: Rows<PodRow>): string => {
  const present = new Set<string>();
  for (const { phase } of pods.values()) present.add(phase);
  return [...present].sort().join(' ');
});

/** Shows or hides a class of messages, or filters the map to a phase. */
function toggle(id: string): void {
  setView((view) => {
    const muted = new Set(view.muted);
    if (muted.has(id)) muted.delete(id);
    else muted.add(id);
    return { muted };
  });
}

/** The legend: what each mark means, each also a switch. Where there is little room, phases that no Pod is in stand aside. */
export function Legend() {
  const say = useWords();
  const present = useWorld((world) => presentPhases(world.pods));
  const muted = useView((view) => view.muted);
  return (
    <div className={styles.legend} role="group" aria-label={say('legend.label')}>
      {[phases, kinds].map((entries, i) => (
        <Fragment key={entries[0]?.id}>
          {i > 0 && <span className={styles.rule} />}
          {entries.map((entry) => (
            <Tip key={entry.id} hint={{ label: `${say('legend.toggle')}: ${say(entry.word)}` }} position="top">
              <button type="button" data-absent={entries === phases && !present.split(' ').includes(entry.id) && !muted.has(entry.id) ? '' : undefined} aria-pressed={!muted.has(entry.id)} onClick={() => toggle(entry.id)}>
                <Glyph name={entry.glyph} size={14} />{say(entry.word)}
              </button>
            </Tip>
          ))}
        </Fragment>
      ))}
      <Tip hint={{ label: say('signs.title'), keys: 'm' }} position="top"><button type="button" className={styles.more} aria-label={say('signs.title')} onClick={() => setView({ dialog: 'signs' })}>?</button></Tip>
    </div>
  );
}
