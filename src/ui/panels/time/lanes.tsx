import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { parseObjectId, type LaneSpan } from '../../../protocol/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { send, select } from '../../state/link.ts';
import { sortedNodes } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import { at, useTimeScale } from './scale.ts';
import styles from './lanes.module.css';

const row = 18;
const mostPods = 14;

/** The nodes, and the Pods that belong to a person: what the lanes show. */
function useLaneIds(): readonly string[] {
  const nodes = useWorld((world) => sortedNodes(world.nodes).map((node) => node.id).join('\n'));
  const pods = useWorld((world) => [...world.pods.values()].filter((pod) => !pod.namespace.startsWith('kube-')).sort((a, b) => b.createdMs - a.createdMs).slice(0, mostPods).map((pod) => pod.id).sort().join('\n'));
  return useMemo(() => [...nodes.split('\n'), ...pods.split('\n')].filter((id) => id !== ''), [nodes, pods]);
}

const phaseToken: Readonly<Record<string, string>> = {
  ready: 'running', notReady: 'running', creating: 'creating', pending: 'pending', succeeded: 'succeeded', failed: 'failed', crashLoop: 'crashloop', terminating: 'terminating',
};

/** A Pod that is not ready may become so; a node that is not has fallen silent. */
const isBad = ({ lane, state }: LaneSpan): boolean => (lane.startsWith('object/Node/') ? state !== 'ready' : phaseToken[state] === undefined);

function Span({ span, x, w, y }: { readonly span: LaneSpan; readonly x: number; readonly w: number; readonly y: number }) {
  const token = phaseToken[span.state];
  const bad = isBad(span);
  const open = span.state === 'pending' || span.state === 'notReady' || span.state === 'terminating';
  const colour = bad || token === undefined ? 'var(--bad)' : `var(--phase-${token})`;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect y="-3" width={Math.max(1.5, w - 1)} height="6" rx="1.5" fill={open || bad ? 'var(--surface-panel)' : colour} stroke={colour} strokeDasharray={span.state === 'pending' || span.state === 'terminating' ? '2 2' : undefined} />
      {bad && <rect y="-3" width={Math.max(1.5, w - 1)} height="6" rx="1.5" fill="url(#hatch-ink)" />}
      <title>{span.state}</title>
    </g>
  );
}

/** A lane a node and a Pod, under the timeline and on its scale: how long each was what. */
export function Lanes() {
  const say = useWords();
  const ids = useLaneIds();
  const spans = useWorld((world) => world.laneSpans);
  const selected = useView((view) => view.selected);
  const [place, setPlace] = useState({ left: 660, width: 686 });
  useEffect(() => {
    send({ type: 'lanes', lanes: ids });
    return () => send({ type: 'lanes', lanes: [] });
  }, [ids]);
  useLayoutEffect(() => {
    const line = document.querySelector('[data-testid="timeline"]');
    if (!line) return undefined;
    const measure = (): void => { const box = line.getBoundingClientRect(); setPlace({ left: Math.round(box.left), width: Math.round(box.width) }); };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(line);
    return () => watch.disconnect();
  }, []);
  const scale = useTimeScale(place.width);
  const byLane = useMemo(() => {
    const groups = new Map<string, LaneSpan[]>();
    for (const span of spans.values()) groups.set(span.lane, [...(groups.get(span.lane) ?? []), span]);
    return groups;
  }, [spans]);
  return (
    <section className={styles.lanes} aria-label={say('time.lanes')} data-testid="lanes">
      <svg className="drawing" width={place.left + place.width} height={ids.length * row + 8}>
        {ids.map((id, i) => (
          <g key={id} onClick={() => select(id)} className={styles.lane}>
            <text x={place.left - 10} y={i * row + 16} textAnchor="end" className={selected === id ? 't1 strong w6' : 't1 soft'}>{parseObjectId(id)?.name ?? id}</text>
            {(byLane.get(id) ?? []).map((span) => {
              const x = Math.max(0, at(scale, span.fromMs, place.width));
              const end = Math.min(place.width, at(scale, span.toMs ?? scale.headMs, place.width));
              return end > 0 && x < place.width && <Span key={span.id} span={span} x={place.left + x} w={end - x} y={i * row + 12} />;
            })}
          </g>
        ))}
      </svg>
    </section>
  );
}
