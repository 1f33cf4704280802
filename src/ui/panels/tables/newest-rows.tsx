import { useWords } from '../../i18n/use-words.ts';
import styles from './table.module.css';

/** So many rows are drawn: more take longer than a frame, and nobody reads them. */
export const mostRows = 300;

/** Says, below a table, that older rows are not drawn, and how to come to them. */
export function OlderRows({ count }: { readonly count: number }) {
  const say = useWords();
  return count > mostRows ? <p className={styles.empty}>{say('tables.older', { shown: mostRows, count })}</p> : null;
}
