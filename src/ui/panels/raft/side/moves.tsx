import type { RaftSummary } from '../../../../protocol/index.ts';
import { faultCommand } from '../../../../protocol/index.ts';
import { cx, Tip } from '../../../design/index.ts';
import { say as sayPhrase } from '../../../i18n/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { useRunning } from '../../../state/frames.ts';
import { send } from '../../../state/link.ts';
import styles from './side.module.css';

/** Moves that digits choose. */
const byDigit = 9;

/** Everything that could happen next, and what it would do; what changes nothing is grey. Digits choose. */
export function Moves({ raft }: { readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  const running = useRunning() && raft?.lab?.isByHand !== true;
  const moves = raft?.moves ?? [];
  const best = moves.find((move) => move.changes);
  return (
    <section>
      <h2>{say('raft.moves')}{moves.length > 0 && !running && <span className={cx(styles.key, 'num')}>{say('raft.movesCount', { count: moves.length })}</span>}</h2>
      {running && <p className={styles.quiet}>{say('raft.noMoves')}</p>}
      <ol className={styles.moves} data-testid="moves">
        {!running && moves.map((move, i) => {
          const twin = move.command.type === 'fault' ? faultCommand(move.command.fault) : undefined;
          return (
            <li key={move.id}>
              <Tip hint={{ label: sayPhrase(move.what), keys: i < byDigit ? String(i + 1) : undefined, twin }} position="left">
                <button type="button" className={cx(move === best && styles.best, !move.changes && styles.idle)} onClick={() => send(move.command)}>
                  <kbd>{i < byDigit ? i + 1 : '·'}</kbd><span>{sayPhrase(move.what)}</span><span className={styles.eff}>{sayPhrase(move.effect)}</span>
                </button>
              </Tip>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
