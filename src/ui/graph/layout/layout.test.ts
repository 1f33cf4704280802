import { describe, expect, it } from 'vitest';
import type { Machine, Member, NodeRow, PodRow } from '../../../protocol/index.ts';
import { along, curve, polyline } from '../scene/geometry.ts';
import { dialBoxes, ringBottom } from './etcd.ts';
import { layoutCluster, type ClusterInput } from './cluster.ts';
import { densityOf } from './workers.ts';
import { pathBetween, placeAt, wayBetween } from '../scene/scene.ts';
import { slideAt, slidesBetween } from '../canvas/slides.ts';

const machine = (name: string, role: Machine['role']): Machine => ({ id: `machine/${name}`, name, role, power: 'on', cutFrom: [] });
const member = (name: string, role: Member['role']): Member => ({
  id: `component/${name}/etcd`, name, machine: `machine/${name}`, role, term: 1, votes: [], progress: [], paused: false, voters: [], votersOutgoing: [], learners: [],
  log: { firstIndex: 1, lastIndex: 1, lastTerm: 1, commit: 1, applied: 1, windowFrom: 1, terms: [1] },
});
const pod = (name: string, node: string | undefined): PodRow => ({
  id: `object/Pod/default/${name}`, uid: name, namespace: 'default', name, phase: 'ready', status: 'Running', ...(node === undefined ? {} : { node }),
  readyContainers: 1, containers: 1, restarts: 0, createdMs: 0,
});
const nodeRow = (name: string, id: string, group: string): NodeRow => {
  const none = { requested: 0, allocatable: 1 };
  return { id: `object/Node//${name}`, name, machine: id, ready: 'True', unschedulable: false, pressures: [], roles: [], taints: [], cpu: none, memory: none, pods: none, group };
};
const world = (workers: number, podsEach: number, waiting: readonly PodRow[] = []): ClusterInput => ({
  machines: [machine('workstation', 'workstation'), machine('control-plane-1', 'controlPlane'), machine('client', 'client'),
    ...Array.from({ length: workers }, (_, i) => machine(`worker-${i + 1}`, 'worker'))],
  components: [{ id: 'component/worker-1/kubelet', name: 'kubelet', kind: 'kubelet', machine: 'machine/worker-1', running: true }],
  members: [member('etcd-1', 'follower'), member('etcd-2', 'leader'), member('etcd-3', 'follower')],
  nodes: new Map(), waiting, services: [{
    id: 'object/Service/default/web', namespace: 'default', name: 'web', type: 'ClusterIP', clusterIP: '', ports: [], system: false,
    endpoints: [{ pod: 'object/Pod/default/p-worker-1-0', ready: true }] }],
  podsOn: (node) => Array.from({ length: podsEach }, (_, i) => pod(`p-${node}-${i}`, node)),
});
const api = 'component/control-plane-1/kube-apiserver';

