import { expect, test } from 'vitest';
import type { Machine, Member, NodeRow, ObjectRow } from '../../../protocol/index.ts';
import { suggestionsOf } from './suggestions.ts';

const rows = <Row extends { readonly id: string }>(...all: readonly Row[]): ReadonlyMap<string, Row> => new Map(all.map((row) => [row.id, row]));
const machine = (name: string, role: Machine['role'], power: Machine['power'] = 'on'): Machine => ({ id: `machine/${name}`, name, role, power, cutFrom: [] });
const member = (name: string, role: Member['role']): Member => ({
  id: `component/${name}/etcd`, name, machine: `machine/${name}`, role, term: 1, votes: [], progress: [], paused: false, voters: [], votersOutgoing: [], learners: [],
  log: { firstIndex: 1, lastIndex: 1, lastTerm: 1, commit: 1, applied: 1, windowFrom: 1, terms: [1] },
});
const usage = { requested: 0, allocatable: 1 };
const node = (name: string): NodeRow => ({ id: `object/Node//${name}`, name, machine: `machine/${name}`, ready: 'True', unschedulable: false, pressures: [], roles: [], taints: [], cpu: usage, memory: usage, pods: usage });
const deployment = (name: string, namespace: string, status: string): ObjectRow => ({
  id: `object/Deployment/${namespace}/${name}`, uid: name, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name, owners: [], createdMs: 0, deleting: false, status, health: 'good', labels: {},
});
const hosts = (power: Machine['power'] = 'on') => rows(machine('etcd-1', 'etcd'), machine('etcd-2', 'etcd'), machine('worker-1', 'worker'), machine('worker-2', 'worker', power));
const nodes = rows(node('worker-1'), node('worker-2'));
const commands = (world: Parameters<typeof suggestionsOf>[0]): readonly string[] => suggestionsOf(world).map(({ command }) => command);

test('of a whole cluster something of one’s own is changed, the leader stopped, a worker switched off', () => {
  const objects = rows(deployment('coredns', 'kube-system', '2/2'), deployment('web', 'default', '4/4'));
  expect(commands({ objects, nodes, machines: hosts(), members: rows(member('etcd-1', 'follower'), member('etcd-2', 'leader')) })).toEqual([
    'kubectl scale deployment web --replicas=6', 'orrery stop etcd-2/etcd', 'orrery power off worker-2',
  ]);
});

test('where nothing is one’s own something is begun, and what was broken is mended', () => {
  expect(commands({ objects: rows(), nodes, machines: hosts('off'), members: rows(member('etcd-1', 'leader'), member('etcd-2', 'down')) })).toEqual([
    'kubectl create deployment hello --image=nginx --replicas=3', 'orrery start etcd-2/etcd', 'orrery power on worker-2',
  ]);
});

test('a disk that is full is offered to be freed', () => {
  const full: NodeRow = { ...node('worker-1'), pressures: ['DiskPressure'] };
  expect(commands({ objects: rows(), nodes: rows(full), machines: rows<Machine>(), members: rows<Member>() })).toContain('orrery free-disk worker-1');
});

test('another number of Pods is named each time, also in another namespace', () => {
  const of = (status: string) => commands({ objects: rows(deployment('shop', 'store', status)), nodes, machines: rows<Machine>(), members: rows<Member>() });
  expect([of('0/6'), of('1/1')]).toEqual([['kubectl scale deployment shop --replicas=4 -n store'], ['kubectl scale deployment shop --replicas=3 -n store']]);
});

test('nothing is suggested before there is a node', () => {
  expect(commands({ objects: rows(), nodes: rows<NodeRow>(), machines: hosts(), members: rows(member('etcd-1', 'leader')) })).toEqual([]);
});
