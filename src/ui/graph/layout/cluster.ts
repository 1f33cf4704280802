import { componentId, type Component, type EntityId, type Machine, type Member, type NodeRow, type PodRow, type ServiceRow } from '../../../protocol/index.ts';
import { around, curve, joined, polyline, type Box, type Path, type Point } from '../scene/geometry.ts';
import { clientWay, wayAside } from './client-ways.ts';
import { dial, dialBoxes, layoutRing, ringOf, ringBottom, ringRoutes, type Ring } from './etcd.ts';
import { layoutServices } from './services.ts';
import { layoutWorkers, tile, type WorkersLayout } from './workers.ts';
import type { Mark, Route, Scene, SceneBox } from '../scene/scene.ts';

/** What the map of the cluster is made from. */
export interface ClusterInput {
  readonly machines: readonly Machine[];
  readonly components: readonly Component[];
  readonly members: readonly Member[];
  readonly nodes: ReadonlyMap<EntityId, NodeRow>;
  readonly podsOn: (node: string) => readonly PodRow[];
  readonly waiting: readonly PodRow[];
  readonly services: readonly ServiceRow[];
}

/** The cluster's scene, with what its components need besides boxes and routes. */
export interface ClusterScene extends Scene {
  readonly workers: WorkersLayout;
  readonly etcd: Ring;
  readonly fence: { readonly tiles: ReadonlyMap<EntityId, Box> } | undefined;
}

/** Fixed places of the near view. The workers, the ring and the Services follow from them. */
export const near = {
  workstation: { x: 24, y: 150, w: 116, h: 88 },
  controlPlane: { x: 196, y: 24, w: 260, h: 214 },
  scheduler: { x: 12, y: 34, w: 114, h: 64 }, controllers: { x: 134, y: 34, w: 114, h: 64 }, apiserver: { x: 12, y: 140, w: 236, h: 62 },
  fence: { x: 484, y: 330, w: 128 }, workers: { x: 644, y: 24 }, least: { w: 1096, h: 486 },
} as const;

/** The port of the first API server towards the workers, and where the ways of several meet. */
const hubPort = { x: 444, y: 194 } as const;
const trunkX = 474;

/** Where what follows the control planes stands. One has its ring below it; several stand in a column with the ring beside them. */
interface Places { readonly ringTop: Point; readonly fence: Point; readonly workers: Point }

const planeStep = near.controlPlane.h + 16;
/** What stands beside a dial: its words, with room around them. */
const besideDial = 134;

function placesBeside(planes: number, members: number): Places {
  if (planes <= 1) return { ringTop: { x: 240, y: near.controlPlane.y + near.controlPlane.h + 68 }, fence: near.fence, workers: near.workers };
  const { radius } = ringOf(members, { x: 0, y: 0 });
  const x = trunkX + besideDial + radius;
  // Below the wires to the workers.
  const top = Math.max(near.controlPlane.y + planeStep + 24, near.controlPlane.y + (planes * planeStep - 16) / 2 - radius);
  return { ringTop: { x, y: top }, fence: { x: x + 64, y: top + 2 * radius + 64 }, workers: { x: x + radius + besideDial, y: near.workers.y } };
}

const apiserverOf = (machine: Machine): EntityId => componentId(machine.name, 'kube-apiserver');

