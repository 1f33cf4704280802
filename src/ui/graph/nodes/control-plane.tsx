import { componentId, type Component, type EntityId, type Square } from '../../../protocol/index.ts';
import { cx, GlyphParts } from '../../design/index.ts';
import { say as sayPhrase } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { podsOnNode } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { reacts, useDimmed, useSelected } from './interact.ts';
import { near } from '../layout/cluster.ts';
import { machineClass, SelectionRing } from './machines.tsx';
import type { SceneBox } from '../scene/scene.ts';
import { fonts } from '../text/text.ts';
import { useClip } from '../text/text-size.ts';

function Squares({ squares, x, y, width }: { readonly squares: readonly Square[]; readonly x: number; readonly y: number; readonly width: number }) {
  const step = Math.min(squares.length > 5 ? 10 : 11, width / Math.max(1, squares.length));
  return (
    <g transform={`translate(${x} ${y})`}>
      {squares.map((square, i) => (
        <rect key={square.name} x={i * step} y="0" width={Math.max(2, step - 3)} height="8" rx="1.5" className={square.busy ? 'qf' : 'qe'}>
          <title>{square.waiting > 0 ? `${square.name}: ${square.waiting}` : square.name}</title>
        </rect>
      ))}
    </g>
  );
}

/** A component with what it is at: the longest of its `note`s that has room. */
function Part({ id, box, title, note }: { readonly id: EntityId; readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }; readonly title: string; readonly note: (component: Component) => readonly string[] }) {
  const component = useWorld((world) => world.components.get(id));
  const selected = useSelected(id);
  const dimmed = useDimmed(title);
  const clip = useClip();
  const say = useWords();
  const isUp = component?.running ?? false;
  const captions = !component || !isUp ? [say('map.stopped')] : component.note ? [sayPhrase(component.note)] : note(component);
  const room = box.w - 14;
  const caption = captions.find((words) => clip(words, room, fonts.small) === words) ?? captions.at(-1) ?? '';
  return (
    <g transform={`translate(${box.x} ${box.y})`} className={cx('comp-g', !isUp && 'down', dimmed && 'dim')} {...reacts(id, `${title}: ${captions[0] ?? ''}`)}>
      <rect className="comp" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="5" />
      <text x="10" y="20" className="t2 strong w6">{title}</text>
      <text x="10" y="36" className="t1 soft num">{clip(caption, room, fonts.small)}</text>
      {isUp && component?.squares && <Squares squares={component.squares} x={10} y={47} width={box.w - 20} />}
      {selected && <SelectionRing w={box.w} h={box.h} radius={5} />}
    </g>
  );
}

/** The API server: the hub, the only one with an ink outline. */
export function ApiserverPart({ id, box }: { readonly id: EntityId; readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number } }) {
  const say = useWords();
  const component = useWorld((world) => world.components.get(id));
  const selected = useSelected(id);
  const dimmed = useDimmed('kube-apiserver');
  const isUp = component?.running ?? false;
  return (
    <g transform={`translate(${box.x} ${box.y})`} className={cx('comp-g', !isUp && 'down', dimmed && 'dim')} {...reacts(id, 'kube-apiserver')}>
      <rect className="comp hub" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="5" />
      <text x="12" y="23" className="t3 strong w6">kube-apiserver</text>
      <text x="12" y="43" className="t1 soft num">{isUp ? say('map.revision', { revision: component?.revision ?? 0 }) : say('map.stopped')}</text>
      {isUp && component?.watches !== undefined && box.w > 200 && (
        <text x={box.w - 12} y="43" textAnchor="end" className="t1 soft num">{say('map.watches', { count: component.watches })}</text>
      )}
      {selected && <SelectionRing w={box.w} h={box.h} radius={5} />}
    </g>
  );
}

/** Pods of a control plane that is a node too: marks in its title line. */
function PlanePods({ name, right }: { readonly name: string; readonly right: number }) {
  const pods = useWorld((world) => podsOnNode(world, name));
  return (
    <g>
      {pods.slice(0, 8).map((pod, i) => (
        <g key={pod.id} {...reacts(pod.id, `Pod ${pod.name}, ${pod.status}`)}>
          <GlyphParts name={`phase.${pod.phase}`} x={right - i * 14} y={17} size={13} />
        </g>
      ))}
    </g>
  );
}

/** A control-plane machine with its scheduler, controllers and API server. */
export function ControlPlaneNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const machine = useWorld((world) => world.machines.get(box.id));
  const selected = useSelected(box.id);
  if (!machine) return null;
  const { scheduler, controllers, apiserver } = near;
  const working = (component: Component): number => component.squares?.filter((square) => square.busy).length ?? 0;
  const waits = (component: Component): number => component.squares?.reduce((sum, square) => sum + square.waiting, 0) ?? 0;
  const loops = (component: Component): readonly string[] => {
    const count = component.squares?.length ?? 0;
    const busy = working(component);
    return busy === 0 ? [say('map.loops', { count })] : [say('map.loopsBusy', { count, busy }), say('map.loopsBusyShort', { count, busy })];
  };
  const binding = (component: Component): readonly string[] =>
    [working(component) > 0 ? say('map.binding', { count: working(component) }) : waits(component) > 0 ? say('map.waitingCount', { count: waits(component) }) : say('map.idle')];
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={machineClass(machine)} {...reacts(box.id, machine.name)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
        <text x="14" y="21" className="t3 strong w6">{machine.name}</text>
        {machine.power !== 'on' && <text x={box.w - 14} y="21" textAnchor="end" className="t1 soft">{machine.power === 'off' ? say('map.off') : say('map.frozen')}</text>}
        {selected && <SelectionRing w={box.w} h={box.h} />}
      </g>
      <PlanePods name={machine.name} right={box.w - 18} />
      <path d="M68 98V140M192 98V140" stroke="var(--line-engraved)" strokeWidth="1.25" />
      <Part id={componentId(machine.name, 'kube-scheduler')} box={scheduler} title="scheduler" note={binding} />
      <Part id={componentId(machine.name, 'kube-controller-manager')} box={controllers} title="controllers" note={loops} />
      <ApiserverPart id={componentId(machine.name, 'kube-apiserver')} box={apiserver} />
      {[[12, 170], [248, 170], [44, 202], [68, 140], [192, 140], [68, 98], [192, 98]].map(([x, y]) => <circle key={`${x} ${y}`} className="port" cx={x} cy={y} r="3.5" />)}
    </svg>
  );
}
