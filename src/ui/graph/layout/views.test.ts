import { describe, expect, it } from 'vitest';
import type { Machine, ObjectRow, PodRow, ServiceRow } from '../../../protocol/index.ts';
import { isOwn, layoutOwnership } from './ownership.ts';
import { layoutPhone } from './phone.ts';
import { layoutTraffic } from './traffic.ts';
import { isOutside } from '../maps/outside.tsx';

const object = (kind: string, name: string, owners: readonly string[] = [], more: Partial<ObjectRow> = {}): ObjectRow => ({
  id: `object/${kind}/default/${name}`, uid: name, apiVersion: 'v1', kind, namespace: 'default', name, owners, createdMs: 0, deleting: false, status: '', health: 'good', labels: {}, ...more,
});
const pod = (name: string, node: string | undefined): PodRow => ({
  id: `object/Pod/default/${name}`, uid: name, namespace: 'default', name, phase: 'ready', status: 'Running', ...(node === undefined ? {} : { node }), readyContainers: 1, containers: 1, restarts: 0, createdMs: 0,
});
const machine = (name: string, role: Machine['role']): Machine => ({ id: `machine/${name}`, name, role, power: 'on', cutFrom: [] });

describe('the ownership scene', () => {
  it('puts what is owned to the right of its owner, and a line between them', () => {
    const scene = layoutOwnership([object('Deployment', 'web'), object('ReplicaSet', 'web-1', ['object/Deployment/default/web'])]);
    const [a, b] = ['object/Deployment/default/web', 'object/ReplicaSet/default/web-1'].map((id) => scene.boxes.find((box) => box.id === id));
    expect((b?.x ?? 0) - (a?.x ?? 0)).toBeGreaterThan(200);
    expect(scene.routes.map((route) => [route.from, route.to])).toEqual([[a?.id, b?.id]]);
  });
  it('folds many siblings into a stack with a count, but never those that fail', () => {
    const owner = 'object/ReplicaSet/default/web';
    const pods = Array.from({ length: 20 }, (_, i) => object('Pod', `web-${i}`, [owner], { health: i === 19 ? 'bad' : 'good' }));
    const scene = layoutOwnership([object('ReplicaSet', 'web'), ...pods]);
    expect([...scene.stacks.values()].map((stack) => stack.count)).toEqual([12]);
    expect(scene.boxes.some((box) => box.id === 'object/Pod/default/web-19')).toBe(true);
  });
  it('puts what owns nothing beside the trees, so that less is below what is seen', () => {
    const tree = [object('Deployment', 'web'), object('ReplicaSet', 'web-1', ['object/Deployment/default/web']), ...Array.from({ length: 4 }, (_, i) => object('Pod', `web-1-${i}`, ['object/ReplicaSet/default/web-1']))];
    const alone = Array.from({ length: 4 }, (_, i) => object('ConfigMap', `settings-${i}`));
    const { boxes, bounds } = layoutOwnership([...tree, ...alone]);
    expect(bounds.h).toBe(386);
    const free = (a: (typeof boxes)[number], b: (typeof boxes)[number]): boolean => a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
    for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1)) expect(free(a, b)).toBe(true);
  });
  it('ends where objects own each other in a circle', () => {
    const a = object('A', 'a', ['object/B/default/b']);
    const b = object('B', 'b', ['object/A/default/a', 'object/Root/default/r']);
    expect(() => layoutOwnership([object('Root', 'r'), a, b])).not.toThrow();
  });
  it('tells what is a person’s own from the system’s', () => {
    expect([object('Pod', 'x'), object('Pod', 'y', [], { namespace: 'kube-system' }), object('Service', 'kubernetes'), object('Node', 'n')].map(isOwn)).toEqual([true, false, false, false]);
  });
});

describe('the traffic scene', () => {
  it('draws a line to each endpoint that is ready and none to the others', () => {
    const pods = new Map([pod('a', 'w'), pod('b', 'w')].map((row) => [row.id, row]));
    const scene = layoutTraffic({
      pods, machines: [machine('client', 'client')],
      services: [{ id: 'object/Service/default/web', namespace: 'default', name: 'web', type: 'ClusterIP', clusterIP: '', ports: [], system: false, endpoints: [{ pod: 'object/Pod/default/a', ready: true }, { pod: 'object/Pod/default/b', ready: false }] }],
    });
    expect(scene.routes.filter((route) => route.about !== undefined).map((route) => route.kind)).toEqual(['link', 'way']);
  });
});

it('draws a line from outside the cluster only to Services that are open to it', () => {
  const service = (type: string): ServiceRow => ({ id: `object/Service/default/${type}`, namespace: 'default', name: type, type, clusterIP: '', ports: [], system: false, endpoints: [] });
  const services = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].map(service);
  const { routes } = layoutTraffic({ pods: new Map(), machines: [machine('client', 'client')], services });
  expect(routes.map((route) => route.to)).toEqual(['object/Service/default/NodePort', 'object/Service/default/LoadBalancer']);
});

describe('the phone’s scene', () => {
  it('is as wide as a phone and gives each Pod a target of 44 in height with its margin', () => {
    const scene = layoutPhone({
      machines: [machine('control-plane-1', 'controlPlane'), machine('worker-1', 'worker'), machine('worker-2', 'worker')], members: [], services: [], waiting: [pod('new', undefined)],
      podsOn: (node) => Array.from({ length: 12 }, (_, i) => pod(`${node}-${i}`, node)),
    });
    expect(scene.bounds.w).toBe(390);
    expect(Math.max(...scene.boxes.map((box) => box.x + box.w))).toBeLessThanOrEqual(390);
    expect(new Set([...scene.places.values()].map((at) => `${at.x} ${at.y}`)).size).toBe(25);
  });
});

it('knows what is out of view', () => {
  const view = { w: 100, h: 100 };
  expect(isOutside({ x: 200, y: 0, w: 10, h: 10 }, [0, 0, 1], view)).toBe(true);
  expect(isOutside({ x: 200, y: 0, w: 10, h: 10 }, [0, 0, 0.4], view)).toBe(false);
});