/** Places everything of the cluster. Pure: the same world gives the same picture. */
export function layoutCluster(input: ClusterInput): ClusterScene {
  const byRole = (role: Machine['role']): readonly Machine[] => input.machines.filter((machine) => machine.role === role);
  const planes = byRole('controlPlane');
  const boxes: SceneBox[] = [];
  const routes: Route[] = [];
  const anchors = new Map<EntityId, Point>();
  const aliases = new Map<EntityId, EntityId>();
  const first = planes[0];
  const hub = first ? apiserverOf(first) : 'component/none/kube-apiserver';
  const centre = { x: near.controlPlane.x + near.apiserver.x + near.apiserver.w / 2, y: near.controlPlane.y + near.apiserver.y + 30 };

  for (const [i, plane] of planes.entries()) placePlane(plane, i, boxes, routes, anchors);
  for (const machine of byRole('workstation')) {
    boxes.push({ id: machine.id, kind: 'workstation', ...near.workstation });
    anchors.set(machine.id, { x: 140, y: 194 });
    routes.push({ id: `wire:${machine.id}`, from: machine.id, to: hub, kind: 'wire', path: polyline([{ x: 140, y: 194 }, { x: 208, y: 194 }]) });
  }

  const places = placesBeside(planes.length, input.members.length);
  const ring = layoutRing(input.members, places.ringTop);
  placeRing(ring, input.members, planes, { boxes, routes, anchors });

  const assumedOn = (node: string): readonly PodRow[] => input.waiting.filter((pod) => pod.assumedNode === node);
  const workers = layoutWorkers({ machines: byRole('worker'), nodes: input.nodes, podsOn: input.podsOn, assumedOn, from: places.workers });
  boxes.push(...workers.boxes);
  placeWorkers(workers, planes, places, routes, anchors);

  const fence = placeFence(input.waiting, places.fence, boxes, anchors);
  const services = layoutServices({ services: input.services, workers, clients: byRole('client'), x: workers.right + 27 });
  boxes.push(...services.boxes);
  routes.push(...services.routes);
  for (const [id, point] of services.anchors) anchors.set(id, point);
  placeOutside(input.machines, boxes, anchors, routes, workers, hub);

  for (const component of input.components) if (!anchors.has(component.id)) aliases.set(component.id, component.machine);
  const within = placePods(input, workers, anchors, aliases);
  // The ring's box is square; its dials need not reach its lower edge.
  const content = around([...boxes.filter(({ kind }) => kind !== 'etcd'), ...(input.members.length === 0 ? [] : [{ ...ring.centre, w: 0, h: ringBottom(ring) - ring.centre.y }]), ...workers.cells]);
  const bounds = { x: 0, y: 0, w: Math.max(near.least.w, content.x + content.w + 12), h: Math.max(near.least.h, content.y + content.h + 20) };
  return { boxes, routes, anchors, aliases, within, marks: [...workers.marks, ...fence.marks], cells: workers.cells, bounds, centre, ring: ring.radius > 0 ? ring.centre : undefined, workers, etcd: ring, fence: fence.tiles.size > 0 ? { tiles: fence.tiles } : undefined };
}

function placePlane(plane: Machine, index: number, boxes: SceneBox[], routes: Route[], anchors: Map<EntityId, Point>): void {
  const { x, w, h } = near.controlPlane;
  const y = near.controlPlane.y + index * planeStep;
  boxes.push({ id: plane.id, kind: 'controlPlane', x, y, w, h });
  const hub = apiserverOf(plane);
  anchors.set(plane.id, { x: x + w / 2, y });
  anchors.set(hub, { x: x + 130, y: y + 170 });
  // Its own kubelet: between scheduler and controllers, up to the machine's name.
  routes.push({ id: `way:${plane.id}`, from: plane.id, to: hub, kind: 'way', path: polyline([{ x: x + 130, y: y + 20 }, { x: x + 130, y: y + 140 }]) });
  for (const [name, at] of [['kube-scheduler', 68], ['kube-controller-manager', 192]] as const) {
    const id = componentId(plane.name, name);
    anchors.set(id, { x: x + at, y: y + 98 });
    routes.push({ id: `wire:${id}`, from: id, to: hub, kind: 'wire', path: polyline([{ x: x + at, y: y + 98 }, { x: x + at, y: y + 140 }]) });
  }
}