describe('the cluster scene', () => {
  it('stands as the look fixes it for three workers', () => {
    const scene = layoutCluster(world(3, 5));
    const box = (id: string) => scene.boxes.find((candidate) => candidate.id === id);
    expect(box('machine/worker-2')).toMatchObject({ x: 644, y: 172, w: 329, h: 132 });
    expect(box('object/Service/default/web')).toMatchObject({ x: 1000, y: 196 });
    expect(scene.bounds).toMatchObject({ w: 1096, h: 486 });
  });
  it('lets no two boxes overlap, whatever the number of workers and Pods', () => {
    for (const [workers, pods] of [[1, 0], [3, 14], [4, 40], [7, 9], [30, 12], [120, 30]] as const) {
      const { boxes } = layoutCluster(world(workers, pods, [pod('w-1', undefined), pod('w-2', undefined)]));
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
          expect(apart, `${a.id} and ${b.id} with ${workers} workers`).toBe(true);
        }
      }
    }
  });
  it('names the zones of a thousand nodes, above the cells of each and on none of another', () => {
    const input = world(1_000, 0);
    const zoned = new Map(input.machines.filter(({ role }) => role === 'worker').map(({ id, name }, i): [string, NodeRow] => [`object/Node//${name}`, nodeRow(name, id, (['a', 'b', 'zone-3'] as const)[i % 3] ?? '')]));
    const { cells } = layoutCluster({ ...input, nodes: zoned });
    const captions = cells.filter(({ caption }) => caption !== undefined);
    expect(captions.map(({ caption }) => caption)).toEqual(['zone a', 'zone b', 'zone-3']);
    for (const { x, y } of captions) expect(cells.filter((cell) => cell.x < x + 60 && cell.x + cell.w > x && cell.y + cell.h > y - 15 && cell.y < y)).toEqual([]);
    expect(layoutCluster(input).cells.some(({ caption }) => caption !== undefined), 'without zones there is nothing to name').toBe(false);
  });
  it('joins a Service straight to a tile with nothing beside it, and to another along the gap below', () => {
    const heightsOf = (podsEach: number): readonly number[] => {
      const path = layoutCluster(world(3, podsEach)).routes.find(({ id }) => id === 'link:object/Service/default/web:object/Pod/default/p-worker-1-0')?.path;
      return path ? [along(path, 0.9).y, along(path, 1).y] : [];
    };
    expect(heightsOf(1), 'into the middle of its right edge').toEqual([77, 77]);
    expect(heightsOf(2)[1], 'into its lower edge').toBe(98);
  });
  it('knows which ways have a line on the map: wires do, what a registry sends does not', () => {
    const scene = layoutCluster({ ...world(3, 0), machines: [...world(3, 0).machines, machine('registry', 'registry')] });
    expect(wayBetween(scene, 'machine/worker-2', api)?.isDrawn).toBe(true);
    expect(wayBetween(scene, 'machine/registry', 'machine/worker-2')?.isDrawn).toBe(false);
    expect(wayBetween(scene, 'machine/registry', 'machine/nowhere')).toBeUndefined();
  });
  it('leads from the API server to a Pod over the wire to its node, over no words of its own', () => {
    const scene = layoutCluster(world(3, 4));
    const wire = pathBetween(scene, api, 'machine/worker-2');
    const points = pathBetween(scene, api, 'object/Pod/default/p-worker-2-0')?.points ?? [];
    expect(points.slice(0, wire?.points.length)).toEqual(wire?.points);
    expect(points.at(-1)).toEqual(scene.anchors.get('object/Pod/default/p-worker-2-0'));
    expect(pathBetween(scene, 'object/Pod/default/p-worker-2-0', api)?.points).toEqual(points.toReversed());
  });
  it('leads what a control plane tells its own kubelet between scheduler and controllers, over no words', () => {
    const path = pathBetween(layoutCluster(world(3, 0)), api, 'machine/control-plane-1');
    expect(path && [along(path, 0), along(path, 1)]).toMatchObject([{ x: 326, y: 164 }, { x: 326, y: 44 }]);
  });
  it('leads from the API server to every member past what is written beside the others', () => {
    for (const count of [3, 5]) {
      const members = Array.from({ length: count }, (_, i) => member(`etcd-${i + 1}`, i === 0 ? 'leader' : 'follower'));
      const scene = layoutCluster({ ...world(3, 0), members });
      const written = dialBoxes(scene.etcd);
      for (const { id } of members) {
        const points = pathBetween(scene, api, id)?.points ?? [];
        expect(points.filter(({ x, y }) => written.some((box) => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h)), `${id} of ${count}`).toEqual([]);
      }
    }
  });
  it('stands the ring beside several control planes, so that the map is not three times as tall', () => {
    const planes = ['control-plane-1', 'control-plane-2', 'control-plane-3'];
    const { machines } = world(3, 2);
    const input = { ...world(3, 2, [pod('w-1', undefined), pod('w-2', undefined)]), machines: [...machines.filter(({ role }) => role !== 'controlPlane'), ...planes.map((name) => machine(name, 'controlPlane'))] };
    const scene = layoutCluster(input);
    expect(scene.bounds.h).toBeLessThan(760);
    const boxes = scene.boxes.filter(({ kind }) => kind !== 'etcd');
    const all = [...boxes, ...dialBoxes(scene.etcd).map((box) => ({ ...box, id: 'dial' }))];
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y, `${a.id} and ${b.id}`).toBe(true);
      }
    }
    for (const name of planes) {
      for (const { id } of input.members) {
        const points = pathBetween(scene, `component/${name}/kube-apiserver`, id)?.points ?? [];
        const others = boxes.filter((box) => box.id !== `machine/${name}`);
        expect(points.filter(({ x, y }) => others.some((box) => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h)), `${name} to ${id}`).toEqual([]);
      }
    }
  });
  it.each([3, 5])('joins every control plane of several to every worker by lines that are drawn, past a ring of %i and what is written beside it', (count) => {
    const planes = ['control-plane-1', 'control-plane-2', 'control-plane-3'];
    const { machines } = world(3, 2);
    const members = Array.from({ length: count }, (_, i) => member(`etcd-${i + 1}`, i === 0 ? 'leader' : 'follower'));
    const scene = layoutCluster({ ...world(3, 2), members, machines: [...machines.filter(({ role }) => role !== 'controlPlane'), ...planes.map((name) => machine(name, 'controlPlane'))] });
    const others = [...scene.boxes.filter(({ kind }) => kind !== 'etcd' && kind !== 'controlPlane'), ...dialBoxes(scene.etcd)];
    for (const name of planes) {
      for (const worker of ['worker-1', 'worker-2', 'worker-3']) {
        const way = wayBetween(scene, `component/${name}/kube-apiserver`, `machine/${worker}`);
        expect(way?.isDrawn).toBe(true);
        expect(way?.path.points.filter(({ x, y }) => others.some((box) => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h)), `${name} to ${worker}`).toEqual([]);
      }
    }
  });
  it('leads to the lower workers beside the fence of those that wait, not through it', () => {
    const scene = layoutCluster(world(4, 0, [pod('w-1', undefined), pod('w-2', undefined)]));
    const fence = scene.boxes.find(({ kind }) => kind === 'fence') ?? { x: 0, y: 0, w: 0, h: 0 };
    for (const worker of ['worker-1', 'worker-2', 'worker-3', 'worker-4']) {
      const points = pathBetween(scene, api, `machine/${worker}`)?.points ?? [];
      expect(points.filter(({ x, y }) => x > fence.x && x < fence.x + fence.w && y > fence.y && y < fence.y + fence.h), worker).toEqual([]);
    }
  });
  it('puts the leader at the top of the ring and the others in their order', () => {
    const { etcd } = layoutCluster(world(3, 0));
    expect(etcd.places.get('component/etcd-2/etcd')).toMatchObject({ x: 240, y: 306 });
    expect(etcd.places.get('component/etcd-3/etcd')?.x).toBeGreaterThan(240);
  });
  it.each([1, 3, 4, 5, 7, 9])('lets no member of %i lie on another, nor on its words', (count) => {
    const members = Array.from({ length: count }, (_, i) => member(`etcd-${i + 1}`, i === 0 ? 'leader' : 'follower'));
    const { etcd, bounds } = layoutCluster({ ...world(3, 0), members });
    const boxes = dialBoxes(etcd);
    expect(boxes).toHaveLength(2 * count);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y, `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(true);
    }
    expect(bounds.h).toBeGreaterThan(ringBottom(etcd));
  });
  it('gives every Pod a place of its own in its node', () => {
    const { workers } = layoutCluster(world(3, 12));
    expect(new Set([...workers.places.values()].map((place) => `${place.x} ${place.y}`)).size).toBe(36);
  });
  it('fences Pods that no node has taken, and ghosts those that are assumed', () => {
    const assumed = { ...pod('new', undefined), assumedNode: 'worker-3' };
    const scene = layoutCluster(world(3, 3, [assumed]));
    expect(scene.fence?.tiles.has(assumed.id)).toBe(true);
    expect(scene.workers.ghosts.get(assumed.id)?.y).toBeGreaterThan(320);
    expect(layoutCluster(world(3, 3)).fence).toBeUndefined();
  });
  it('draws fewer things the more there are', () => {
    expect([densityOf(3, 5), densityOf(3, 40), densityOf(30, 9), densityOf(1_000, 9)]).toEqual(['tiles', 'marks', 'cards', 'cells']);
    expect(layoutCluster(world(1_000, 2)).boxes.some((box) => box.kind === 'worker')).toBe(false);
  });
});

describe('marks', () => {
  it.each([[16, 22], [40, 17], [100, 11]])('of %i Pods on a node are %i wide, and stay in its box', (pods, size) => {
    const { boxes, marks } = layoutCluster(world(3, pods));
    expect(marks).toHaveLength(3 * pods);
    expect(new Set(marks.map((mark) => mark.size))).toEqual(new Set([size]));
    const workers = boxes.filter((box) => box.kind === 'worker');
    for (const mark of marks) {
      expect(workers.some((box) => mark.x - size / 2 >= box.x && mark.x + size / 2 <= box.x + box.w && mark.y - size / 2 >= box.y && mark.y + size / 2 <= box.y + box.h)).toBe(true);
    }
  });
});

describe('cells', () => {
  it('of a thousand nodes fill the room of the workers, apart from each other', () => {
    const { cells, bounds } = layoutCluster(world(1_000, 2));
    expect(cells).toHaveLength(1_000);
    expect(new Set(cells.map(({ x, y }) => `${x} ${y}`)).size).toBe(1_000);
    expect(Math.min(...cells.map(({ w }) => w))).toBeGreaterThan(10);
    expect(bounds.w / bounds.h).toBeGreaterThan(1.5);
  });
});

describe('cards', () => {
  it('stay low: also with a hundred Pods on each, the map is wider than high, and no mark leaves its card', () => {
    const { bounds, boxes, marks } = layoutCluster(world(30, 100));
    expect(bounds.w / bounds.h).toBeGreaterThan(1.5);
    expect(marks).toHaveLength(3_000);
    const cards = boxes.filter((box) => box.kind === 'card');
    const inside = (mark: { readonly x: number; readonly y: number; readonly size: number }): boolean =>
      cards.some((card) => mark.x - mark.size / 2 >= card.x && mark.x + mark.size / 2 <= card.x + card.w && mark.y - mark.size / 2 >= card.y && mark.y + mark.size / 2 <= card.y + card.h);
    expect(marks.every(inside)).toBe(true);
  });
});

describe('slides', () => {
  it('lead each Pod from the fence to its place, and end there', () => {
    const waiting = { ...pod('p-worker-1-0', undefined) };
    const before = layoutCluster(world(3, 0, [waiting]));
    const after = layoutCluster(world(3, 1));
    const [slide] = slidesBetween(before, after, { pageMs: 100, messagesPerSecond: 2 });
    expect(slide?.pod).toBe(waiting.id);
    expect(slide && slideAt(slide, 100)).toMatchObject({ x: 496, y: 362 });
    expect(slide && slideAt(slide, 400)).toBeUndefined();
    expect(slidesBetween(before, after, { pageMs: 100, messagesPerSecond: 50 })).toEqual([]);
  });
});

describe('paths', () => {
  it('leads a message between processes by the edge of their machines', () => {
    const scene = layoutCluster(world(3, 2));
    const path = pathBetween(scene, 'component/worker-1/kubelet', api);
    expect(path?.points[0]).toMatchObject({ x: 644, y: 41 });
    expect(pathBetween(scene, api, 'component/nowhere/x')).toBeUndefined();
  });
  it('places a message by time alone, so that going back runs it backwards', () => {
    const path = polyline([{ x: 0, y: 0 }, { x: 100, y: 0 }]);
    const message = { sentMs: 10, arrivesMs: 20 };
    expect(placeAt(path, message, 15).x).toBeCloseTo(50);
    expect(placeAt(path, message, 12).x).toBeCloseTo(20);
    expect(placeAt(path, { ...message, heldMs: 11 }, 99).x).toBeCloseTo(10);
    expect(placeAt(path, message, 99).x).toBe(100);
  });
  it('goes along a curve from end to end', () => {
    const path = curve({ x: 0, y: 0 }, { x: 50, y: 0 }, { x: 50, y: 100 }, { x: 100, y: 100 });
    expect(along(path, 0)).toMatchObject({ x: 0, y: 0 });
    expect(along(path, 1)).toMatchObject({ x: 100, y: 100 });
    expect(along(path, 0.5).x).toBeCloseTo(50, 0);
  });
});
