import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { Pace } from '../../../protocol/index.ts';
import { Tip } from '../../design/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import { choosePace, paceNow, usePace } from '../../state/chosen-pace.ts';
import { clockRates, firstPace, paceAt, paceStep, scaleOf } from '../../state/pace.ts';
import { keepKeys } from './keep-keys.ts';
import styles from './time-bar.module.css';

const last = clockRates.length - 1;
const ticks = Array.from({ length: last + 1 }, (_, i) => `M${4.5 + i * 6.5} 12V${i % 4 === 0 ? 20 : 16}`).join('');

/** A pace in words. */
export function paceText(pace: Pace, say: Words): string {
  if (pace.mode === 'max') return say('time.max');
  if (pace.mode === 'event') return pace.rate >= 1 ? say('time.perSecond', { count: pace.rate }) : say('time.perSecond.one', { count: Math.round(10 / pace.rate) / 10 });
  if (pace.rate === 1) return say('time.ratio.one');
  return pace.rate > 1 ? say('time.ratio.fast', { count: pace.rate }) : say('time.ratio.slow', { count: Math.round(1 / pace.rate) });
}

/** The graduated rule of the pace: drag, arrows, double click for the pace one began with. */
export function PaceRuler() {
  const say = useWords();
  const pace = usePace();
  const rule = useRef<SVGSVGElement>(null);
  const scale = scaleOf(pace);
  const step = paceStep(pace);
  const set = (to: number): void => choosePace(paceAt(scale, to));
  const drag = (event: PointerEvent): void => {
    const box = rule.current?.getBoundingClientRect();
    if (!box || event.buttons === 0) return;
    set(((event.clientX - box.left) / box.width * 166 - 4.5) / 6.5);
  };
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 4, PageDown: -4, Home: -last, End: last }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // Keys may come faster than the page draws.
    const now = paceNow();
    choosePace(paceAt(scaleOf(now), paceStep(now) + by));
  };
  return (
    <div className={styles.pace}>
      <div className={styles.seg} role="radiogroup" aria-label={say('time.pace')}>
        {(['event', 'clock'] as const).map((mode) => (
          <button key={mode} type="button" role="radio" aria-checked={scale === mode} onClick={() => choosePace(mode === 'event' ? firstPace : { mode: 'clock', rate: 1 })}>
            {say(mode === 'event' ? 'time.byEvent' : 'time.byClock')}
          </button>
        ))}
      </div>
      <span className={styles.paceValue}>{paceText(pace, say)}</span>
      <Tip hint={{ label: `${say('time.pace')}: ${paceText(pace, say)}`, keys: '< >' }}>
        <svg
          ref={rule} className={styles.ruler} width="166" height="24" viewBox="0 0 166 24" role="slider" tabIndex={0} aria-label={say('time.pace')} aria-valuemin={0} aria-valuemax={last}
          aria-valuenow={step} aria-valuetext={paceText(pace, say)} onMouseDown={keepKeys} onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); drag(event); }} onPointerMove={drag}
          onKeyDown={key} onDoubleClick={() => choosePace(firstPace)}
        >
          <path d="M4 12.5H161" className="engrave" /><path d={ticks} className="engrave" />
          <g className={styles.needle} transform={`translate(${4.5 + step * 6.5} 0)`}>
            <path d="M0 3V20" /><path d="M-4 1.5h8v5l-4 4-4-4z" className={styles.knob} />
          </g>
        </svg>
      </Tip>
    </div>
  );
}
