import { useMemo } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { shownServices } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { layoutTraffic } from '../layout/traffic.ts';
import { isOpenToOutside } from '../layout/services.ts';
import { asNode, MapStage, MapTitle } from './map-stage.tsx';
import { PlainNode } from '../nodes/machines.tsx';
import { PodTileNode, WideServiceNode } from '../nodes/objects.tsx';

const nodeTypes = { service: asNode(WideServiceNode), podTile: asNode(PodTileNode), client: asNode(PlainNode) };

/** Where requests go: clients, Services, endpoints. */
export function TrafficMap() {
  const say = useWords();
  const services = useWorld((world) => shownServices(world.services));
  const pods = useWorld((world) => world.pods);
  const machines = useWorld((world) => world.machines);
  const scene = useMemo(() => layoutTraffic({ services, pods, machines: [...machines.values()] }), [services, pods, machines]);
  const total = services.reduce((sum, service) => sum + service.endpoints.length, 0);
  const ready = services.reduce((sum, service) => sum + service.endpoints.filter((endpoint) => endpoint.ready).length, 0);
  return (
    <MapStage scene={scene} nodeTypes={nodeTypes} label={say('perspective.traffic')} mostZoom={1.9} leastZoom={0.8} empty={say('traffic.empty')}>
      <MapTitle title={services.length === 0 ? say('traffic.none') : total === 0 ? say('traffic.noEndpoints') : say('traffic.headline', { ready, total })} text={services.length === 0 ? say('traffic.empty') : services.some(isOpenToOutside) ? say('traffic.tell') : `${say('traffic.tell')} ${say('traffic.inside')}`} />
    </MapStage>
  );
}
