import { componentId, type EntityId, type Machine, type Member, type PodRow, type ServiceRow } from '../../../protocol/index.ts';
import { polyline, type Box, type Point } from '../scene/geometry.ts';
import { layoutRing, ringRoutes, type Ring } from './etcd.ts';
import type { Route, Scene, SceneBox } from '../scene/scene.ts';

/** A Pod's mark with its name on a phone. */
export const phoneTile = { w: 84, h: 38, step: 88, rowStep: 42, columns: 4, left: 9, top: 30 } as const;
const frame = { x: 16, w: 362 } as const;
/** The line down the left edge: a glyph on it is seen whole. */
const trunk = 8;
const hubBox = { x: 48, y: 24, w: 156, h: 53 } as const;

/** The phone's scene: workers stacked, the ring small, Pods with names. */
export interface PhoneScene extends Scene { readonly etcd: Ring; readonly places: ReadonlyMap<EntityId, Box>; readonly ghosts: ReadonlyMap<EntityId, Box> }

/** What the phone's map is made from. */
export interface PhoneInput {
  readonly machines: readonly Machine[]; readonly members: readonly Member[]; readonly podsOn: (node: string) => readonly PodRow[];
  readonly waiting: readonly PodRow[]; readonly services: readonly ServiceRow[];
}

/** Places everything in one column as wide as a phone. */
export function layoutPhone(input: PhoneInput): PhoneScene {
  const boxes: SceneBox[] = [];
  const routes: Route[] = [];
  const anchors = new Map<EntityId, Point>();
  const aliases = new Map<EntityId, EntityId>();
  const places = new Map<EntityId, Box>();
  const ghosts = new Map<EntityId, Box>();
  const plane = input.machines.find((machine) => machine.role === 'controlPlane');
  const hub = componentId(plane?.name ?? 'none', 'kube-apiserver');
  if (plane) {
    boxes.push({ id: hub, kind: 'apiserver', ...hubBox });
    anchors.set(hub, { x: 126, y: 50 });
    aliases.set(plane.id, hub);
  }
  const etcd = layoutRing(input.members, { x: 322, y: 30 }, 0.45);
  placeMembers(etcd, input.members, hub, { boxes, routes, anchors });

  let y = Math.max(116, etcd.centre.y + etcd.radius * 0.5 + 26);
  for (const machine of input.machines.filter((one) => one.role === 'worker')) {
    const pods = [...input.podsOn(machine.name), ...input.waiting.filter((pod) => pod.assumedNode === machine.name)];
    const rows = Math.max(1, Math.ceil(Math.min(pods.length, 40) / phoneTile.columns));
    const h = phoneTile.top + rows * phoneTile.rowStep + 6;
    boxes.push({ id: machine.id, kind: 'worker', ...frame, y, h });
    anchors.set(machine.id, { x: frame.x, y: y + 20 });
    const first = routes.every((route) => !route.id.startsWith('wire:machine'));
    const down = first ? [{ x: 126, y: 77 }, { x: 126, y }] : [{ x: 126, y: 77 }, { x: 126, y: 100 }, { x: trunk, y: 100 }, { x: trunk, y: y + 20 }, { x: frame.x, y: y + 20 }];
    routes.push({ id: `wire:${machine.id}`, from: hub, to: machine.id, kind: 'wire', path: polyline(down) });
    placeTiles(pods.slice(0, 40), { x: frame.x + phoneTile.left, y: y + phoneTile.top }, places, ghosts);
    for (const pod of pods) aliases.set(pod.id, machine.id);
    y += h + 7;
  }
  if (input.waiting.length > 0) {
    const rows = Math.ceil(Math.min(input.waiting.length, 20) / phoneTile.columns);
    const h = phoneTile.top + rows * phoneTile.rowStep + 6;
    boxes.push({ id: 'fence', kind: 'fence', ...frame, y, h });
    placeTiles(input.waiting.slice(0, 20).map((pod) => ({ ...pod, node: '-' })), { x: frame.x + phoneTile.left, y: y + phoneTile.top }, places, ghosts);
    y += h + 7;
  }
  for (const [i, service] of input.services.slice(0, 9).entries()) {
    const box = { x: frame.x + (i % 3) * 124, y: y + 4 + Math.floor(i / 3) * 92, w: 116, h: 60 };
    boxes.push({ id: service.id, kind: 'service', ...box });
    anchors.set(service.id, { x: box.x + 58, y: box.y });
  }
  if (input.services.length > 0) y += Math.ceil(Math.min(9, input.services.length) / 3) * 92 + 8;
  return { boxes, routes, anchors, aliases: aliasAll(input.machines, hub, plane, aliases), marks: [], cells: [], places, ghosts, etcd, bounds: { x: 0, y: 0, w: 390, h: y + 40 }, centre: { x: 126, y: 50 }, ring: etcd.centre };
}

function placeTiles(pods: readonly PodRow[], from: Point, places: Map<EntityId, Box>, ghosts: Map<EntityId, Box>): void {
  for (const [i, pod] of pods.entries()) {
    const box = { x: from.x + (i % phoneTile.columns) * phoneTile.step, y: from.y + Math.floor(i / phoneTile.columns) * phoneTile.rowStep, w: phoneTile.w, h: phoneTile.h };
    if (pod.node === undefined) ghosts.set(pod.id, box);
    else places.set(pod.id, box);
  }
}

function placeMembers(ring: Ring, members: readonly Member[], hub: EntityId, scene: { readonly boxes: SceneBox[]; readonly routes: Route[]; readonly anchors: Map<EntityId, Point> }): void {
  if (members.length === 0) return;
  const half = ring.radius + 22;
  scene.boxes.push({ id: 'etcd', kind: 'etcd', x: ring.centre.x - half, y: ring.centre.y - half, w: half * 2, h: half * 2 });
  scene.routes.push(...ringRoutes(ring, 20), { id: 'wire:etcd', from: hub, to: 'etcd', kind: 'wire', path: polyline([{ x: 204, y: 50 }, { x: ring.centre.x - ring.radius, y: 50 }]) });
  for (const member of members) {
    const place = ring.places.get(member.id);
    if (!place) continue;
    scene.anchors.set(member.id, place);
    scene.routes.push({ id: `etcd:${member.id}`, from: hub, to: member.id, kind: 'way', path: polyline([{ x: 204, y: 50 }, { x: ring.centre.x - ring.radius - 10, y: 50 }, place]) });
  }
}

/** Everything on the control plane speaks through the hub here, and a worker's processes through their machine. */
function aliasAll(machines: readonly Machine[], hub: EntityId, plane: Machine | undefined, aliases: Map<EntityId, EntityId>): ReadonlyMap<EntityId, EntityId> {
  for (const machine of machines) {
    for (const process of ['kubelet', 'kube-proxy', 'kube-scheduler', 'kube-controller-manager']) aliases.set(componentId(machine.name, process), machine.id === plane?.id ? hub : machine.id);
    aliases.set(`object/Node//${machine.name}`, machine.id);
  }
  return aliases;
}
