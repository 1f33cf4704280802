import type { EventRow, Inspection, Relation } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { momentText } from '../../state/format.ts';
import { select } from '../../state/link.ts';
import styles from './inspector.module.css';
import { byWords } from './rich.tsx';
import { Thing } from './thing.tsx';

/** Letters of a value that has room beside its name; a longer one, such as a condition with its message, stands below it. */
const besideName = 44;

/** Spec against status, conditions, addresses. */
export function StateTab({ inspection }: { readonly inspection: Inspection }) {
  const say = useWords();
  return (
    <>
      {inspection.state.map((group) => (
        <section key={group.title} className={styles.group}>
          <h3>{group.title}</h3>
          <dl>
            {group.rows.map((row) => (
              <div key={`${row.name}${row.value}`} className={cx(styles.row, row.value.length > besideName && styles.below)}>
                <dt>{byWords(row.name)}</dt>
                <dd className={cx(row.verdict === 'good' && styles.good, row.verdict === 'bad' && styles.badv, row.verdict === 'waiting' && styles.waiting)}>
                  {row.about === undefined ? row.value : <button type="button" onClick={() => select(row.about)}>{row.value}</button>}
                  {row.wanted !== undefined && <span className={styles.wanted}>{say('inspector.wanted', { value: row.wanted })}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** Events about it, newest first, in Kubernetes' words. */
export function EventsTab({ events }: { readonly events: readonly EventRow[] }) {
  const say = useWords();
  if (events.length === 0) return <p className={styles.faint}>{say('inspector.noEvents')}</p>;
  return (
    <ul>
      {[...events].sort((a, b) => b.storedMs - a.storedMs).map((event) => (
        <li key={event.id} className={cx(styles.event, event.type === 'Warning' && styles.warning)}>
          <b>{event.reason}{event.count > 1 ? ` ×${event.count}` : ''}</b><time>{momentText(event.storedMs)}</time>
          <p>{event.message}</p>
        </li>
      ))}
    </ul>
  );
}

/** Owners, what it owns, and everything else that belongs to it. */
export function RelatedTab({ related }: { readonly related: readonly Relation[] }) {
  const say = useWords();
  const groups = new Map<Relation['relation'], Relation[]>();
  for (const relation of related) groups.set(relation.relation, [...(groups.get(relation.relation) ?? []), relation]);
  if (groups.size === 0) return <p className={styles.faint}>{say('inspector.noRelated')}</p>;
  return (
    <>
      {[...groups].map(([name, relations]) => (
        <section key={name} className={styles.related}>
          <h3>{say(`relation.${name}`)}</h3>
          {relations.map((relation) => <Thing key={relation.id} id={relation.id} note={relation.note} />)}
        </section>
      ))}
    </>
  );
}

/** A text as it is, in mono. */
export function TextTab({ text }: { readonly text: string | undefined }) {
  const say = useWords();
  if (text === undefined || text === '') return <p className={styles.faint}>{say('inspector.noYaml')}</p>;
  return <pre className={styles.yaml} tabIndex={0}>{text}</pre>;
}
