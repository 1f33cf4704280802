import { useMemo } from 'react';
import { shortName } from '../../../protocol/index.ts';
import { Glyph } from '../../design/index.ts';
import { classOf, glyphOf } from '../../graph/canvas/messages.ts';
import { useWords } from '../../i18n/use-words.ts';
import { select } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import styles from './now.module.css';

/** Messages that are named; the others are counted. */
const shown = 8;

/** While time stands still: what is between two ends, the next to arrive first. Each line leads to its message. */
export function UnderWay() {
  const say = useWords();
  const isPaused = useWorld((world) => world.clock?.running === false);
  const messages = useWorld((world) => world.messages);
  const rows = useMemo(() => (isPaused ? [...messages.values()].filter(({ kind }) => classOf(kind) !== 'heartbeat').sort((a, b) => a.arrivesMs - b.arrivesMs) : []), [isPaused, messages]);
  if (rows.length === 0) return null;
  return (
    <section className={styles.underWay} aria-label={say('list.underWay')}>
      <h3>{say('list.underWay')}</h3>
      <ul>
        {rows.slice(0, shown).map(({ id, kind, from, to, label }) => (
          <li key={id}><button type="button" className={styles.trouble} onClick={() => select(id)}><Glyph name={glyphOf(kind)} /><b>{shortName(from)} → {shortName(to)}</b><span className="mono">{label}</span></button></li>
        ))}
      </ul>
      {rows.length > shown && <p className={styles.faint}>{say('map.more', { count: rows.length - shown })}</p>}
    </section>
  );
}
