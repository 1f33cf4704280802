import { expect, test } from 'vitest';
import type { Deployment, ReplicaSet } from '../../kinds/index.ts';
import { limitsOf } from './rolling-limits.ts';
import { proportionalSizes } from './scaling.ts';

function deployment(replicas: number, maxSurge: number | string = '25%', maxUnavailable: number | string = '25%'): Deployment {
  return { spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } }, status: {} } as unknown as Deployment;
}

function replicaSet(name: string, replicas: number, maxReplicas: number): ReplicaSet {
  return {
    metadata: { name, creationTimestamp: name, annotations: { 'deployment.kubernetes.io/max-replicas': String(maxReplicas) } },
    spec: { replicas },
  } as unknown as ReplicaSet;
}

// As a real controller was seen to do in the middle of a rollout of 10 with a surge of 3.
test.each([
  { to: 15, sizes: [12, 7] },
  { to: 30, sizes: [23, 15] },
  { to: 6, sizes: [5, 3] },
])('8 old and 5 new Pods scaled to $to become $sizes', ({ to, sizes }) => {
  const sets = { newest: replicaSet('new', 5, 13), old: [replicaSet('old', 8, 13)] };
  expect(proportionalSizes(deployment(to), sets).map(([, size]) => size)).toEqual(sizes);
});

test.each([
  { why: 'percentages: surge rounds up, unavailable down', given: deployment(10), limits: { maxSurge: 3, maxUnavailable: 2 } },
  { why: 'numbers as they are', given: deployment(3, 1, 0), limits: { maxSurge: 1, maxUnavailable: 0 } },
  { why: 'both nothing: one may be unavailable, or nothing could move', given: deployment(3, 0, '10%'), limits: { maxSurge: 0, maxUnavailable: 1 } },
])('rolling limits, $why', ({ given, limits }) => {
  expect(limitsOf(given)).toEqual(limits);
});
