import { machineId, type EntityId, type Machine, type NodeRow, type PodRow } from '../../../protocol/index.ts';
import { isTroubled } from '../../state/queries.ts';
import type { Box, Point } from '../scene/geometry.ts';
import type { Cell, Mark, SceneBox } from '../scene/scene.ts';

/** Sizes of a worker's box and its tiles; see "Density" in the look. */
export const tile = { w: 99, h: 42, stepX: 101, stepY: 46, columns: 3, left: 14, top: 32 } as const;
const worker = { w: 329, h: 132, gap: 16 } as const;
const mark = { size: 11, card: 13, left: 16, top: 36 } as const;
/** Room from one mark to the next in a worker's box: as much as lets all of them stand in it. */
const markSteps = [28, 22, 18, 14] as const;
/** More Pods than this on one node, and tiles give way to marks. */
const mostTiles = 15;
/** More Pods than this on one card, and its marks stand closer. */
const crowdedCard = 30;

/** How workers are drawn in a world of this size. */
export type Density = 'tiles' | 'marks' | 'cards' | 'cells';

/** Where the workers stand, and what the canvas draws in them. */
export interface WorkersLayout {
  readonly density: Density;
  readonly boxes: readonly SceneBox[];
  readonly marks: readonly Mark[];
  readonly cells: readonly Cell[];
  /** Top left corner of each Pod's tile or mark. */
  readonly places: ReadonlyMap<EntityId, Box>;
  /** The slot where a Pod that is assumed, not yet bound, will stand. */
  readonly ghosts: ReadonlyMap<EntityId, Box>;
  readonly right: number;
  readonly bottom: number;
}

/** What the layout of workers is made from. */
export interface WorkersInput {
  readonly machines: readonly Machine[];
  readonly nodes: ReadonlyMap<EntityId, NodeRow>;
  readonly podsOn: (node: string) => readonly PodRow[];
  readonly assumedOn: (node: string) => readonly PodRow[];
  readonly from: Point;
}

/** Chooses how dense the workers are drawn. */
export function densityOf(workers: number, mostPods: number): Density {
  if (workers > 150) return 'cells';
  if (workers > 8) return 'cards';
  return mostPods > mostTiles ? 'marks' : 'tiles';
}

/** Places every worker, and every Pod in it. */
export function layoutWorkers(input: WorkersInput): WorkersLayout {
  const { machines, podsOn, assumedOn } = input;
  const mostPods = machines.reduce((most, { name }) => Math.max(most, podsOn(name).length + assumedOn(name).length), 0);
  const density = densityOf(machines.length, mostPods);
  switch (density) {
    case 'tiles': case 'marks': return layoutBoxes(input, density, mostPods);
    case 'cards': return layoutCards(input, mostPods);
    case 'cells': return layoutCells(input);
  }
}

/** How the marks of a box stand: as large as the fullest box allows. */
function markGrid(mostPods: number): { readonly perRow: number; readonly step: number; readonly size: number } {
  const perRow = (step: number): number => Math.floor((worker.w - 2 * mark.left) / step);
  const step = markSteps.find((one) => mark.top + Math.ceil(mostPods / perRow(one)) * one <= worker.h) ?? markSteps[3];
  return { perRow: perRow(step), step, size: Math.round(step * 0.78) };
}

function layoutBoxes({ machines, podsOn, assumedOn, from }: WorkersInput, density: 'tiles' | 'marks', mostPods: number): WorkersLayout {
  const { perRow, step, size } = markGrid(mostPods);
  const boxes: SceneBox[] = [];
  const marks: Mark[] = [];
  const places = new Map<EntityId, Box>();
  const ghosts = new Map<EntityId, Box>();
  const perColumn = machines.length <= 4 ? 4 : Math.ceil(machines.length / 2);
  let { x, y } = from;
  let bottom = y;
  for (const [i, { name, id }] of machines.entries()) {
    if (i > 0 && i % perColumn === 0) { x += worker.w + worker.gap; y = from.y; }
    const pods = podsOn(name);
    const count = pods.length + assumedOn(name).length;
    const rows = density === 'tiles' ? Math.ceil(count / tile.columns) : 0;
    const markRows = Math.ceil(count / perRow);
    const h = density === 'tiles' ? Math.max(worker.h, tile.top + rows * tile.stepY + 8) : Math.max(worker.h, mark.top + 4 + markRows * step);
    boxes.push({ id, kind: 'worker', x, y, w: worker.w, h });
    const all = [...pods, ...assumedOn(name)];
    for (const [j, pod] of all.entries()) {
      const slot = density === 'tiles'
        ? { x: x + tile.left + (j % tile.columns) * tile.stepX, y: y + tile.top + Math.floor(j / tile.columns) * tile.stepY, w: tile.w, h: tile.h }
        : { x: x + mark.left + (j % perRow) * step, y: y + mark.top + Math.floor(j / perRow) * step, w: size, h: size };
      if (pod.node === undefined) { ghosts.set(pod.id, slot); continue; }
      places.set(pod.id, slot);
      if (density === 'marks') marks.push({ id: pod.id, x: slot.x + size / 2, y: slot.y + size / 2, size });
    }
    y += h + worker.gap;
    bottom = Math.max(bottom, y - worker.gap);
  }
  return { density, boxes, marks, cells: [], places, ghosts, right: x + worker.w, bottom };
}

