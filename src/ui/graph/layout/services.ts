import type { EntityId, Machine, ServiceRow } from '../../../protocol/index.ts';
import { curve, joined, polyline, type Box, type Path, type Point } from '../scene/geometry.ts';
import { tile, type WorkersLayout } from './workers.ts';
import type { Route, SceneBox } from '../scene/scene.ts';

const size = { w: 84, h: 60, gap: 36 } as const;
/** More endpoints than this in all, and lines go to nodes, not to Pods. */
const mostLines = 24;

/** What the Services' column is made from. */
export interface ServicesInput {
  readonly services: readonly ServiceRow[];
  readonly workers: WorkersLayout;
  readonly clients: readonly Machine[];
  readonly x: number;
}

/** Whether requests from outside the cluster reach a Service: a cluster IP means something on nodes alone. */
export function isOpenToOutside({ type }: Pick<ServiceRow, 'type'>): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** Where a Service's ports are on its left edge, one an endpoint up to seven. */
export function servicePorts(box: Box, endpoints: number): readonly Point[] {
  const shown = Math.min(endpoints, 7);
  const step = Math.min(10, 40 / Math.max(1, shown - 1));
  return Array.from({ length: shown }, (_, i) => ({ x: box.x, y: box.y + 20 + i * step }));
}

/** Endpoints from the top of the map to its bottom, so that lines do not cross. */
export function orderedEndpoints(service: ServiceRow, places: ReadonlyMap<EntityId, Box>): ServiceRow['endpoints'] {
  const height = (pod: EntityId): number => { const place = places.get(pod); return place ? place.y * 10_000 - place.x : Infinity; };
  return [...service.endpoints].sort((a, b) => height(a.pod) - height(b.pod));
}

/** Places Services at the right of the workers, with the client above and a line to each endpoint. */
export function layoutServices({ services, workers, clients, x }: ServicesInput): {
  readonly boxes: readonly SceneBox[]; readonly routes: readonly Route[]; readonly anchors: ReadonlyMap<EntityId, Point>;
} {
  const boxes: SceneBox[] = [];
  const routes: Route[] = [];
  const anchors = new Map<EntityId, Point>();
  const client = clients[0];
  const top = services.length <= 2 ? 196 : 116;
  if (client) {
    boxes.push({ id: client.id, kind: 'client', x, y: 36, w: size.w, h: 52 });
    anchors.set(client.id, { x: x + size.w / 2, y: 88 });
  }
  const endpoints = services.reduce((sum, service) => sum + service.endpoints.length, 0);
  const toNodes = endpoints > mostLines || workers.density !== 'tiles';
  for (const [i, service] of services.slice(0, 8).entries()) {
    const box = { x, y: top + i * (size.h + size.gap), w: size.w, h: size.h };
    boxes.push({ id: service.id, kind: 'service', ...box });
    anchors.set(service.id, { x, y: box.y + 30 });
    if (client && isOpenToOutside(service)) {
      const side = { x: x + size.w - 6 - (i % 3) * 4, y: box.y };
      const path = i === 0 ? polyline([{ x: x + size.w / 2, y: 88 }, { x: x + size.w / 2, y: box.y }]) : curve({ x: x + size.w - 16, y: 88 }, { x: x + size.w + 28, y: 120 }, { x: x + size.w + 24, y: box.y - 20 }, side);
      routes.push({ id: `link:client:${service.id}`, from: client.id, to: service.id, kind: 'link', path });
    }
    const ports = servicePorts(box, service.endpoints.length);
    for (const [j, endpoint] of orderedEndpoints(service, workers.places).entries()) {
      const port = ports[Math.min(j, ports.length - 1)];
      const place = workers.places.get(endpoint.pod);
      if (!port || !place) continue;
      const kind = endpoint.ready && !toNodes ? 'link' : 'way';
      routes.push({ id: `link:${service.id}:${endpoint.pod}`, from: service.id, to: endpoint.pod, kind, path: toTile(port, place, workers), about: endpoint.pod });
    }
    if (toNodes) routes.push(...nodeLinks(service, box, workers));
  }
  return { boxes, routes, anchors };
}

/** One line to each node that has a ready endpoint, into its right edge. */
function nodeLinks(service: ServiceRow, box: Box, workers: WorkersLayout): readonly Route[] {
  const ready = service.endpoints.filter((endpoint) => endpoint.ready).map((endpoint) => workers.places.get(endpoint.pod)).filter((place) => place !== undefined);
  const hosts = workers.boxes.filter((host) => ready.some((place) => within(place, host)));
  const ports = servicePorts(box, service.endpoints.length);
  return hosts.slice(0, mostLines).map((host, i): Route => {
    const port = ports[Math.round((i * (ports.length - 1)) / Math.max(1, hosts.length - 1))] ?? { x: box.x, y: box.y + box.h / 2 };
    const start = { x: port.x - 4, y: port.y };
    const end = { x: host.x + host.w, y: host.y + host.h / 2 };
    return { id: `link:${service.id}:${host.id}`, from: service.id, to: host.id, kind: 'link', path: curve(start, { x: start.x - 14, y: start.y }, { x: end.x + 14, y: end.y }, end) };
  });
}

const within = (place: Box, host: Box): boolean => place.x >= host.x && place.x < host.x + host.w && place.y >= host.y && place.y < host.y + host.h;

/** Whether nothing stands between the tile and the right edge of its node. */
function isOpenToTheRight(place: Box, owner: Box, { places, ghosts }: WorkersLayout): boolean {
  const isBeside = (other: Box): boolean => other.x > place.x && other.x < owner.x + owner.w && Math.abs(other.y - place.y) < place.h;
  return ![...places.values(), ...ghosts.values()].some(isBeside);
}

/** From a Service's port to a tile: straight where nothing stands beside it, else along the gap under the tile's row. */
function toTile(port: Point, place: Box, workers: WorkersLayout): Path {
  const start = { x: port.x - 4, y: port.y };
  const owner = workers.boxes.find((box) => within(place, box));
  const edge = owner ? owner.x + owner.w - 11 : place.x + place.w + 3;
  const into = (end: Point): Path => curve(start, { x: start.x - 18, y: start.y }, { x: end.x + 28, y: end.y }, end);
  if (!owner || place.w < tile.w) return into({ x: place.x + place.w + 3, y: place.y + place.h / 2 });
  if (isOpenToTheRight(place, owner, workers)) {
    const middle = place.y + place.h / 2;
    return joined(into({ x: edge, y: middle }), polyline([{ x: edge, y: middle }, { x: place.x + place.w + 1, y: middle }]));
  }
  const gap = place.y + place.h + 2;
  return joined(into({ x: edge, y: gap }), polyline([{ x: edge, y: gap }, { x: place.x + place.w - 12, y: gap }, { x: place.x + place.w - 12, y: place.y + place.h }]));
}
