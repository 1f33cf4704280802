import type { EntityId, Machine, PodRow, ServiceRow } from '../../../protocol/index.ts';
import { around, curve, polyline, type Point } from '../scene/geometry.ts';
import type { Route, Scene, SceneBox } from '../scene/scene.ts';
import { isOpenToOutside } from './services.ts';

const column = { client: 40, service: 260, pod: 620 } as const;
const service = { w: 210, h: 76 } as const;
const tileSize = { w: 150, h: 42, step: 50 } as const;
const perService = 12;
/** What stands beside a tile: its node and its address. */
const beside = 96;

/** Where requests go: clients, Services with their ports, and the endpoints behind them. */
export function layoutTraffic(input: { readonly services: readonly ServiceRow[]; readonly pods: ReadonlyMap<EntityId, PodRow>; readonly machines: readonly Machine[] }): Scene {
  const boxes: SceneBox[] = [];
  const routes: Route[] = [];
  const anchors = new Map<EntityId, Point>();
  let y = 110;
  const sources = input.machines.filter((machine) => machine.role === 'client' || machine.role === 'loadBalancer' || machine.role === 'workstation');
  for (const one of input.services.slice(0, 30)) {
    const endpoints = one.endpoints.filter((endpoint) => input.pods.has(endpoint.pod)).slice(0, perService);
    const height = Math.max(service.h + 24, endpoints.length * tileSize.step);
    const middle = y + height / 2;
    boxes.push({ id: one.id, kind: 'service', x: column.service, y: middle - service.h / 2, w: service.w, h: service.h });
    anchors.set(one.id, { x: column.service, y: middle });
    for (const [i, endpoint] of endpoints.entries()) {
      const top = y + (height - endpoints.length * tileSize.step) / 2 + i * tileSize.step + 4;
      const id = boxes.some((box) => box.id === endpoint.pod) ? `${endpoint.pod}#${one.name}` : endpoint.pod;
      boxes.push({ id, kind: 'podTile', x: column.pod, y: top, w: tileSize.w, h: tileSize.h });
      const from = { x: column.service + service.w, y: middle };
      const to = { x: column.pod - 2, y: top + tileSize.h / 2 };
      anchors.set(endpoint.pod, to);
      routes.push({ id: `link:${one.id}:${endpoint.pod}`, from: one.id, to: endpoint.pod, kind: endpoint.ready ? 'link' : 'way', path: curve(from, { x: from.x + 60, y: from.y }, { x: to.x - 60, y: to.y }, to), about: endpoint.pod });
    }
    y += height + 24;
  }
  const total = Math.max(280, y - 24 + 110);
  for (const [i, machine] of sources.entries()) {
    const box = { x: column.client, y: total / 2 - 26 + (i - (sources.length - 1) / 2) * 80, w: 116, h: 52 };
    boxes.push({ id: machine.id, kind: 'client', ...box });
    const from = { x: box.x + box.w, y: box.y + 26 };
    anchors.set(machine.id, from);
    for (const one of input.services.slice(0, 30).filter(isOpenToOutside)) {
      const to = anchors.get(one.id);
      if (to) routes.push({ id: `link:${machine.id}:${one.id}`, from: machine.id, to: one.id, kind: machine.role === 'client' ? 'link' : 'wire', path: from.y === to.y ? polyline([from, to]) : curve(from, { x: from.x + 60, y: from.y }, { x: to.x - 60, y: to.y }, to) });
    }
  }
  const content = around(boxes);
  return { boxes, routes, anchors, aliases: new Map(), marks: [], cells: [], bounds: { x: 0, y: 0, w: content.x + content.w + beside + 24, h: Math.max(446, content.y + content.h + 26) }, centre: { x: column.service + 105, y: total / 2 }, ring: undefined };
}
