import { useMemo, useState, type CSSProperties } from 'react';
import type { FieldManager } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { OwnerMark, ownerColour } from './owner-mark.tsx';
import { ownersByLine } from './ownership.ts';
import styles from './ownership.module.css';

/** A line's indentation as room beside it: as spaces it would be a place to break a long word off. */
const indentOf = (line: string): CSSProperties & { readonly '--indent': string } => ({ '--indent': `${line.length - line.trimStart().length}ch` });

/** An object's YAML with the colours of those who manage its fields: whoever is chosen stands out. */
export function ManagedYaml({ yaml, managers }: { readonly yaml: string; readonly managers: readonly FieldManager[] }) {
  const say = useWords();
  const [chosen, setChosen] = useState<number>();
  const owners = useMemo(() => ownersByLine(yaml, managers), [yaml, managers]);
  const lines = useMemo(() => yaml.replace(/\n$/, '').split('\n'), [yaml]);
  return (
    <>
      <section className={styles.legend} aria-label={say('owners.title')}>
        <p>{say('owners.tell')}</p>
        <ul>
          {managers.map(({ name, operation, subresource, apiVersion, time }, owner) => (
            <li key={`${name} ${operation} ${subresource ?? ''} ${apiVersion}`}>
              <button type="button" aria-pressed={chosen === owner} onClick={() => setChosen(chosen === owner ? undefined : owner)} title={time}>
                <OwnerMark owner={owner} />
                <span className={styles.name}>{name}</span>
                <span className={styles.how}>{operation}{subresource === undefined ? '' : ` ${subresource}`}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className={styles.lines} tabIndex={0} data-testid="managed-yaml">
        {lines.map((line, at) => {
          const own = owners[at] ?? [];
          const [first] = own;
          const isDim = chosen !== undefined && !own.includes(chosen);
          return (
            // A line has nothing but its place.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={at} className={cx(styles.line, isDim && styles.dim, first !== undefined && ownerColour(chosen !== undefined && own.includes(chosen) ? chosen : first))}>
              <span className={styles.gutter}>{own.map((owner) => <OwnerMark key={owner} owner={owner} title={managers[owner]?.name ?? ''} />)}</span>
              <code style={indentOf(line)}>{line.trimStart()}</code>
            </div>
          );
        })}
      </div>
    </>
  );
}
