import { useRef } from 'react';
import type { Member, Progress, RaftSummary } from '../../../../protocol/index.ts';
import { cx, GlyphParts } from '../../../design/index.ts';
import { useWords, type Words } from '../../../i18n/use-words.ts';
import { reacts } from '../../../graph/nodes/interact.ts';
import { fonts, textWidth } from '../../../graph/text/text.ts';
import { roleColour, termFill, termLine } from '../../../graph/nodes/etcd.tsx';
import { useView } from '../../../state/view.ts';
import { useSize } from '../picture/use-size.ts';
import { layLogs, termAt, type LogsLayout } from './log-layout.ts';
import styles from './side.module.css';
import { useIsLow } from './use-is-low.ts';

function verdict(member: Member, best: number, say: Words): string {
  const last = say('raft.last', { index: member.log.lastIndex, term: member.log.lastTerm });
  switch (member.role) {
    case 'down': return say('raft.stoppedLog', { last });
    case 'candidate': case 'precandidate': return say('raft.asks', { last });
    case 'leader': return say('raft.leaderLog', { last });
    default: return best > member.log.lastIndex ? say('raft.behind', { last, count: best - member.log.lastIndex }) : last;
  }
}

function progressText({ state, match, next, inflight, isPaused }: Progress, say: Words): string {
  return say(isPaused ? 'raft.progressPaused' : 'raft.progress', { state: say(`progress.${state}`), match, next, inflight });
}

/** The longest of the texts that has room, in pixels; the last when none has. */
function fitting(texts: readonly string[], room: number, scale: number): string {
  return texts.find((text) => textWidth(text, fonts.small) * scale <= room) ?? texts.at(-1) ?? '';
}

function Cell({ member, index, x, layout, ringed }: { readonly member: Member; readonly index: number; readonly x: number; readonly layout: LogsLayout; readonly ringed: boolean }) {
  const { cell: w, cellHeight: h } = layout;
  const term = termAt(member, index);
  if (term === undefined) return <rect x={x + 0.5} y=".5" width={w - 1} height={h - 1} rx="3" className={styles.missing} />;
  if (term === 0) return <rect x={x + 0.5} y=".5" width={w - 1} height={h - 1} rx="3" className={styles.snap} />;
  const committed = index <= member.log.commit;
  return (
    <g className={cx(styles.cell, 'term-cell')} data-committed={committed}>
      <rect x={x + (committed ? 0 : 1)} y={committed ? 0 : 1} width={w - (committed ? 0 : 2)} height={h - (committed ? 0 : 2)} rx="3" fill={committed ? termFill(term) : 'var(--surface-panel)'} stroke={committed ? 'none' : termLine(term)} strokeWidth="2" />
      <text x={x + w / 2} y={h / 2 + 4} textAnchor="middle" className={cx('t1 mono', committed ? 'term-t' : 'strong')}>T{term}</text>
      <title>{`${member.name}: ${index}, T${term}`}</title>
      {ringed && <rect className="ring-sel" x={x - 3} y="-3" width={w + 6} height={h + 6} rx="6" />}
    </g>
  );
}

/** What stands before the window: folded into a snapshot, as far as it is. */
function Before({ member: { log }, layout: { left, snapshot, cellHeight: h, scale, from } }: { readonly member: Member; readonly layout: LogsLayout }) {
  const say = useWords();
  const x = left - snapshot;
  const isFolded = log.firstIndex > 1;
  if (log.lastIndex === 0) return null;
  return (
    <g>
      <path d={isFolded ? `M${x} .5H${left - 5}V${h - 0.5}H${x}l4-${h * 0.25} -4-${h * 0.25} 4-${h * 0.25}Z` : `M${x + 0.5} .5H${left - 5}V${h - 0.5}H${x + 0.5}Z`} className={styles.snap} />
      {snapshot > 60 * scale && <text x={(x + left - 5) / 2 + 2} y={h / 2 + 4 * scale} textAnchor="middle" className="t1 soft">{isFolded ? say('raft.snapshot') : '…'}</text>}
      {isFolded && <title>{say('raft.foldedTo', { index: Math.min(log.firstIndex - 1, from - 1) })}</title>}
    </g>
  );
}

