import type { Attempt, NodeVerdict } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { clip, fonts, textWidth } from '../../graph/text/text.ts';
import { useView } from '../../state/view.ts';
import { useWords } from '../../i18n/use-words.ts';
import { select } from '../../state/link.ts';
import { parts, ranked, type Part } from './verdicts.ts';
import styles from './scheduling.module.css';

const most = 12;
/** Room at both sides of a part's words. */
const inset = 8;
const shortName = (plugin: string): string => plugin.replace('NodeResourcesBalancedAllocation', 'BalancedAllocation');

function Bar({ attempt, node, x, w, scale, best, base }: { readonly attempt: Attempt; readonly node: NodeVerdict; readonly x: number; readonly w: number; readonly scale: number; readonly best: number; readonly base: number }) {
  const say = useWords();
  const chosen = attempt.node === node.node;
  const segments = parts(attempt, node).reduce<readonly { readonly part: Part; readonly h: number; readonly y: number }[]>((below, part) => {
    const h = part.same ? 24 : Math.max(14, part.value * scale);
    return [...below, { part, h, y: (below.at(-1)?.y ?? base - 0.5) - 2 - h }];
  }, []);
  const y = (segments.at(-1)?.y ?? base - 0.5) - 2;
  return (
    <g transform={`translate(${x} 0)`}>
      {segments.map(({ part, h, y: top }) => (
        <g key={part.plugin}>
          <rect x={part.same ? 0.5 : 0} y={top} width={w - (part.same ? 1 : 0)} height={h} rx="2" className={part.same ? styles.same : undefined} fill={part.same ? undefined : `var(--score-${((part.order - 1) % 7) + 1})`} />
          {w > 110 && <text x={inset} y={top + h / 2 + 4} className={cx('t1', part.same ? 'soft' : part.order % 2 === 1 ? styles.odd : styles.even)}>{clip(shortName(part.plugin), w - 2 * inset - 4 - textWidth(String(part.value), fonts.number), fonts.small)}</text>}
          <text x={w - inset} y={top + h / 2 + 4} textAnchor="end" className={cx('t1 num w6', part.same ? 'soft' : part.order % 2 === 1 ? styles.odd : styles.even)}>{part.value}</text>
          <title>{`${part.plugin}: ${part.value}`}</title>
        </g>
      ))}
      <text x="0" y={y - 8} className={cx('t6 strong num', chosen ? 'w6' : 'w4')}>{node.total ?? ''}</text>
      {chosen
        ? <g transform={`translate(62 ${y - 26})`}><rect width="72" height="20" rx="3" className={styles.ink} /><text x="36" y="14" textAnchor="middle" className={cx('t1 w6', styles.inkt)}>{say('sched.chosen')}</text></g>
        : node.total !== undefined && best > node.total && <text x="58" y={y - 9} className="t2 soft num">−{best - node.total}</text>}
      <Foot node={node} w={w} base={base} line={say('sched.free', { cpu: Math.round(node.cpuFree / 100) / 10 })} strong />
    </g>
  );
}

function Foot({ node, w, base, line, strong = false }: { readonly node: NodeVerdict; readonly w: number; readonly base: number; readonly line: string; readonly strong?: boolean }) {
  return (
    <g onClick={() => select(`object/Node//${node.node}`)}>
      <path d={`M0 ${base}h${w}`} className={styles.base} />
      <text x="0" y={base + 22} className={cx('t3 w6', strong ? 'strong' : 'faint')}>{node.node}</text>
      <text x="0" y={base + 39} className={cx('t1 num', strong ? 'soft' : 'faint')}>{line}</text>
    </g>
  );
}

function Fallen({ node, x, w, base }: { readonly node: NodeVerdict; readonly x: number; readonly w: number; readonly base: number }) {
  const top = base - 53;
  return (
    <g transform={`translate(${x} 0)`}>
      <foreignObject x="0" y={top - 75} width={w} height="70"><div className={styles.why}><span>{node.fell?.reason}</span></div></foreignObject>
      <rect x=".5" y={top + 0.5} width={w - 1} height="50" rx="4" className={styles.out} /><rect x=".5" y={top + 0.5} width={w - 1} height="50" rx="4" fill="url(#hatch-ink)" opacity=".35" />
      <path d={`M${w / 2 - 6} ${top + 19}l12 12m0-12l-12 12`} className={styles.x} />
      <Foot node={node} w={w} base={base} line={node.fell?.plugin ?? ''} />
    </g>
  );
}

/** Width that bars are laid into, in units of the drawing: in a room they are drawn larger. */
const roomOfBars = 1160;
const roomPresented = 760;

/** Survivors grow bars, those that fell are hatched with the scheduler's reason above. */
export function Bars({ attempt }: { readonly attempt: Attempt }) {
  const say = useWords();
  const byName = [...attempt.nodes].sort((a, b) => a.node.localeCompare(b.node, 'en', { numeric: true }));
  const keep = new Set(ranked(attempt).slice(0, most).map((node) => node.node));
  const shown = byName.filter((node) => keep.has(node.node));
  const gap = 16;
  const room = useView((view) => view.presenter) ? roomPresented : roomOfBars;
  const w = Math.max(84, Math.min(150, (room - gap * (shown.length - 1)) / Math.max(1, shown.length)));
  const best = Math.max(0, ...attempt.nodes.map((node) => node.total ?? 0));
  const survivors = shown.filter((node) => !node.fell);
  const tallest = Math.max(1, ...survivors.map((node) => parts(attempt, node).filter((part) => !part.same).reduce((sum, part) => sum + part.value, 0)));
  const grey = Math.max(0, ...survivors.map((node) => parts(attempt, node).filter((part) => part.same).length));
  const different = Math.max(0, ...survivors.map((node) => parts(attempt, node).filter((part) => !part.same).length));
  const base = survivors.some((node) => node.total !== undefined) ? 268.5 : 150;
  const width = Math.max(room, shown.length * (w + gap));
  return (
    <div className={styles.scroll}>
      <svg className={`${styles.bars} drawing`} viewBox={`0 0 ${width} ${base + 52}`} role="img" aria-label={say('sched.verdicts')} style={{ minWidth: Math.min(width, 900) }}>
        {shown.map((node, i) => (node.fell
          ? <Fallen key={node.node} node={node} x={i * (w + gap)} w={w} base={base} />
          : <Bar key={node.node} attempt={attempt} node={node} x={i * (w + gap)} w={w} scale={Math.min(0.9, (base - 46 - grey * 26 - different * 2) / tallest)} best={best} base={base} />))}
      </svg>
      {attempt.nodes.length > shown.length && <p className="soft">{say('sched.more', { count: attempt.nodes.length - shown.length })}</p>}
    </div>
  );
}
