import { memo } from 'react';
import { machineOf, shortName, type EntityId } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import type { Point } from '../../../graph/geometry.ts';
import { opensMenu } from '../../../graph/interact.ts';
import { linkId } from '../verbs/link-ids.ts';
import styles from './picture.module.css';

function Link({ from, to, a, b }: { readonly from: EntityId; readonly to: EntityId; readonly a: Point; readonly b: Point }) {
  const say = useWords();
  const d = `M${a.x} ${a.y}L${b.x} ${b.y}`;
  return (
    <g className={styles.link} {...opensMenu(linkId(machineOf(from) ?? '', machineOf(to) ?? ''), say('raft.linkOf', { from: shortName(from), to: shortName(to) }))} tabIndex={-1}>
      <path d={d} className={styles.mesh} />
      <path d={d} className={styles.linkHit} />
    </g>
  );
}

/** The links between members: each opens a menu; those who use keys find them all in the table of links. */
export const LinkLines = memo(function LinkLines({ at }: { readonly at: ReadonlyMap<EntityId, Point> }) {
  const ends = [...at];
  return <g>{ends.flatMap(([from, a], i) => ends.slice(i + 1).map(([to, b]) => <Link key={`${from}${to}`} from={from} to={to} a={a} b={b} />))}</g>;
});
