import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Bookmark, TermSegment } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { say as sayPhrase } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { clockText, tickText } from '../../state/format.ts';
import { useFrame } from '../../state/frames.ts';
import { send, select } from '../../state/link.ts';
import { useWorld, worldNow } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import { followTime, wholeTime, zoomStep, zoomTime } from '../../state/zoom-time.ts';
import { textWidth } from '../../graph/text/text.ts';
import { roomsOf, sidesOf, type Side } from './flags.ts';
import { keepKeys } from './keep-keys.ts';
import { at, graduations, useTimeScale, type TimeScale } from './scale.ts';
import styles from './timeline.module.css';
import { useGestures } from './use-gestures.ts';

const label = '11px Inter, sans-serif';

/** How wide an element is, kept up to date. */
export function useWidth<T extends Element>(first: number): readonly [React.RefObject<T | null>, number] {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const watch = new ResizeObserver(([entry]) => { if (entry) setWidth(Math.round(entry.contentRect.width)); });
    watch.observe(target);
    return () => watch.disconnect();
  }, []);
  return [element, width];
}

/** Where a segment of the run is drawn; undefined when it is not in view. */
function bandOf(segment: TermSegment, scale: TimeScale, width: number, headMs: number): { readonly x: number; readonly w: number } | undefined {
  const begins = at(scale, segment.fromMs, width);
  const ends = segment.toMs === undefined ? (segment.leader === undefined ? at(scale, headMs, width) : width - 0.5) : at(scale, segment.toMs, width);
  if (ends < 0 || begins > width) return undefined;
  const x = Math.max(0, begins);
  return { x, w: Math.max(2, Math.min(width, ends) - x - 1) };
}

const colourOf = (term: number): string => `var(--term-${((Math.max(1, term) - 1) % 8) + 1})`;

interface Run { readonly segments: readonly TermSegment[]; readonly scale: TimeScale; readonly width: number; readonly headMs: number }

/** Who led when, as bands; hatched where nobody did. */
function Bands({ segments, scale, width, headMs }: Run) {
  const say = useWords();
  return segments.map((segment) => {
    const band = bandOf(segment, scale, width, headMs);
    if (!band) return null;
    if (segment.leader === undefined) return <rect key={segment.id} x={band.x + 0.5} y="17.5" width={band.w} height="13" rx="2" className={styles.election}><title>{say('time.noLeader')}</title></rect>;
    return <rect key={segment.id} x={band.x + 1} y="17" width={band.w} height="14" rx="2" fill={colourOf(segment.term)}><title>{`T${segment.term} ${segment.leader}`}</title></rect>;
  });
}

/** Terms and leaders in words, on their bands and over the poles of flags. */
function BandWords({ segments, scale, width, headMs }: Run) {
  return segments.map((segment) => {
    const band = bandOf(segment, scale, width, headMs);
    if (!band || segment.leader === undefined || band.w <= 26) return null;
    return <text key={segment.id} x={band.x + 7.5} y="28" className={cx('t1 term-t w6', styles.bandWords)} style={{ stroke: colourOf(segment.term) }}>T{segment.term}{band.w > 78 && <tspan className="w4" dx="6">{segment.leader}</tspan>}</text>;
  });
}

/** Words of a flag: a long command by its beginning, the whole of it is in its hint. */
function shortened(words: string): string {
  return words.length > 32 ? `${words.slice(0, 31).trimEnd()}…` : words;
}

/** As much of words as is at most so wide. */
function beginningOf(words: string, width: number): string {
  let keep = words.length - 1;
  while (keep > 1 && textWidth(`${words.slice(0, keep).trimEnd()}…`, label) > width) keep--;
  return `${words.slice(0, keep).trimEnd()}…`;
}

/** Bookmarks from left to right, with the side of their poles on which their words have room. */
function placeFlags(marks: readonly Bookmark[], scale: TimeScale, width: number): readonly { readonly mark: Bookmark; readonly x: number; readonly text: string; readonly side: Side }[] {
  const isShown = ({ atMs }: Bookmark): boolean => atMs >= scale.fromMs && atMs <= scale.toMs;
  const placed = marks.filter(isShown).sort((a, b) => a.atMs - b.atMs).map((mark) => ({ mark, x: at(scale, mark.atMs, width), text: shortened(sayPhrase(mark.what)) }));
  const flags = placed.map(({ x, text }) => ({ x, words: textWidth(text, label) }));
  const sides = sidesOf(flags, width);
  const rooms = roomsOf(flags, sides, width);
  return placed.map((flag, i) => {
    const room = rooms[i] ?? 0;
    return room > 0 ? { ...flag, text: beginningOf(flag.text, room), side: 'right' } : { ...flag, side: sides[i] ?? 'none' };
  });
}

