import type { Member, RaftSummary } from '../../../protocol/index.ts';
import { cx, GlyphParts } from '../../design/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import { roleColour, termFill, termLine } from '../../graph/nodes-etcd.tsx';
import { reacts } from '../../graph/interact.ts';
import styles from './raft.module.css';

const row = 37;
const left = 188;
const most = 8;

/** The window of indexes that every strip shows: the newest that any member has. */
export function logWindow(members: readonly Member[]): { readonly from: number; readonly to: number } {
  const to = Math.max(most, ...members.map((member) => member.log.lastIndex));
  return { from: to - most + 1, to };
}

/** The term of an entry, 0 when it is compacted, undefined when it is not there. */
export function termAt(member: Member, index: number): number | undefined {
  const { log } = member;
  if (index > log.lastIndex) return undefined;
  if (index < log.firstIndex) return 0;
  return log.terms[index - log.windowFrom] ?? 0;
}

function verdict(member: Member, best: number, say: Words): string {
  const last = say('raft.last', { index: member.log.lastIndex, term: member.log.lastTerm });
  if (member.role === 'down') return say('raft.stoppedLog', { last });
  if (member.role === 'candidate' || member.role === 'precandidate') return say('raft.asks', { last });
  if (member.role === 'leader') return say('raft.leaderLog', { last });
  const behind = best - member.log.lastIndex;
  return behind > 0 ? say('raft.behind', { last, count: behind }) : last;
}

function Cell({ member, index, x, w, ringed }: { readonly member: Member; readonly index: number; readonly x: number; readonly w: number; readonly ringed: boolean }) {
  const term = termAt(member, index);
  if (term === undefined) return <rect x={x + 0.5} y=".5" width={w - 1} height="27" rx="3" className={styles.missing} />;
  if (term === 0) return <rect x={x + 0.5} y=".5" width={w - 1} height="27" rx="3" className={styles.snap} />;
  const committed = index <= member.log.commit;
  return (
    <g className={cx(styles.cell, 'term-cell')}>
      <rect x={x + (committed ? 0 : 1)} y={committed ? 0 : 1} width={w - (committed ? 0 : 2)} height={committed ? 28 : 26} rx="3" fill={committed ? termFill(term) : 'var(--surface-panel)'} stroke={committed ? 'none' : termLine(term)} strokeWidth="2" />
      <text x={x + w / 2} y="18" textAnchor="middle" className={cx('t1 mono', committed ? 'term-t' : 'strong')}>T{term}</text>
      <title>{`${member.name}: ${index}, T${term}`}</title>
      {ringed && <rect className="ring-sel" x={x - 3} y="-3" width={w + 6} height="34" rx="6" />}
    </g>
  );
}

/** The logs of all members, aligned by index: the eye reads lag as a shape. */
export function LogTable({ members, raft }: { readonly members: readonly Member[]; readonly raft: RaftSummary | undefined }) {
  const say = useWords();
  const { from, to } = logWindow(members);
  const step = 45;
  const w = 41;
  const best = Math.max(...members.map((member) => member.log.lastIndex));
  const compacted = from > 1;
  const width = left + (to - from + 1) * step + 150;
  return (
    <>
      <h2>{say('raft.logs')}
        <span className={styles.key}><i className={styles.kf} />{say('raft.committed')}<i className={styles.ko} />{say('raft.notCommitted')}<i className={styles.km} />{say('raft.missing')}</span>
      </h2>
      <svg className={`${styles.logs} drawing`} width="100%" height={24 + members.length * row} viewBox={`0 0 ${width} ${24 + members.length * row}`} preserveAspectRatio="xMinYMin meet" role="group" aria-label={say('raft.logs')}>
        {compacted && <text x={left - 47} y="12" textAnchor="middle" className="t1 mono faint">1–{from - 1}</text>}
        {Array.from({ length: to - from + 1 }, (_, i) => <text key={i} x={left + i * step + w / 2} y="12" textAnchor="middle" className="t1 mono faint">{from + i}</text>)}
        {members.map((member, i) => (
          <g key={member.id} transform={`translate(0 ${20 + i * row})`} className={cx(member.role === 'down' && styles.stopped)}>
            <g style={{ color: roleColour(member.role) }} {...reacts(member.id, member.name)}><GlyphParts name={`role.${member.role}`} x={12} y={14} size={20} /></g>
            <text x="28" y="18" className={cx('t3 w6', member.role === 'down' ? 'faint' : 'strong')}>{member.name}<tspan dx="5" className="t1 mono soft w4">T{member.term}</tspan></text>
            {compacted && <><path d={`M${left - 84} .5H${left - 8}V27.5H${left - 84}L${left - 80} 20 ${left - 84} 14 ${left - 80} 7Z`} className={styles.snap} /><text x={left - 45} y="18" textAnchor="middle" className="t1 soft">{say('raft.snapshot')}</text></>}
            {Array.from({ length: to - from + 1 }, (_, j) => <Cell key={j} member={member} index={from + j} x={left + j * step} w={w} ringed={raft?.decisive?.member === member.name && raft.decisive.index === from + j} />)}
            <text x={left + (to - from + 1) * step + 8} y="18" className="t2 soft">{verdict(member, best, say)}</text>
          </g>
        ))}
      </svg>
    </>
  );
}
