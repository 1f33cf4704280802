import { memo } from 'react';
import type { NodeRow, Usage } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { podsOnNode } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { reacts, useDimmed, useSelected } from './interact.ts';
import { machineClass, SelectionRing } from './machines.tsx';
import { useScene } from '../scene/scene-context.ts';
import type { SceneBox } from '../scene/scene.ts';
import { useClip, useTextSize } from '../text/text-size.ts';
import { fonts, textWidth } from '../text/text.ts';
import { Tile } from './tile.tsx';
import { useDetail } from './detail.ts';

const amount = (value: number): string => (value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1));

/** What of a resource is asked for: its word, a bar, the amounts. */
interface GaugeText { readonly label: string; readonly amounts: string; readonly share: number }

const barWidth = 20;
/** Between two gauges. */
const gap = 8;

function gaugeOf(label: string, { requested, allocatable }: Usage, unit: number): GaugeText {
  return { label, amounts: `${amount(requested / unit)}/${amount(allocatable / unit)}`, share: allocatable === 0 ? 0 : Math.min(1, requested / allocatable) };
}

/** Gauges at the right end of a title line: as many of them as have room, with their bars if these have room too. */
function Gauges({ gauges, from, to, size }: { readonly gauges: readonly GaugeText[]; readonly from: number; readonly to: number; readonly size: number }) {
  const wide = (text: string): number => textWidth(text, fonts.small) * size;
  const widthOf = ({ label, amounts }: GaugeText, bars: boolean): number => wide(label) + 4 + (bars ? barWidth + 4 : 0) + wide(amounts);
  const fits = (shown: readonly GaugeText[], bars: boolean): boolean => shown.reduce((sum, gauge) => sum + widthOf(gauge, bars) + gap, 0) <= to - from;
  const bars = fits(gauges, true);
  const shown = fits(gauges, bars) ? gauges : gauges.slice(0, 1).filter((gauge) => fits([gauge], false));
  const placed = shown.map((gauge, i) => ({ gauge, x: to - shown.slice(i).reduce((sum, one) => sum + widthOf(one, bars) + gap, -gap) }));
  return (
    <>
      {placed.map(({ gauge: { label, amounts, share }, x: at }) => {
        const bar = at + wide(label) + 4;
        return (
          <g key={label}>
            <text x={at} y="21" className="t1 faint">{label}</text>
            {bars && <><rect x={bar} y="14.5" width={barWidth} height="5" rx="1" className="gauge" /><rect x={bar} y="14.5" width={barWidth * share} height="5" rx="1" className="gauge-fill" /></>}
            <text x={bar + (bars ? barWidth + 4 : 0)} y="21" className="t1 soft num">{amounts}</text>
          </g>
        );
      })}
    </>
  );
}

/** What a node says of itself, to the letter of kubectl's STATUS. */
export function nodeStatus(node: NodeRow): string {
  const ready = node.ready === 'True' ? 'Ready' : 'NotReady';
  return node.unschedulable ? `${ready},SchedulingDisabled` : ready;
}

/** What stands beside a node's name: its state, or what it is short of. */
function readinessText(node: NodeRow): string {
  if (node.ready === 'True' && node.pressures.length > 0) return node.pressures.join(', ');
  return node.unschedulable && node.ready === 'True' ? 'cordoned' : nodeStatus(node);
}

/** A ring when all is well, a cross when not. */
export function ReadyMark({ good }: { readonly good: boolean }) {
  return good ? <circle r="3" fill="none" stroke="var(--good)" strokeWidth="1.6" /> : <path d="M-3-3 3 3M3-3-3 3" stroke="var(--bad)" strokeWidth="1.6" strokeLinecap="round" />;
}

function Readiness({ node, x }: { readonly node: NodeRow; readonly x: number }) {
  const good = node.ready === 'True' && node.pressures.length === 0;
  return (
    <g transform={`translate(${x} 17)`}>
      <ReadyMark good={good} />
      <text x="8" y="4" className={cx('t1', good ? 'soft' : 'strong w6')}>{readinessText(node)}</text>
    </g>
  );
}

