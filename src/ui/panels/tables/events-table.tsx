import { memo, useMemo, useState } from 'react';
import type { EventRow } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { runCommand } from '../../state/actions.ts';
import { useCalm } from '../../state/calm.ts';
import { momentText } from '../../state/format.ts';
import { select } from '../../state/link.ts';
import { useView } from '../../state/view.ts';
import type { World } from '../../state/world.ts';
import { matches } from './filter.ts';
import { OlderRows, mostRows } from './newest-rows.tsx';
import styles from './table.module.css';
import { walkRows } from './walk-rows.ts';

const example = 'kubectl create deployment web --image=nginx --replicas=2';

const eventsOf = (world: World): World['events'] => world.events;

const Row = memo(function Row({ event, isSelected }: { readonly event: EventRow; readonly isSelected: boolean }) {
  return (
    <tr tabIndex={-1} aria-selected={isSelected} onClick={() => select(event.about)}>
      <td className={styles.time}>{momentText(event.storedMs)}</td>
      <td className={cx(event.type === 'Warning' && styles.warning)}>{event.type}</td>
      <td>{event.reason}</td><td className={styles.mono}>{event.object}</td><td className={styles.wrap}>{event.message}</td><td className={styles.r}>{event.count}</td>
    </tr>
  );
});

/** Kubernetes' Events, newest first, with a filter. */
export function EventsTable() {
  const say = useWords();
  const events = useCalm(eventsOf);
  const selected = useView((view) => view.selected);
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => [...events.values()].sort((a, b) => b.storedMs - a.storedMs)
    .filter((event) => matches(filter, `${event.type} ${event.reason} ${event.object} ${event.message} ${event.source}`)), [events, filter]);
  if (events.size === 0) return <div className={styles.empty}>{say('events.empty')}<button type="button" onClick={() => runCommand(example)}>{example}</button></div>;
  return (
    <section className={styles.panel} aria-label={say('dock.events')}>
      <div className={styles.tools}>
        <input type="text" aria-label={say('events.filter')} placeholder={say('events.filter')} value={filter} onChange={(event) => setFilter(event.target.value)} />
        <span className={styles.count}>{rows.length}/{events.size}</span>
      </div>
      <div className={styles.scroll} role="group" aria-label={say('dock.events')} tabIndex={0} onKeyDown={walkRows}>
        <table className={cx(styles.table, styles.events)}>
          <thead><tr><th>{say('events.time')}</th><th>{say('events.type')}</th><th>{say('events.reason')}</th><th>{say('events.object')}</th><th>{say('events.message')}</th><th className={styles.r}>{say('events.count')}</th></tr></thead>
          <tbody>
            {rows.slice(0, mostRows).map((event) => <Row key={event.id} event={event} isSelected={selected === event.about} />)}
          </tbody>
        </table>
        <OlderRows count={rows.length} />
        {rows.length === 0 && <p className={styles.empty}>{say('requests.none')}</p>}
      </div>
    </section>
  );
}