function placeRing(ring: Ring, members: readonly Member[], planes: readonly Machine[], scene: {
  readonly boxes: SceneBox[]; readonly routes: Route[]; readonly anchors: Map<EntityId, Point>;
}): void {
  if (members.length === 0) return;
  const half = ring.radius + dial.ticks;
  scene.boxes.push({ id: 'etcd', kind: 'etcd', x: ring.centre.x - half, y: ring.centre.y - half, w: half * 2, h: half * 2 });
  scene.routes.push(...ringRoutes(ring));
  const written = dialBoxes(ring);
  for (const member of members) {
    const place = ring.places.get(member.id);
    if (!place) continue;
    scene.anchors.set(member.id, place);
    if (!scene.anchors.has(member.machine)) scene.anchors.set(member.machine, place);
    for (const [i, plane] of planes.entries()) {
      const port = { x: 240, y: near.controlPlane.y + i * planeStep + 202 };
      const { path, isStraight } = planes.length > 1 ? wayAside(port, place, near.controlPlane.x + near.controlPlane.w) : clientWay(port, place, written);
      scene.routes.push({ id: `etcd:${plane.name}:${member.id}`, from: apiserverOf(plane), to: member.id, kind: isStraight ? 'wire' : 'faint', path });
    }
  }
}

function placeWorkers(workers: WorkersLayout, planes: readonly Machine[], places: Places, routes: Route[], anchors: Map<EntityId, Point>): void {
  const boxes: readonly (Box & { readonly id: EntityId })[] = workers.boxes.length > 0 ? workers.boxes : workers.cells;
  const middle = (boxes.length - 1) / 2;
  const spread = Math.min(12, 44 / Math.max(1, boxes.length - 1));
  const drawn = workers.boxes.length > 0 && workers.boxes.length <= 8;
  const isOnlyOne = planes.length <= 1;
  for (const [i, box] of boxes.entries()) {
    const port = { x: box.x, y: box.y + Math.min(17, box.h / 2) };
    const start = { x: isOnlyOne ? hubPort.x : trunkX, y: hubPort.y + (i - middle) * (isOnlyOne ? spread : 0) };
    // Those that end below the fence's upper edge come down beside it.
    const isBeside = port.x >= places.workers.x && (port.y > places.fence.y + 20 || places.workers.x > near.workers.x);
    const bend = isBeside ? port.x + 40 - start.x : (port.x - start.x) * 0.38;
    const way = curve(start, { x: start.x + bend, y: start.y }, { x: port.x - (isBeside ? 36 : bend * 1.16), y: port.y }, port);
    const isDrawn = drawn && port.x <= places.workers.x + 1;
    anchors.set(box.id, port);
    if (isOnlyOne) {
      for (const plane of planes) routes.push({ id: `wire:${box.id}`, from: apiserverOf(plane), to: box.id, kind: isDrawn ? 'wire' : 'way', path: way });
      continue;
    }
    if (isDrawn) routes.push({ id: `wire:${box.id}`, from: 'trunk', to: box.id, kind: 'wire', path: way });
    for (const [plane, machine] of planes.entries()) {
      routes.push({ id: `way:${machine.name}:${box.id}`, from: apiserverOf(machine), to: box.id, kind: isDrawn ? 'along' : 'way', path: joined(toTrunk(plane), way) });
    }
  }
  if (!isOnlyOne) for (const [plane, machine] of planes.entries()) routes.push({ id: `trunk:${machine.name}`, from: apiserverOf(machine), to: 'trunk', kind: 'wire', path: toTrunk(plane) });
  if (!drawn && boxes.length > 0) {
    const end = { x: places.workers.x - 12, y: hubPort.y };
    routes.push({ id: 'wire:trunk', from: 'trunk', to: 'workers', kind: 'wire', path: polyline([{ x: isOnlyOne ? hubPort.x : trunkX, y: hubPort.y }, end]) });
  }
}

/** The way of what an API server of several tells the workers, as far as all of them share it. */
function toTrunk(plane: number): Path {
  const y = hubPort.y + plane * planeStep;
  const corner = 12;
  const side = polyline([{ x: hubPort.x, y }, { x: trunkX - (plane === 0 ? 0 : corner), y }]);
  if (plane === 0) return side;
  const turn = curve({ x: trunkX - corner, y }, { x: trunkX - corner / 2, y }, { x: trunkX, y: y - corner / 2 }, { x: trunkX, y: y - corner });
  return joined(joined(side, turn), polyline([{ x: trunkX, y: y - corner }, { x: trunkX, y: hubPort.y }]));
}