/** How the marks of a card stand: five a row while they are few, closer and wider when they are many, so that cards stay low. */
function cardGrid(mostPods: number): { readonly perRow: number; readonly step: number; readonly size: number; readonly w: number } {
  const isCrowded = mostPods > crowdedCard;
  const step = isCrowded ? 8 : mark.card;
  const perRow = isCrowded ? Math.ceil(Math.sqrt(mostPods * 1.4)) : Math.max(5, Math.ceil(Math.sqrt(mostPods)));
  return { perRow, step, size: isCrowded ? 7 : mark.size, w: Math.max(76, 12 + perRow * step) };
}

function layoutCards({ machines, podsOn, from }: WorkersInput, mostPods: number): WorkersLayout {
  const boxes: SceneBox[] = [];
  const marks: Mark[] = [];
  const places = new Map<EntityId, Box>();
  const { perRow, step, size, w } = cardGrid(mostPods);
  const least = Math.max(70, 38 + Math.ceil(mostPods / perRow) * step + 4);
  const columns = Math.max(4, Math.min(16, Math.ceil(Math.sqrt((machines.length * 1.3 * least) / w))));
  const top = 25 + size / 2;
  let bottom = from.y;
  let rowTop = from.y;
  let rowHeight = 70;
  for (const [i, { name, id }] of machines.entries()) {
    if (i > 0 && i % columns === 0) { rowTop += rowHeight + 6; rowHeight = 70; }
    const pods = podsOn(name);
    const x = from.x + (i % columns) * (w + 4);
    const h = Math.max(70, top + Math.ceil(pods.length / perRow) * step + 14);
    rowHeight = Math.max(rowHeight, h);
    boxes.push({ id, kind: 'card', x, y: rowTop, w, h });
    for (const [j, pod] of pods.entries()) {
      const centre = { x: x + 6 + step / 2 + (j % perRow) * step, y: rowTop + top + Math.floor(j / perRow) * step };
      marks.push({ id: pod.id, ...centre, size });
      places.set(pod.id, { x: centre.x - size / 2, y: centre.y - size / 2, w: size, h: size });
    }
    bottom = Math.max(bottom, rowTop + h);
  }
  return { density: 'cards', boxes, marks, cells: [], places, ghosts: new Map(), right: from.x + Math.min(columns, machines.length) * (w + 4) - 4, bottom };
}

/** The room of the cells: what the near view gives its workers. A thousand fill it; more make it grow. */
const cellRoom = { w: 440, h: 440, least: 8, most: 18 } as const;

/** Above the cells of each of several groups, for its name. */
const captionHeight = 16;

/** Cells as large as the room allows, so that each can be pointed at. */
function cellGrid(count: number): { readonly columns: number; readonly step: number } {
  const step = Math.max(cellRoom.least, Math.min(cellRoom.most, Math.floor(Math.sqrt((cellRoom.w * cellRoom.h) / count))));
  return { columns: Math.max(Math.floor(cellRoom.w / step), Math.ceil(Math.sqrt(count))), step };
}

function layoutCells({ machines, nodes, podsOn, from }: WorkersInput): WorkersLayout {
  const groups = new Map<string, Machine[]>();
  for (const machine of machines) {
    const name = nodes.get(`object/Node//${machine.name}`)?.group ?? '';
    const group = groups.get(name);
    if (group) group.push(machine);
    else groups.set(name, [machine]);
  }
  const { columns, step } = cellGrid(machines.length);
  const cells: Cell[] = [];
  const marks: Mark[] = [];
  const places = new Map<EntityId, Box>();
  let y = from.y;
  for (const [name, group] of groups) {
    if (groups.size > 1) y += captionHeight;
    for (const [i, machine] of group.entries()) {
      const cell = { x: from.x + (i % columns) * step, y: y + Math.floor(i / columns) * step, w: step - 1.5, h: step - 1.5 };
      cells.push({ ...cell, id: machineId(machine.name), node: machine.name, ...(i === 0 && name !== '' ? { caption: /zone/iu.test(name) ? name : `zone ${name}` } : {}) });
      for (const pod of podsOn(machine.name)) {
        places.set(pod.id, cell);
        if (isTroubled(pod)) marks.push({ id: pod.id, x: cell.x + cell.w / 2, y: cell.y + cell.h / 2 - 4, size: 15 });
      }
    }
    y += Math.ceil(group.length / columns) * step + 8;
  }
  return { density: 'cells', boxes: [], marks, cells, places, ghosts: new Map(), right: from.x + columns * step, bottom: y };
}