/** The timeline: terms and leaders as bands, bookmarks as flags, the needle in brass behind their words. It is a map of the run. */
export function Timeline({ bare = false }: { readonly bare?: boolean }) {
  const say = useWords();
  const [box, outer] = useWidth<SVGSVGElement>(686);
  const enlarged = useView((view) => view.presenter) ? 1.5 : 1;
  const width = outer / enlarged;
  const segments = useWorld((world) => world.lived?.segments ?? world.segments);
  const bookmarks = useWorld((world) => world.lived?.bookmarks ?? world.bookmarks);
  const pastMs = useWorld((world) => (world.lived ? world.clock?.nowMs : undefined)) ?? Infinity;
  const { headMs, ...scale } = useTimeScale(width);
  const needle = useRef<SVGGElement>(null);
  const ahead = useRef<SVGRectElement>(null);
  const drawn = useRef(Number.NaN);
  const before = useRef(0);
  useEffect(() => { drawn.current = Number.NaN; }, [width, headMs, scale.fromMs, scale.toMs]);
  useFrame((nowMs) => {
    followTime(before.current, nowMs);
    before.current = nowMs;
    const x = at(scale, nowMs, width);
    const half = Math.round(x * 2);
    if (half === drawn.current) return;
    drawn.current = half;
    needle.current?.setAttribute('transform', `translate(${half / 2} 0)`);
    needle.current?.setAttribute('visibility', x < 0 || x > width ? 'hidden' : 'visible');
    const paleFrom = Math.max(0, Math.min(width, x));
    ahead.current?.setAttribute('x', String(paleFrom));
    ahead.current?.setAttribute('width', String(width - paleFrom));
  });
  useGestures(box, scale, bare);
  const run: Run = { segments: [...segments.values()], scale, width, headMs };
  const flags = bare ? [] : placeFlags([...bookmarks.values()], scale, width);
  const marks = bare ? [] : graduations(scale);
  const ticks = marks.map(({ ms, tenth }) => `M${Math.round(at(scale, ms, width)) + 0.5} 33V${tenth === 0 ? 40 : tenth === 5 ? 37 : 35}`).join('');
  const key = (event: KeyboardEvent): void => {
    const zoom = { '+': 1 / zoomStep, '=': 1 / zoomStep, '-': zoomStep }[event.key];
    if (!event.ctrlKey && !event.metaKey && (zoom !== undefined || event.key === '0')) {
      event.preventDefault();
      event.stopPropagation();
      if (zoom === undefined) wholeTime();
      else zoomTime(zoom);
      return;
    }
    if (event.shiftKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    send({ type: 'rewind', atMs: Math.max(0, worldNow() + (by * scale.stepMs) / 10) });
  };
  return (
    <svg ref={box} className={cx(styles.timeline, 'drawing')} viewBox={`0 0 ${width} 48`} preserveAspectRatio="xMinYMin meet" role="slider" tabIndex={0} aria-label={say('time.timeline')} aria-valuemin={0} aria-valuemax={Math.round(headMs)} aria-valuenow={Math.round(worldNow())} aria-valuetext={clockText(worldNow())} onMouseDown={keepKeys} onKeyDown={key} data-testid="timeline">
      <rect width={width} height="48" fill="transparent" />
      <Bands {...run} />
      {flags.map(({ mark, x }) => <path key={mark.id} d={`M${x} 31V5`} className={cx(styles.pole, mark.atMs > pastMs && styles.comingPole)} />)}
      <BandWords {...run} />
      <rect ref={ahead} y="16" height="16" className={styles.ahead} />
      {!bare && <path d={ticks} className="engrave" />}
      {marks.filter(({ tenth }) => tenth === 0).map(({ ms }) => { const x = at(scale, ms, width); const text = tickText(ms, scale.stepMs); return x + textWidth(text, label) < width && <text key={ms} x={x + 4} y="46" className="t1 faint num">{text}</text>; })}
      <g ref={needle} className={styles.needle} style={{ pointerEvents: 'none' }}><path d={bare ? 'M0.5 12V36' : 'M0.5 16V36'} /><circle cx="0.5" cy={bare ? 24 : 16.5} r={bare ? 8 : 4} /></g>
      {flags.map(({ mark, x, text, side }) => (
        <g key={mark.id} data-flag="" className={cx(styles.mark, mark.atMs > pastMs && styles.coming)} onPointerDown={() => { send({ type: 'rewindToEvent', event: mark.event }); if (mark.about !== undefined) select(mark.about); }}>
          <title>{`${clockText(mark.atMs)} ${sayPhrase(mark.what)}`}</title>
          <path d={`M${x} 31V5`} className={styles.poleHit} /><path d={`M${x} 4.5h7l-2 2.6 2 2.6h-7z`} className={styles.flag} />
          {side !== 'none' && <text x={side === 'right' ? x + 10 : x - 5} textAnchor={side === 'right' ? 'start' : 'end'} y="12" className={cx('t1 soft', styles.words)}>{text}</text>}
        </g>
      ))}
    </svg>
  );
}
