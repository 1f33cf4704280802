import type { Member } from '../../../../protocol/index.ts';
import { machineOf } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import type { Point } from '../../../graph/geometry.ts';
import { opensMenu } from '../../../graph/interact.ts';
import { linkId } from '../verbs/link-ids.ts';
import styles from './picture.module.css';

/** The links between members: each opens a menu; those who use keys find them all in the table of links. */
export function LinkLines({ members, at }: { readonly members: readonly Member[]; readonly at: ReadonlyMap<string, Point> }) {
  const say = useWords();
  return (
    <g>
      {members.flatMap((a, i) => members.slice(i + 1).map((b) => {
        const [from, to] = [at.get(a.id), at.get(b.id)];
        if (!from || !to) return null;
        const d = `M${from.x} ${from.y}L${to.x} ${to.y}`;
        return (
          <g key={`${a.id}${b.id}`} className={styles.link} {...opensMenu(linkId(machineOf(a.id) ?? a.name, machineOf(b.id) ?? b.name), say('raft.linkOf', { from: a.name, to: b.name }))} tabIndex={-1}>
            <path d={d} className={styles.mesh} />
            <path d={d} className={styles.linkHit} />
          </g>
        );
      }))}
    </g>
  );
}
