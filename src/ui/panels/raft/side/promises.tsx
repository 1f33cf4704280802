import type { BrokenPromise, RaftSummary } from '../../../../protocol/index.ts';
import { cx, Icon } from '../../../design/index.ts';
import { hasWord, say as sayPhrase } from '../../../i18n/index.ts';
import { useWords, type Words } from '../../../i18n/use-words.ts';
import { momentText } from '../../../state/format.ts';
import { copy } from '../../inspector/inspector.tsx';
import styles from './side.module.css';

const nameOf = (promise: string, say: Words): string => { const key = `invariant.${promise}`; return hasWord(key) ? say(key) : promise; };

/** Raft's promises as lights: each is checked after every event. */
export function Lights({ raft }: { readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  return (
    <span className={cx(styles.key, styles.safe)} data-testid="lights">
      {raft?.invariants.map(({ name, held }) => (
        <span key={name} className={cx(!held && styles.broken)} data-held={held}>
          <Icon name={held ? 'check' : 'cross'} size={14} />{nameOf(name, say)}{!held && <b className="visually-hidden">{say('raft.isBroken')}</b>}
        </span>
      ))}
    </span>
  );
}

/** Moves that are shown without being asked for. */
const shortHistory = 4;

/** The first promise that was broken, and the shortest way there that is known. */
export function Broken({ broken }: { readonly broken: BrokenPromise }) {
  const say = useWords();
  return (
    <section className={styles.brokenPromise} role="alert" data-testid="broken">
      <h3><Icon name="cross" size={16} />{say('raft.brokenTitle', { name: nameOf(broken.promise, say) })}</h3>
      <p>{sayPhrase(broken.what)} <span className="soft num">{momentText(broken.atMs)}</span></p>
      <details open={broken.history.length <= shortHistory}>
        <summary>{say(broken.isShortest ? 'raft.shortest' : 'raft.shortening', { count: broken.history.length })}</summary>
        <ol>{broken.history.map((move, i) => <li key={`${i}${move}`}><code>{move}</code></li>)}</ol>
        <button type="button" onClick={() => copy(broken.history.join('\n'), say('raft.historyCopied'))}>{say('raft.copyHistory')}</button>
      </details>
    </section>
  );
}