/** What the leader knows of a follower, under its strip: a line as far as it matches, an arrow where it is sent to next. */
function ProgressMarks({ progress, layout }: { readonly progress: Progress; readonly layout: LogsLayout }) {
  const { from, to, left, step, cell, cellHeight } = layout;
  const xOf = (index: number): number => left + (index - from) * step;
  const matched = Math.min(progress.match, to);
  const next = Math.max(from, Math.min(progress.next, to + 1));
  const y = cellHeight + 3;
  return (
    <g aria-hidden="true">
      {matched >= from && <path d={`M${left} ${y}H${xOf(matched) + cell}`} className={styles.matched} />}
      <path d={`M${xOf(next) - 1} ${y - 2}l-3.5 5.5h7z`} className={styles.next} />
    </g>
  );
}

function Row({ member, leader, best, layout, raft, y, width }: {
  readonly member: Member; readonly leader: Member | undefined; readonly best: number; readonly layout: LogsLayout; readonly raft: RaftSummary | undefined; readonly y: number; readonly width: number;
}) {
  const say = useWords();
  const { from, to, left, step, cellHeight: h, isNarrow, isBrief, isMany, scale, snapshot } = layout;
  const progress = leader?.progress.find((candidate) => candidate.member === member.name);
  const columns = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const textX = isNarrow ? left : left + columns.length * step + 8;
  const telling = verdict(member, best, say);
  const detail = progress && member.id !== leader?.id ? progressText(progress, say) : '';
  const down = member.role === 'down';
  return (
    <g transform={`translate(0 ${y})`} className={cx(down && styles.stopped)} data-testid={`log-${member.name}`}>
      <g style={{ color: roleColour(member.role) }} {...reacts(member.id, member.name)}><GlyphParts name={`role.${member.role}`} x={10 * scale} y={h / 2} size={20 * scale} /></g>
      <text x={24 * scale} y={h / 2 + 5 * scale} className={cx(isNarrow ? 't2' : 't3', 'w6', down ? 'faint' : 'strong')}>{member.name}<tspan dx="5" className="t1 mono soft w4">T{member.term}</tspan></text>
      {snapshot > 0 && <Before member={member} layout={layout} />}
      {columns.map((index, j) => <Cell key={index} member={member} index={index} x={left + j * step} layout={layout} ringed={raft?.decisive?.member === member.name && raft.decisive.index === index} />)}
      {progress && member.id !== leader?.id && !down && <ProgressMarks progress={progress} layout={layout} />}
      {isBrief ? null : isNarrow
        ? <text x={textX} y={h + 18 * scale} className="t1 soft">{detail === '' ? telling : fitting([`${telling} · ${detail}`, detail, telling], width - textX, scale)}</text>
        : isMany
          ? <text x={textX} y={h / 2 + 4 * scale} className={detail === '' ? 't2 soft' : 't1 soft'}>{detail === '' ? telling : detail}</text>
          : <><text x={textX} y={detail === '' ? h / 2 + 4 * scale : h / 2 - 2 * scale} className="t2 soft">{telling}</text><text x={textX} y={h / 2 + 13 * scale} className="t1 faint">{detail}</text></>}
    </g>
  );
}

/** The logs of all members, aligned by index: the eye reads lag as a shape. Beside each, what the leader knows of it. */
export function LogTable({ members, raft }: { readonly members: readonly Member[]; readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const scale = useView((view) => view.presenter) ? 1.5 : 1;
  const layout = layLogs(members, { width, scale, isLow: useIsLow() });
  const best = Math.max(0, ...members.map((member) => member.log.lastIndex));
  const leader = members.find(({ name, role }) => role === 'leader' && name === raft?.leader);
  const { from, to, left, step, cell, row, head } = layout;
  const height = head + members.length * row;
  return (
    <div>
      <h2>{say('raft.logs')}
        <span className={styles.key}><i className={styles.kf} />{say('raft.committed')}<i className={styles.ko} />{say('raft.notCommitted')}<i className={styles.km} />{say('raft.missing')}</span>
      </h2>
      <div ref={frame}>
        <svg className={styles.logs} width={width} height={height} role="group" aria-label={say('raft.logs')}>
          {layout.snapshot > 0 && <text x={left - layout.snapshot / 2 - 2} y={12 * scale} textAnchor="middle" className="t1 mono faint">1–{from - 1}</text>}
          {Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => <text key={i} x={left + i * step + cell / 2} y={12 * scale} textAnchor="middle" className="t1 mono faint">{from + i}</text>)}
          {members.map((member, i) => <Row key={member.id} member={member} leader={leader} best={best} layout={layout} raft={raft} y={head + i * row} width={width} />)}
        </svg>
      </div>
    </div>
  );
}
