import { useRef } from 'react';
import type { Member, RoleSpan } from '../../../../protocol/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { termFill } from '../../../graph/nodes/etcd.tsx';
import { useCalm } from '../../../state/calm.ts';
import { useView } from '../../../state/view.ts';
import type { World } from '../../../state/world.ts';
import { useSize } from '../picture/use-size.ts';
import styles from './side.module.css';
import { useIsLow } from './use-is-low.ts';

const seconds = 4;
const spansOf = (world: World): World['roleSpans'] => world.roleSpans;
const nowOf = (world: World): number => world.clock?.nowMs ?? 0;

interface LaneRoom { readonly left: number; readonly width: number; readonly fromMs: number; readonly toMs: number; readonly scale: number }

function Span({ span, room: { left, width, fromMs, toMs, scale } }: { readonly span: RoleSpan; readonly room: LaneRoom }) {
  const say = useWords();
  const at = (ms: number): number => left + ((Math.max(fromMs, Math.min(toMs, ms)) - fromMs) / (toMs - fromMs)) * width;
  const x = at(span.fromMs);
  const w = Math.max(0, at(span.toMs ?? toMs) - x - 1);
  if (w <= 0) return null;
  if (span.role === 'down') return <><path d={`M${x - 3}-3l6 6m0-6l-6 6`} stroke="var(--bad)" strokeWidth="1.6" /><path d={`M${x + 6} 0H${x + w}`} stroke="var(--line-strong)" strokeWidth="1.5" strokeDasharray="1 4" /></>;
  const leads = span.role === 'leader';
  const asks = span.role === 'candidate' || span.role === 'precandidate';
  const h = (leads || asks ? 11 : 5) * scale;
  return (
    <>
      <rect x={x} y={-h / 2} width={w} height={h} rx="1.5" fill={termFill(span.term)} />
      {asks && <rect x={x} y={-h / 2} width={w} height={h} rx="1.5" fill="url(#hatch-ink)" stroke="var(--line-strong)" />}
      {leads && w > 70 * scale && <text x={x + 6} y={4 * scale} className="t1 term-t w6">{say('raft.leaderLane', { term: span.term })}</text>}
    </>
  );
}

/** Who was what in the last seconds: a lane a member, painted with terms; thick where it led. */
export function Lanes({ members, children }: { readonly members: readonly Member[]; readonly children?: React.ReactNode }) {
  const say = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const scale = useView((view) => view.presenter) ? 1.5 : 1;
  const spans = useCalm(spansOf);
  const nowMs = useCalm(nowOf);
  const fromMs = Math.max(0, nowMs - seconds * 1_000);
  const left = 64 * scale;
  const room: LaneRoom = { left, width: Math.max(0, width - left - 4), fromMs, toMs: Math.max(fromMs + 1, nowMs), scale };
  const isLow = useIsLow();
  const row = (members.length > 5 || isLow ? 13 : 19) * scale;
  return (
    <div>
      <h2>{say('raft.lastSeconds', { count: seconds })}{children}</h2>
      <div ref={frame}>
        <svg className={styles.lanes} width={width} height={members.length * row + 10} aria-hidden="true">
          {members.map((member, i) => (
            <g key={member.id} transform={`translate(0 ${10 + i * row})`}>
              <text x={left - 10} y={4 * scale} textAnchor="end" className="t1 soft">{member.name}</text>
              {[...spans.values()].filter((span) => span.member === member.name).map((span) => <Span key={span.id} span={span} room={room} />)}
            </g>
          ))}
          <path d={`M${left + room.width} 0V${members.length * row + 8}`} stroke="var(--brass-line)" strokeWidth="2" />
        </svg>
      </div>
    </div>
  );
}
