import { useMemo, type ReactNode } from 'react';
import type { Phrase, WhyStep } from '../../protocol/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { spanText } from '../state/format.ts';
import { select } from '../state/link.ts';
import { useView } from '../state/view.ts';
import { phrase } from './inspector/rich.tsx';
import { nameOf } from './inspector/thing.tsx';
import styles from './loop.module.css';

const lane = 204;
const row = 58;

function flat(steps: readonly WhyStep[]): readonly WhyStep[] {
  return steps.flatMap((step) => (step.folded ? flat(step.folded) : [step]));
}

/** A hop's words: its two ends are drawn, so only what was sent is said. */
function hopWords(part: Phrase): ReactNode {
  const kind = 'say' in part && part.say === 'why.sent' ? part.with?.['kind'] : undefined;
  return kind === undefined ? phrase(part) : String(kind);
}

/** The ends of all hops, in the order they first speak. */
export function lanesOf(steps: readonly WhyStep[]): readonly string[] {
  return [...new Set(steps.flatMap((step) => (step.hop ? [step.hop.from, step.hop.to] : [])))];
}

function Hop({ step, lanes, y, before }: { readonly step: WhyStep; readonly lanes: readonly string[]; readonly y: number; readonly before: WhyStep | undefined }) {
  const { hop } = step;
  if (!hop) return null;
  const from = lanes.indexOf(hop.from) * lane + lane / 2;
  const to = lanes.indexOf(hop.to) * lane + lane / 2;
  const side = to > from ? 1 : -1;
  const now = step.when === 'now';
  return (
    <g className={styles.hop} role="button" tabIndex={0} onClick={() => select(step.about ?? step.id)} onKeyDown={(event) => { if (event.key === 'Enter') select(step.about ?? step.id); }}>
      <rect x={Math.min(from, to)} y={y - 26} width={Math.max(20, Math.abs(to - from))} height="40" fill="transparent" />
      <path d={from === to ? `M${from} ${y - 8}h26v16h-20` : `M${from} ${y}H${to - side * 6}`} className={now ? styles.now : styles.way} />
      <path d={`M${to - side * 8} ${y - 4.5}L${to - side} ${y}L${to - side * 8} ${y + 4.5}`} className={now ? styles.nowHead : styles.head} />
      <foreignObject x={Math.min(from, to) + 8} y={y - 24} width={Math.max(150, Math.abs(to - from) - 16)} height="42">
        <div className={styles.words}>{step.command !== undefined ? <code>{step.command}</code> : step.text.map((part) => <span key={JSON.stringify(part)}>{hopWords(part)}</span>)}</div>
      </foreignObject>
      <text x={Math.max(from, to) + 10} y={y + 4} className="t1 faint num">{before ? `+${spanText(step.atMs - before.atMs)}` : ''}</text>
    </g>
  );
}

/** The path of one request or one Pod: who spoke to whom, hop by hop. */
export function LoopView() {
  const say = useWords();
  const selected = useView((view) => view.selected);
  const inspection = useView((view) => view.inspection);
  const steps = useMemo(() => flat(inspection?.why ?? []).filter((step) => step.hop && step.when !== 'next'), [inspection]);
  const lanes = lanesOf(steps);
  const first = steps[0];
  const last = steps.at(-1);
  if (selected === undefined || !inspection || !first || !last) {
    return <section className={styles.view}><h1 data-testid="headline">{say('loop.empty')}</h1><p>{say('loop.emptyTell')}</p></section>;
  }
  const width = lanes.length * lane + 60;
  const height = 60 + steps.length * row;
  return (
    <section className={styles.view}>
      <h1 data-testid="headline">{say('loop.headline', { name: inspection.name })}</h1>
      <p>{say('loop.hops', { count: steps.length, span: spanText(last.atMs - first.atMs) })}</p>
      <div className={styles.scroll}>
        <svg className="drawing" width={width} height={height} role="group" aria-label={say('perspective.loop')}>
          {lanes.map((id, i) => {
            const { name, kind } = nameOf(id);
            const short = name.includes('/') ? name.slice(name.indexOf('/') + 1) : name;
            const host = name.includes('/') ? name.slice(0, name.indexOf('/')) : kind;
            return (
              <g key={id} transform={`translate(${i * lane + lane / 2} 0)`} onClick={() => select(id)}>
                <text y="16" textAnchor="middle" className="t3 strong w6">{short}</text><text y="32" textAnchor="middle" className="t1 soft">{host}</text>
                <path d={`M0 42V${height - 6}`} className={styles.lane} />
              </g>
            );
          })}
          {steps.map((step, i) => <Hop key={step.id} step={step} lanes={lanes} y={78 + i * row} before={steps[i - 1]} />)}
        </svg>
      </div>
    </section>
  );
}
