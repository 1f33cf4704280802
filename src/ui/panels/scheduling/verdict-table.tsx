import { useState } from 'react';
import type { Attempt, NodeVerdict } from '../../../protocol/index.ts';
import { cx, Icon } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ranked } from './verdicts.ts';
import styles from './scheduling.module.css';

const most = 60;
const shortName = (plugin: string): string => plugin.replace('NodeResourcesBalancedAllocation', 'BalancedAllocation');

/** Columns: filters that removed any node or are the usual suspects, then scorers; a plugin that does both has one. */
function columnsOf(attempt: Attempt): readonly string[] {
  const cut = new Set(attempt.nodes.flatMap((node) => (node.fell ? [node.fell.plugin] : [])));
  const scorers = attempt.scorers.map((scorer) => scorer.plugin);
  const filters = attempt.filters.filter((plugin) => cut.has(plugin) || (!scorers.includes(plugin) && plugin === 'NodeUnschedulable'));
  return [...filters, ...scorers.filter((plugin) => !filters.includes(plugin))];
}

function Passed({ attempt, node, plugin }: { readonly attempt: Attempt; readonly node: NodeVerdict; readonly plugin: string }) {
  if (node.fell?.plugin === plugin) return <span className={styles.no} title={node.fell.reason}><Icon name="cross" size={14} /></span>;
  const failedAt = node.fell ? attempt.filters.indexOf(node.fell.plugin) : Infinity;
  return attempt.filters.indexOf(plugin) < failedAt ? <span className={styles.yes}><Icon name="check" size={14} /></span> : null;
}

/** Node × plugin: every verdict of one attempt, and the formula of the one that is picked. */
export function VerdictTable({ attempt }: { readonly attempt: Attempt }) {
  const say = useWords();
  const [picked, setPicked] = useState<{ readonly node: string; readonly plugin: string }>();
  const columns = columnsOf(attempt);
  const rows = ranked(attempt);
  const chosen = attempt.nodes.find((node) => node.node === picked?.node);
  const index = attempt.scorers.findIndex((scorer) => scorer.plugin === picked?.plugin);
  const score = chosen?.scores[index];
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.verdicts} data-testid="verdicts">
          <thead><tr><th>{say('sched.node')}</th>{columns.map((plugin) => <th key={plugin}>{shortName(plugin)}</th>)}<th className={styles.r}>{say('sched.total')}</th></tr></thead>
          <tbody>
            {rows.slice(0, most).map((node) => (
              <tr key={node.node} className={cx(node.fell !== undefined && styles.fell)}>
                <th scope="row">{node.node}</th>
                {columns.map((plugin) => {
                  const i = attempt.scorers.findIndex((scorer) => scorer.plugin === plugin);
                  const scorer = attempt.scorers[i];
                  const one = node.scores[i];
                  const isPicked = picked?.node === node.node && picked.plugin === plugin;
                  if (!one || !scorer) return <td key={plugin}>{attempt.filters.includes(plugin) && <Passed attempt={attempt} node={node} plugin={plugin} />}</td>;
                  return (
                    <td key={plugin} className={cx('num', isPicked && styles.picked)}>
                      <button type="button" className={styles.cellbtn} onClick={() => setPicked({ node: node.node, plugin })}>
                        <span className={styles.raw}>{one.normalized}</span><span className={styles.times}>×{scorer.weight}</span><b>{one.normalized * scorer.weight}</b>
                      </button>
                    </td>
                  );
                })}
                <td className={cx(styles.r, styles.total, 'num')}>{node.total ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {picked && score && (
        <p className={styles.formula}><b>{picked.node}, {picked.plugin}</b><code>{score.formula ?? `${score.raw} → ${score.normalized} × ${attempt.scorers[index]?.weight ?? 1} = ${score.normalized * (attempt.scorers[index]?.weight ?? 1)}`}</code></p>
      )}
    </>
  );
}
