import { memo } from 'react';
import { machineOf, shortName, type EntityId } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import { opensMenu } from '../../../graph/nodes/interact.ts';
import { wallId, linkId } from '../verbs/link-ids.ts';
import styles from './picture.module.css';
import { pointAt, ringWay } from './ring-way.ts';
import { barrierAt, type Barrier, type Walls } from './walls.ts';

const names = (ids: readonly EntityId[]): string => ids.map(shortName).join(', ');

/** A barrier across one link, or across its one lane, with an arrow that it stops. */
function BarrierLine({ barrier, at, rim }: { readonly barrier: Barrier; readonly at: ReadonlyMap<string, Point>; readonly rim: number }) {
  const say = useWords();
  const way = ringWay(at, barrier.from, barrier.to, rim);
  if (!way) return null;
  const [from, to] = way;
  const radians = Math.atan2(to.y - from.y, to.x - from.x);
  const degrees = (radians * 180) / Math.PI;
  const middle = pointAt(way, barrierAt(barrier));
  const [a, b] = [shortName(barrier.from), shortName(barrier.to)];
  const label = barrier.isOneWay ? say('raft.cutOneWay', { from: a, to: b }) : say('raft.cutBoth', { from: a, to: b });
  const id = linkId(machineOf(barrier.from) ?? a, machineOf(barrier.to) ?? b);
  return (
    <g transform={`translate(${middle.x} ${middle.y}) rotate(${degrees})`} className={styles.barrier} data-wall="" {...opensMenu(id, label)}>
      <title>{label}</title>
      {barrier.isOneWay
        ? <><path d="M0-9V9" className={styles.cutline} /><path d="M-14-5-5 0-14 5" className={styles.stoppedArrow} /></>
        : <path d="M0-31V21" className={styles.cutline} />}
    </g>
  );
}

/** The wall of a partition, and barriers on single links. Clicked, they offer how to mend them. */
export const WallLines = memo(function WallLines({ walls: { wall, barriers }, at, rim }: { readonly walls: Walls; readonly at: ReadonlyMap<string, Point>; readonly rim: number }) {
  const say = useWords();
  const label = wall ? say('raft.wallBetween', { sides: wall.sides.map(names).join(' | ') }) : '';
  const d = wall?.points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return (
    <>
      {wall && (
        <g className={styles.barrier} data-wall="" {...opensMenu(wallId, label)} data-testid="wall">
          <title>{label}</title>
          <path d={d} className={styles.wallHit} />
          <path d={d} className={styles.cutline} />
        </g>
      )}
      {barriers.map((barrier) => <BarrierLine key={`${barrier.from}${barrier.to}`} barrier={barrier} at={at} rim={rim} />)}
    </>
  );
});
