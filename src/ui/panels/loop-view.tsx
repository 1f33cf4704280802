import { useMemo, useRef, type ReactNode } from 'react';
import type { Phrase, WhyStep } from '../../protocol/index.ts';
import { cx } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { spanText } from '../state/format.ts';
import { select } from '../state/link.ts';
import { useView } from '../state/view.ts';
import { phrase } from './inspector/rich.tsx';
import { nameOf } from './inspector/thing.tsx';
import styles from './loop.module.css';
import { useSize } from './raft/picture/use-size.ts';

/** A lane is as wide as its title and as the room allows. */
const laneWidth = { least: 156, most: 260 } as const;
const row = 44;
/** What took how long stands behind the last lane. */
const margin = 60;
const scrollbar = 16;
/** How much larger all is drawn for a room. */
const forRoom = 1.4;

function flat(steps: readonly WhyStep[]): readonly WhyStep[] {
  return steps.flatMap((step) => (step.folded ? flat(step.folded) : [step]));
}

/** A hop's words: its two ends are drawn, so only what was sent is said. */
function hopWords(part: Phrase): ReactNode {
  const kind = 'say' in part && part.say === 'why.sent' ? part.with?.['kind'] : undefined;
  return kind === undefined ? phrase(part) : String(kind);
}

/** Who speaks in one lane: by themselves, or the members of etcd, which are one store to everyone else. */
interface Lane {
  readonly key: string;
  readonly ids: readonly string[];
}

const hostOf = (id: string): string => nameOf(id).name.split('/', 1)[0] ?? '';
const laneKey = (id: string): string => (nameOf(id).name.endsWith('/etcd') ? 'etcd' : id);

/** The ends of all hops, in the order they first speak. */
function lanesOf(steps: readonly WhyStep[]): readonly Lane[] {
  const ids = [...new Set(steps.flatMap((step) => (step.hop ? [step.hop.from, step.hop.to] : [])))];
  return [...new Set(ids.map(laneKey))].map((key) => ({ key, ids: ids.filter((id) => laneKey(id) === key) }));
}

function Hop({ step, lanes, lane, y, before }: { readonly step: WhyStep; readonly lanes: readonly Lane[]; readonly lane: number; readonly y: number; readonly before: WhyStep | undefined }) {
  const { hop } = step;
  if (!hop) return null;
  const middle = (id: string): number => lanes.findIndex(({ key }) => key === laneKey(id)) * lane + lane / 2;
  const from = middle(hop.from);
  const to = middle(hop.to);
  const side = to > from ? 1 : -1;
  const now = step.when === 'now';
  const isWithin = from === to;
  // What goes round within a lane has its words beside it.
  const beside = isWithin ? 26 : 0;
  const ends = isWithin && hop.from !== hop.to ? ` ${hostOf(hop.from)} → ${hostOf(hop.to)}` : '';
  return (
    <g className={styles.hop} role="button" tabIndex={0} onClick={() => select(step.about ?? step.id)} onKeyDown={(event) => { if (event.key === 'Enter') select(step.about ?? step.id); }}>
      <rect x={Math.min(from, to)} y={y - 26} width={Math.max(20, Math.abs(to - from))} height="40" fill="transparent" />
      <path d={isWithin ? `M${from} ${y - 8}h22v8h-16` : `M${from} ${y}H${to - side * 6}`} className={now ? styles.now : styles.way} />
      <path d={`M${to - side * 8} ${y - 4.5}L${to - side} ${y}L${to - side * 8} ${y + 4.5}`} className={now ? styles.nowHead : styles.head} />
      <foreignObject x={Math.min(from, to) + 8 + beside} y={y - 24} width={Math.max(150, Math.abs(to - from) - 16)} height="42">
        <div className={styles.words}>{step.command !== undefined ? <code>{step.command}</code> : step.text.map((part) => <span key={JSON.stringify(part)}>{hopWords(part)}</span>)}</div>
      </foreignObject>
      <text x={Math.max(from, to) + 10 + beside} y={y + (isWithin ? 10 : 4)} className="t1 faint num">{before ? `+${spanText(step.atMs - before.atMs)}` : ''}{ends}</text>
    </g>
  );
}

/** Who speaks: their names stay at the upper edge while the hops are scrolled. */
function Titles({ lanes, lane, width }: { readonly lanes: readonly Lane[]; readonly lane: number; readonly width: number }) {
  return (
    <svg className={cx('drawing', styles.titles)} width={width} height="42">
      {lanes.map(({ key, ids: [id = key, ...others] }, i) => {
        const { name, kind } = nameOf(id);
        const short = name.includes('/') ? name.slice(name.indexOf('/') + 1) : name;
        const host = name.includes('/') ? name.slice(0, name.indexOf('/')) : kind;
        return (
          <g key={key} transform={`translate(${i * lane + lane / 2} 0)`} onClick={() => select(id)}>
            <text y="16" textAnchor="middle" className="t3 strong w6">{short}</text><text y="32" textAnchor="middle" className="t1 soft">{others.length > 0 ? `${host} +${others.length}` : host}</text>
          </g>
        );
      })}
    </svg>
  );
}

/** The path of one request or one Pod: who spoke to whom, hop by hop. */
export function LoopView() {
  const say = useWords();
  const selected = useView((view) => view.selected);
  const inspection = useView((view) => view.inspection);
  const presenter = useView((view) => view.presenter);
  const scroll = useRef<HTMLElement>(null);
  const room = useSize(scroll).width;
  const steps = useMemo(() => flat(inspection?.why ?? []).filter((step) => step.hop && step.when !== 'next'), [inspection]);
  const lanes = lanesOf(steps);
  const first = steps[0];
  const last = steps.at(-1);
  const isEmpty = selected === undefined || !inspection || !first || !last;
  const lane = Math.max(laneWidth.least, Math.min(laneWidth.most, Math.floor(((room - scrollbar) / (presenter ? forRoom : 1) - margin) / Math.max(1, lanes.length))));
  const width = lanes.length * lane + margin;
  const height = 20 + steps.length * row;
  return (
    <section ref={scroll} className={styles.view}>
      <h1 data-testid="headline">{isEmpty ? say('loop.empty') : say('loop.headline', { name: inspection.name })}</h1>
      <p>{isEmpty ? say('loop.emptyTell') : say('loop.hops', { count: steps.length, span: spanText(last.atMs - first.atMs) })}</p>
      {!isEmpty && (
        <div className={styles.scroll}>
          <Titles lanes={lanes} lane={lane} width={width} />
          <svg className="drawing" width={width} height={height} role="group" aria-label={say('perspective.loop')}>
            {lanes.map(({ key }, i) => <path key={key} d={`M${i * lane + lane / 2} 0V${height - 6}`} className={styles.lane} />)}
            {steps.map((step, i) => <Hop key={step.id} step={step} lanes={lanes} lane={lane} y={30 + i * row} before={steps[i - 1]} />)}
          </svg>
        </div>
      )}
    </section>
  );
}
