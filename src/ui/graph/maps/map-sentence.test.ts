import { expect, test } from 'vitest';
import type { NodeRow, PodRow } from '../../../protocol/index.ts';
import { isRunning } from './map-sentence.tsx';

const usage = { requested: 0, allocatable: 1 };
const node = (name: string, ready: NodeRow['ready']): readonly [string, NodeRow] => [`object/Node//${name}`, {
  id: `object/Node//${name}`, name, ready, unschedulable: false, pressures: [], roles: [], taints: [], cpu: usage, memory: usage, pods: usage,
}];
const pod = (phase: PodRow['phase'], on: string): PodRow => ({
  id: 'object/Pod/default/web', uid: 'web', namespace: 'default', name: 'web', phase, status: '', node: on, readyContainers: 1, containers: 1, restarts: 0, createdMs: 0,
});

test('a Pod runs when its containers do, and its node is heard from', () => {
  const nodes = new Map([node('worker-1', 'True'), node('worker-2', 'Unknown')]);
  expect([pod('ready', 'worker-1'), pod('notReady', 'worker-1'), pod('creating', 'worker-1'), pod('ready', 'worker-2')].map((one) => isRunning(one, nodes))).toEqual([true, true, false, false]);
});
