import { createContext, useContext } from 'react';
import type { PodPhase } from '../../../protocol/index.ts';
import { cx, GlyphParts } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useWorld } from '../../state/store.ts';
import { reacts, useDimmed, useSelected } from './interact.ts';
import type { Stack } from '../layout/ownership.ts';
import { SelectionRing } from './machines.tsx';
import type { SceneBox } from '../scene/scene.ts';
import { fonts, textWidth } from '../text/text.ts';
import { useClip, useTextSize } from '../text/text-size.ts';
import { Tile } from './tile.tsx';

/** Stacks of folded siblings, by the id of their box. */
export const StackContext = createContext<ReadonlyMap<string, Stack>>(new Map());

/** The shape that stands for an object's health, where it has any. */
export const healthGlyph: Readonly<Record<string, PodPhase>> = { good: 'ready', waiting: 'notReady', bad: 'failed' };

/** An API object as a line: kind, name, and the telling column of kubectl's table. */
export function ObjectNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const object = useWorld((world) => world.objects.get(box.id));
  const pod = useWorld((world) => world.pods.get(box.id));
  const stack = useContext(StackContext).get(box.id);
  const selected = useSelected(box.id);
  const clip = useClip();
  const size = useTextSize();
  const dimmed = useDimmed(object ? `${object.namespace}/${object.name} ${object.kind}` : '');
  if (stack) {
    return (
      <svg className="map-svg" width={box.w} height={box.h}>
        <g className="machine"><rect className="box" x="5.5" y="5.5" width={box.w - 7} height={box.h - 1} rx="5" /><rect className="box" x=".5" y=".5" width={box.w - 7} height={box.h - 1} rx="5" /><text x="13" y={box.h / 2 + 4} className="t2 soft">{stack.kind}: {say('map.more', { count: stack.count })}</text></g>
      </svg>
    );
  }
  if (!object) return null;
  const phase = pod?.phase ?? healthGlyph[object.health];
  const left = phase ? 32 : 13;
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx('machine', object.deleting && 'off', dimmed && 'dim')} {...reacts(box.id, `${object.kind} ${object.name}, ${object.status}`)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="5" />
        {phase && <GlyphParts name={`phase.${phase}`} x={17} y={box.h / 2} size={14} />}
        <text x={left} y="16" className="t1 soft">{object.kind}</text>
        <text x={left} y="31" className="t2 strong w6">{clip(object.name, box.w - left - 12, fonts.name)}</text>
        <text x={box.w - 12} y="16" textAnchor="end" className="t1 mono soft">{clip(object.status, box.w - left - textWidth(object.kind, fonts.small) * size - 22, fonts.mono)}</text>
        {selected && <SelectionRing w={box.w} h={box.h} radius={5} />}
      </g>
    </svg>
  );
}

/** An endpoint in the traffic view: the Pod's tile with its node below the name. */
export function PodTileNode({ box }: { readonly box: SceneBox }) {
  const pod = useWorld((world) => world.pods.get(box.id.replace(/#.*$/, '')));
  if (!pod) return null;
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <Tile pod={pod} x={0} y={0} wide={box.w} />
      <text x={box.w + 12} y="18" className="t1 soft halo">{pod.node ?? ''}</text>
      <text x={box.w + 12} y="33" className="t1 mono faint halo">{pod.ip ?? ''}</text>
    </svg>
  );
}

/** A Service in the traffic view, with its address and ports. */
export function WideServiceNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const service = useWorld((world) => world.services.get(box.id));
  const selected = useSelected(box.id);
  const clip = useClip();
  const dimmed = useDimmed(`${service?.namespace}/${service?.name} service`);
  if (!service) return null;
  const ready = service.endpoints.filter((endpoint) => endpoint.ready).length;
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx('machine', dimmed && 'dim')} {...reacts(box.id, `Service ${service.name}`)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
        <text x="14" y="22" className="t3 strong w6">{clip(service.name, 110, fonts.machine)}</text>
        <text x={box.w - 14} y="22" textAnchor="end" className="t1 soft">{service.type}</text>
        <text x="14" y="42" className="t1 mono soft">{service.clusterIP}</text>
        <text x="14" y="60" className="t1 mono soft">{clip(service.ports.join(', '), 120, fonts.mono)}</text>
        <text x={box.w - 14} y="60" textAnchor="end" className="t1 soft num">{service.endpoints.length === 0 ? say('map.endpointsNone') : say('map.readyOf', { ready, total: service.endpoints.length })}</text>
        <circle className="port" cx="0" cy={box.h / 2} r="3.5" /><circle className="port" cx={box.w} cy={box.h / 2} r="3.5" />
        {selected && <SelectionRing w={box.w} h={box.h} />}
      </g>
    </svg>
  );
}
