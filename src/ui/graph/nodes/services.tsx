import { useContext } from 'react';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { waitingPods } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import type { Box } from '../scene/geometry.ts';
import { reacts, useDimmed, useSelected } from './interact.ts';
import { orderedEndpoints, servicePorts } from '../layout/services.ts';
import { SelectionRing } from './machines.tsx';
import { SceneContext, useScene } from '../scene/scene-context.ts';
import type { SceneBox } from '../scene/scene.ts';
import { fonts } from '../text/text.ts';
import { useClip } from '../text/text-size.ts';
import { Tile } from './tile.tsx';

const noPlaces: ReadonlyMap<string, Box> = new Map();

/** A Service, with a port for each endpoint: hollow when it is not ready. */
export function ServiceNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const service = useWorld((world) => world.services.get(box.id));
  const places = useContext(SceneContext)?.workers.places ?? noPlaces;
  const selected = useSelected(box.id);
  const clip = useClip();
  const dimmed = useDimmed(`${service?.namespace}/${service?.name} service`);
  if (!service) return null;
  const ready = service.endpoints.filter((endpoint) => endpoint.ready).length;
  const total = service.endpoints.length;
  const ports = servicePorts({ ...box, x: 0, y: 0 }, total);
  const endpoints = orderedEndpoints(service, places);
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx('machine', dimmed && 'dim')} {...reacts(box.id, `Service ${service.name}, ${ready}/${total}`)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
        <text x="10" y="25" className="t3 strong w6">{clip(service.name, box.w - 14, fonts.machine)}</text>
        <text x="10" y="43" className="t1 soft">{clip(service.type, box.w - 14, fonts.small)}</text>
        {ports.map((port, i) => <circle key={port.y} className={cx('ep', !endpoints[i]?.ready && 'off')} cx="0" cy={port.y} r={endpoints[i]?.ready ? 3.25 : 3.5} />)}
        <text x={box.w / 2} y={box.h + 18} textAnchor="middle" className="t1 soft halo num">{total === 0 ? say('map.endpointsNone') : say('map.readyOf', { ready, total })}</text>
        {selected && <SelectionRing w={box.w} h={box.h} />}
      </g>
    </svg>
  );
}

/** The fence outside which nobody runs: Pods that wait for a node. */
export function FenceNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const pods = useWorld((world) => waitingPods(world.pods));
  const { fence } = useScene();
  const asTiles = pods.length <= 3;
  const clip = useClip();
  const title = say('map.waiting');
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className="fence">
        <rect className="fence-box" x="1" y="1" width={box.w - 2} height={box.h - 2} rx="8" />
        <text x="12" y="20" className="t2 strong w6">{asTiles && clip(title, box.w - 20, fonts.name) === title ? title : say('map.waitingCount', { count: pods.length })}</text>
        {asTiles && pods.map((pod) => {
          const place = fence?.tiles.get(pod.id);
          return place && <Tile key={pod.id} pod={pod} x={place.x - box.x} y={place.y - box.y} wide={place.w} />;
        })}
      </g>
    </svg>
  );
}