function placeFence(waiting: readonly PodRow[], { x, y }: Point, boxes: SceneBox[], anchors: Map<EntityId, Point>): { readonly tiles: ReadonlyMap<EntityId, Box>; readonly marks: readonly Mark[] } {
  const tiles = new Map<EntityId, Box>();
  const marks: Mark[] = [];
  if (waiting.length === 0) return { tiles, marks };
  const { w } = near.fence;
  const asTiles = waiting.length <= 3;
  const step = waiting.length <= 49 ? 15 : 9;
  const perRow = Math.floor((w - 24) / step);
  for (const [i, pod] of waiting.entries()) {
    const box = asTiles
      ? { x: x + 12, y: y + 32 + i * 46, w: 104, h: 42 }
      : { x: x + 12 + (i % perRow) * step, y: y + 34 + Math.floor(i / perRow) * step, w: step - 4, h: step - 4 };
    tiles.set(pod.id, box);
    anchors.set(pod.id, { x: box.x + box.w, y: box.y + box.h / 2 });
    if (!asTiles) marks.push({ id: pod.id, x: box.x + box.w / 2, y: box.y + box.h / 2, size: step - 4 });
  }
  const h = asTiles ? 32 + waiting.length * 46 + 7 : 34 + Math.ceil(waiting.length / perRow) * step + 10;
  boxes.push({ id: 'fence', kind: 'fence', x, y, w, h: asTiles ? Math.max(85, h) : h });
  return { tiles, marks };
}

function placeOutside(machines: readonly Machine[], boxes: SceneBox[], anchors: Map<EntityId, Point>, routes: Route[], workers: WorkersLayout, hub: EntityId): void {
  const others = machines.filter((machine) => machine.role === 'registry' || machine.role === 'outside' || machine.role === 'loadBalancer');
  for (const [i, machine] of others.entries()) {
    const box = { x: 24, y: 24 + i * 60, w: 116, h: 44 };
    boxes.push({ id: machine.id, kind: 'outside', ...box });
    const port = { x: box.x + box.w, y: box.y + 22 };
    anchors.set(machine.id, port);
    for (const worker of workers.boxes) {
      const end = { x: worker.x, y: worker.y + 17 };
      routes.push({ id: `way:${machine.id}:${worker.id}`, from: machine.id, to: worker.id, kind: 'way', path: joined(curve(port, { x: 170, y: port.y }, { x: 160, y: 12 }, { x: 220, y: 12 }), curve({ x: 220, y: 12 }, { x: 480, y: 12 }, { x: 560, y: end.y }, end)) });
    }
    routes.push({ id: `way:${machine.id}:hub`, from: machine.id, to: hub, kind: 'way', path: curve(port, { x: 180, y: port.y }, { x: 170, y: 194 }, { x: 208, y: 194 }) });
  }
}

/** Says where Pods are reached; gives back in whose boxes those of the workers stand. */
function placePods(input: ClusterInput, workers: WorkersLayout, anchors: Map<EntityId, Point>, aliases: Map<EntityId, EntityId>): ReadonlyMap<EntityId, EntityId> {
  const within = new Map<EntityId, EntityId>();
  // What goes to a tile ends at its upper edge: its name stays free.
  for (const [id, box] of workers.places) anchors.set(id, { x: box.x + box.w / 2, y: box.w >= tile.w ? box.y : box.y + box.h / 2 });
  for (const machine of input.machines) {
    aliases.set(`object/Node//${machine.name}`, machine.id);
    if (machine.role !== 'controlPlane' && machine.role !== 'worker') continue;
    for (const pod of input.podsOn(machine.name)) (machine.role === 'worker' ? within : aliases).set(pod.id, machine.id);
  }
  return within;
}
