import { expect, test } from 'vitest';
import type { Node, NodeCondition, Taint } from '../../kinds/index.ts';
import { paceOf } from './eviction-pace.ts';
import { taintsOf } from './taints.ts';

function node(name: string, ready: 'True' | 'False' | 'Unknown', spec: { readonly taints?: readonly Taint[]; readonly unschedulable?: boolean } = {}, more: readonly NodeCondition[] = []): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec,
    status: { conditions: [{ type: 'Ready', status: ready }, ...more] },
  } as unknown as Node;
}

const text = (taints: readonly Taint[]): string[] => taints.map(({ key, effect }) => `${key}:${effect}`);

test.each([
  { why: 'a Ready node has none', node: node('a', 'True'), mayEvict: true, taints: [] },
  { why: 'one that says it is not ready', node: node('a', 'False'), mayEvict: false, taints: ['node.kubernetes.io/not-ready:NoSchedule'] },
  {
    why: 'one that is silent, when Pods may be evicted',
    node: node('a', 'Unknown'),
    mayEvict: true,
    taints: ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'],
  },
  { why: 'a cordoned one', node: node('a', 'True', { unschedulable: true }), mayEvict: true, taints: ['node.kubernetes.io/unschedulable:NoSchedule'] },
  {
    why: 'memory pressure keeps Pods away but evicts none',
    node: node('a', 'True', {}, [{ type: 'MemoryPressure', status: 'True' }]),
    mayEvict: true,
    taints: ['node.kubernetes.io/memory-pressure:NoSchedule'],
  },
  {
    why: 'taints of other people stay, ours go when their reason is gone',
    node: node('a', 'True', { taints: [{ key: 'gpu', effect: 'NoSchedule' }, { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] }),
    mayEvict: true,
    taints: ['gpu:NoSchedule'],
  },
])('taints: $why', ({ node: given, mayEvict, taints }) => {
  expect(text(taintsOf(given, mayEvict, 0))).toEqual(taints);
});

test('a list of taints that is right already is given back as it is', () => {
  const taints: readonly Taint[] = [{ key: 'gpu', effect: 'NoSchedule' }];
  expect(taintsOf(node('a', 'True', { taints }), true, 0)).toBe(taints);
});

test.each([
  { why: 'one of three lost: at the normal rate', lost: 1, of: 3, pace: 0.1 },
  { why: 'all lost: it is the controller that is cut off', lost: 3, of: 3, pace: 0 },
  { why: 'three of four lost in a small cluster: not at all', lost: 3, of: 4, pace: 0 },
  { why: 'most of a large cluster lost: slowly', lost: 40, of: 60, pace: 0.01 },
])('evictions with $why', ({ lost, of, pace }) => {
  const nodes = Array.from({ length: of }, (_, i) => node(`n${i}`, i < lost ? 'Unknown' : 'True'));
  expect(paceOf(':', nodes)).toBe(pace);
});
