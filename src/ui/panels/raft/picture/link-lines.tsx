import { memo } from 'react';
import { machineOf, shortName, type EntityId } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import type { Point } from '../../../graph/scene/geometry.ts';
import { opensMenu } from '../../../graph/nodes/interact.ts';
import { cx } from '../../../design/index.ts';
import { linkId } from '../verbs/link-ids.ts';
import type { LinkMark, PlacedMark } from './link-marks.ts';
import styles from './picture.module.css';

/** Of a line that loses messages: as much of it is missing as is lost. */
const dash = 18;

function Link({ from, to, a, b, marks }: { readonly from: EntityId; readonly to: EntityId; readonly a: Point; readonly b: Point; readonly marks: readonly LinkMark[] }) {
  const say = useWords();
  const d = `M${a.x} ${a.y}L${b.x} ${b.y}`;
  const loss = Math.max(0, ...marks.map((mark) => mark.loss));
  const label = [say('raft.linkOf', { from: shortName(from), to: shortName(to) }), ...marks.map((mark) => wordsOf(mark))].join(say('raft.comma'));
  return (
    <g className={styles.link} {...opensMenu(linkId(machineOf(from) ?? '', machineOf(to) ?? ''), label)} tabIndex={-1}>
      <path d={d} className={cx(styles.mesh, marks.length > 0 && styles.worse)} strokeDasharray={loss > 0 ? `${dash * (1 - loss)} ${dash * loss}` : undefined} />
      <path d={d} className={styles.linkHit} />
    </g>
  );
}

/** A mark in words; one direction says which. */
const wordsOf = ({ isOneWay, from, to, text }: LinkMark): string => (isOneWay ? `${shortName(from)} → ${shortName(to)}: ${text}` : text);

/** What is wrong with links, beside them; of one direction with an arrow that points along it. */
export const LinkWords = memo(function LinkWords({ marks }: { readonly marks: readonly PlacedMark[] }) {
  return marks.map(({ from, to, isOneWay, point, words, degrees, text }) => (
    <g key={`${from}${to}`} transform={`translate(${point.x} ${point.y})`} aria-hidden="true" data-testid="link-mark">
      {isOneWay && <path d="M-5-5 5 0-5 5" transform={`rotate(${degrees})`} className={styles.markArrow} />}
      <text x={words.x} y={words.y} textAnchor={words.anchor} className="t1 soft halo num w5">{text}</text>
    </g>
  ));
});

/** The links between members: each opens a menu; those who use keys find them all in the table of links. */
export const LinkLines = memo(function LinkLines({ at, marks }: { readonly at: ReadonlyMap<EntityId, Point>; readonly marks: readonly LinkMark[] }) {
  const ends = [...at];
  return <g>{ends.flatMap(([from, a], i) => ends.slice(i + 1).map(([to, b]) => <Link key={`${from}${to}`} from={from} to={to} a={a} b={b} marks={marks.filter((mark) => (mark.from === from && mark.to === to) || (mark.from === to && mark.to === from))} />))}</g>;
});