/** The Pods of a worker, and dotted ghosts of those that are assumed on it. */
function Tiles({ name, box }: { readonly name: string; readonly box: SceneBox }) {
  const { workers } = useScene();
  const pods = useWorld((world) => podsOnNode(world, name));
  const detail = useDetail();
  if (workers.density !== 'tiles') return null;
  const ghosts = [...workers.ghosts].filter(([, slot]) => slot.x >= box.x && slot.x < box.x + box.w && slot.y >= box.y && slot.y < box.y + box.h);
  return (
    <>
      {pods.map((pod) => {
        const place = workers.places.get(pod.id);
        return place && <Tile key={pod.id} pod={pod} x={place.x - box.x} y={place.y - box.y} containers={detail} />;
      })}
      {ghosts.map(([id, slot]) => <Ghost key={id} id={id} x={slot.x - box.x} y={slot.y - box.y} />)}
    </>
  );
}

function Ghost({ id, x, y }: { readonly id: string; readonly x: number; readonly y: number }) {
  const name = useWorld((world) => world.pods.get(id)?.topOwner ?? id);
  const clip = useClip();
  return (
    <g className="tile ghost" transform={`translate(${x} ${y})`} aria-hidden="true">
      <rect className="tile-box" x=".5" y=".5" width="98" height="41" rx="5" />
      <text x="49.5" y="25" textAnchor="middle" className="t1 soft">{clip(name.slice(name.lastIndexOf('/') + 1), 86, fonts.small)}</text>
    </g>
  );
}

/** A worker machine with its node's state and its Pods. */
export const WorkerNode = memo(function WorkerNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const machine = useWorld((world) => world.machines.get(box.id));
  const name = machine?.name ?? box.id.slice('machine/'.length);
  const node = useWorld((world) => world.nodes.get(`object/Node//${name}`));
  const selected = useSelected(box.id);
  const selectedNode = useSelected(`object/Node//${name}`);
  const dimmed = useDimmed(`${name} node`);
  const size = useTextSize();
  const clip = useClip();
  const title = clip(name, 118, fonts.machine);
  const after = 14 + textWidth(title, fonts.machine) * size + 14;
  const free = after + 8 + (node ? textWidth(readinessText(node), fonts.small) * size : 0) + 4;
  const off = machine?.power === 'off' || machine?.power === 'frozen';
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx(machineClass(machine), node && node.ready !== 'True' && 'off')}>
        <g className={cx(dimmed && 'dim')} {...reacts(node ? node.id : box.id, `${name}${node ? `, ${nodeStatus(node)}` : ''}`)}>
          <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
          <text x="14" y="21" className="t3 strong w6">{title}</text>
          {node && <Readiness node={node} x={after} />}
          {off && <text x={box.w - 14} y="21" textAnchor="end" className="t1 strong w6">{machine.power === 'off' ? say('map.off') : say('map.frozen')}</text>}
          {node && !off && <Gauges gauges={[gaugeOf(say('map.cpu'), node.cpu, 1_000), gaugeOf(say('map.mem'), node.memory, 1024 ** 3)]} from={free} to={box.w - 14} size={size} />}
        </g>
        <Tiles name={name} box={box} />
        <circle className="port" cx="0" cy="17" r="3.5" />
        {(selected || selectedNode) && <SelectionRing w={box.w} h={box.h} />}
      </g>
    </svg>
  );
});

/** A worker among many: name and number of Pods; the canvas draws its marks. */
export const CardNode = memo(function CardNode({ box }: { readonly box: SceneBox }) {
  const machine = useWorld((world) => world.machines.get(box.id));
  const name = machine?.name ?? box.id.slice('machine/'.length);
  const node = useWorld((world) => world.nodes.get(`object/Node//${name}`));
  const count = useWorld((world) => podsOnNode(world, name).length);
  const selected = useSelected(node?.id ?? box.id);
  const dimmed = useDimmed(`${name} node`);
  const clip = useClip();
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx(machineClass(machine), node && node.ready !== 'True' && 'off', dimmed && 'dim')} {...reacts(node?.id ?? box.id, `${name}, ${count} Pods`)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="5" />
        <text x="8" y="15" className="t1 strong w6">{clip(name, box.w - 14, fonts.small)}</text>
        <text x={box.w - 7} y={box.h - 6} textAnchor="end" className="t1 faint num">{count}</text>
        {selected && <SelectionRing w={box.w} h={box.h} radius={5} />}
      </g>
    </svg>
  );
});
