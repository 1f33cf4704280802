import { memo, useMemo, useState } from 'react';
import type { RequestRow } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { runCommand } from '../../state/actions.ts';
import { useCalm } from '../../state/calm.ts';
import { momentText, spanText } from '../../state/format.ts';
import { select } from '../../state/link.ts';
import { useView } from '../../state/view.ts';
import type { World } from '../../state/world.ts';
import { breakable } from '../inspector/rich.tsx';
import { matches } from './filter.ts';
import { OlderRows, mostRows } from './newest-rows.tsx';
import styles from './table.module.css';
import { walkRows } from './walk-rows.ts';

const example = 'kubectl get nodes -v=6';

const requestsOf = (world: World): World['requests'] => world.requests;

const Row = memo(function Row({ request, isSelected }: { readonly request: RequestRow; readonly isSelected: boolean }) {
  const say = useWords();
  return (
    <tr tabIndex={-1} aria-selected={isSelected} onClick={() => select(request.id)}>
      <td className={styles.time}>{momentText(request.atMs)}</td><td className={styles.mono}>{request.verb}</td>
      <td className={cx(styles.mono, styles.wrap)}>{breakable(request.path)}</td>
      <td className={cx((request.code ?? 200) >= 400 && styles.bad)}>{request.code ?? say('requests.open')} {request.reason ?? ''}</td>
      <td className={cx(styles.r, 'num')}>{request.tookMs === undefined ? '' : spanText(request.tookMs)}</td><td>{request.from.slice(request.from.indexOf('/') + 1)}</td>
    </tr>
  );
});

/** Every request that the API server got, newest first. Leases and watches are left out until asked for: they never end. */
export function RequestsTable() {
  const say = useWords();
  const requests = useCalm(requestsOf);
  const selected = useView((view) => view.selected);
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const rows = useMemo(() => [...requests.values()].sort((a, b) => b.atMs - a.atMs)
    .filter((request) => all || (request.verb !== 'watch' && !request.path.includes('/leases')))
    .filter((request) => matches(filter, `${request.verb} ${request.path} ${request.code ?? ''} ${request.from} ${request.user}`)), [requests, filter, all]);
  if (requests.size === 0) return <div className={styles.empty}>{say('requests.empty')}<button type="button" onClick={() => runCommand(example)}>{example}</button></div>;
  return (
    <section className={styles.panel} aria-label={say('dock.requests')}>
      <div className={styles.tools}>
        <input type="text" aria-label={say('events.filter')} placeholder={say('events.filter')} value={filter} onChange={(event) => setFilter(event.target.value)} />
        <label><input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />{say('requests.watches')}</label>
        <span className={styles.count}>{rows.length}/{requests.size}</span>
      </div>
      <div className={styles.scroll} role="group" aria-label={say('dock.requests')} tabIndex={0} onKeyDown={walkRows}>
        <table className={cx(styles.table, styles.requests)}>
          <thead><tr><th>{say('events.time')}</th><th>{say('requests.verb')}</th><th>{say('requests.path')}</th><th>{say('requests.code')}</th><th className={styles.r}>{say('requests.took')}</th><th>{say('requests.from')}</th></tr></thead>
          <tbody>
            {rows.slice(0, mostRows).map((request) => <Row key={request.id} request={request} isSelected={selected === request.id} />)}
          </tbody>
        </table>
        <OlderRows count={rows.length} />
        {rows.length === 0 && <p className={styles.empty}>{say('requests.none')}</p>}
      </div>
    </section>
  );
}
