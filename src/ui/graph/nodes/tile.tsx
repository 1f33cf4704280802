import { memo, useRef, useState } from 'react';
import type { PodRow } from '../../../protocol/index.ts';
import { cx, GlyphParts } from '../../design/index.ts';
import { useFrame } from '../../state/frames.ts';
import { podTitle } from '../../state/queries.ts';
import { reacts, useDimmed, useMuted, useSelected } from './interact.ts';
import { useClip } from '../text/text-size.ts';
import { fonts, textWidth } from '../text/text.ts';

/** The bar of an image pull: a function of time, drawn without React. */
function PullBar({ from, to, width }: { readonly from: number; readonly to: number; readonly width: number }) {
  const bar = useRef<SVGRectElement>(null);
  useFrame((nowMs) => {
    const now = String(Math.round(Math.max(0, Math.min(1, (nowMs - from) / Math.max(1, to - from))) * width * 10) / 10);
    if (bar.current && bar.current.getAttribute('width') !== now) bar.current.setAttribute('width', now);
  });
  return (
    <>
      <rect x="28" y="37" width={width} height="2" rx="1" fill="var(--line)" />
      <rect ref={bar} x="28" y="37" width="0" height="2" rx="1" fill="var(--phase-creating)" />
    </>
  );
}

/** Seconds of grace that are left, counted in virtual time. */
function Grace({ until }: { readonly until: number }) {
  const text = useRef<SVGTSpanElement>(null);
  useFrame((nowMs) => {
    const left = `${Math.max(0, Math.ceil((until - nowMs) / 1_000))}s`;
    if (text.current && text.current.textContent !== left) text.current.textContent = left;
  });
  return <tspan ref={text} className="note" dx="5" />;
}

/** A Pod as a tile: glyph, name, suffix and a note. `wide` is its width. */
export const Tile = memo(function Tile({ pod, x, y, wide = 99, containers = false }: {
  readonly pod: PodRow; readonly x: number; readonly y: number; readonly wide?: number; readonly containers?: boolean;
}) {
  const selected = useSelected(pod.id);
  const dimmed = useDimmed(`${pod.namespace}/${pod.name} ${pod.status} ${pod.ip ?? ''}`);
  const muted = useMuted(pod.phase);
  const clip = useClip();
  const { title, suffix } = podTitle(pod);
  const count = pod.restarts > 0 && pod.graceUntilMs === undefined ? `×${pod.restarts}` : undefined;
  const second = pod.note ?? suffix;
  const beside = pod.graceUntilMs !== undefined ? 24 : count === undefined ? 0 : 5 + textWidth(count, fonts.mono);
  const [first] = useState(pod.phase);
  const changed = first !== pod.phase;
  return (
    <g className={cx('tile', `ph-${pod.phase}`, (dimmed || muted) && 'dim')} transform={`translate(${x} ${y})`} {...reacts(pod.id, `Pod ${pod.name}, ${pod.status}`)}>
      <rect className="tile-box" x=".5" y=".5" width={wide - 1} height="41" rx="5" />
      {pod.phase === 'terminating' && <rect x=".5" y=".5" width={wide - 1} height="41" rx="5" fill="url(#hatch)" />}
      <GlyphParts name={`phase.${pod.phase}`} x={15} y={21} />
      <text x="28" y={containers ? 13 : 18} className="t2 strong w6">{clip(title, wide - 34, fonts.name)}</text>
      <text x="28" y={containers ? 24 : 33} className="t1 mono soft">
        {clip(second, wide - 34 - beside, fonts.mono)}
        {count !== undefined && <tspan className="note" dx="5">{count}</tspan>}
        {pod.graceUntilMs !== undefined && <Grace until={pod.graceUntilMs} />}
      </text>
      {containers && (
        <g transform="translate(28 32)">
          {(pod.container ?? []).slice(0, 3).map((container, i) => (
            <text key={container.name} x={i * 24} y="4" className="mono soft" style={{ fontSize: 5.6 }}>
              {container.ready ? '● ' : '○ '}{clip(container.name, 40, fonts.mono)}
            </text>
          ))}
        </g>
      )}
      {pod.pull && <PullBar from={pod.pull.fromMs} to={pod.pull.toMs} width={wide - 38} />}
      {changed && <rect key={pod.phase} className="changed" x="-1.5" y="-1.5" width={wide + 3} height="45" rx="6.5" />}
      {selected && <rect className="ring-sel" x="-3" y="-3" width={wide + 6} height="48" rx="8" />}
    </g>
  );
});
