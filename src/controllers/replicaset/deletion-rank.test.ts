import { expect, test } from 'vitest';
import type { Pod } from '../../kinds/index.ts';
import { rankForDeletion } from './deletion-rank.ts';

const now = Date.parse('2026-01-01T01:00:00Z');

interface Traits {
  readonly node?: string;
  readonly phase?: 'Pending' | 'Running';
  readonly ready?: boolean;
  readonly readySince?: string;
  readonly cost?: string;
  readonly restarts?: number;
  readonly created?: string;
}

function pod(name: string, traits: Traits = {}): Pod {
  const { node = `node-${name}`, phase = 'Running', ready = true, readySince = '2026-01-01T00:00:10Z', cost, restarts = 0, created = '2026-01-01T00:00:00Z' } = traits;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: created, ...(cost ? { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } } : {}) },
    spec: { nodeName: node, containers: [] },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: readySince }],
      containerStatuses: [{ name: 'c', restartCount: restarts }],
    },
  } as unknown as Pod;
}

test.each([
  { why: 'one without a node before one with', first: pod('a', { node: '' }), then: pod('b') },
  { why: 'a pending one before a running one', first: pod('a', { phase: 'Pending' }), then: pod('b', { ready: false }) },
  { why: 'one that is not ready before a ready one', first: pod('a', { ready: false }), then: pod('b') },
  { why: 'the cheaper one', first: pod('a', { cost: '-5' }), then: pod('b', { cost: '5' }) },
  { why: 'the one that has been ready for a shorter time', first: pod('a', { readySince: '2026-01-01T00:59:50Z' }), then: pod('b') },
  { why: 'the one with more restarts', first: pod('a', { restarts: 4 }), then: pod('b') },
  { why: 'the younger one', first: pod('a', { created: '2026-01-01T00:59:00Z' }), then: pod('b') },
])('a scale-down takes first: $why', ({ first, then }) => {
  for (const pods of [[first, then], [then, first]]) expect(rankForDeletion(pods, now).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
});

test('of two equal Pods the one on the more crowded node goes first', () => {
  const pods = [pod('lonely', { node: 'n1' }), pod('crowded-1', { node: 'n2' }), pod('crowded-2', { node: 'n2' })];
  expect(rankForDeletion(pods, now).at(-1)?.metadata.name).toBe('lonely');
});
