import { describe, expect, test } from 'vitest';
import '../../kinds/provide.ts';
import { threeWayMergePatch } from './merge.ts';
import { threeWayPatch, twoWayPatch } from './strategic.ts';

const deployment = (containers: readonly object[], rest: object = {}) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { ...rest, template: { spec: { containers } } },
});

describe('a patch between two objects', () => {
  test('merges containers by their names', () => {
    const patch = twoWayPatch(deployment([{ name: 'web', image: 'nginx:1' }, { name: 'side', image: 'a' }]), deployment([{ name: 'web', image: 'nginx:2' }, { name: 'side', image: 'a' }]));
    expect(patch).toEqual({ spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:2' }], '$setElementOrder/containers': [{ name: 'web' }, { name: 'side' }] } } } });
  });

  test('takes away what is gone and is empty when nothing changed', () => {
    expect(twoWayPatch(deployment([], { paused: true }), deployment([]))).toEqual({ spec: { paused: null } });
    expect(twoWayPatch(deployment([{ name: 'a', image: 'b' }]), deployment([{ name: 'a', image: 'b' }]))).toEqual({});
  });
});

describe('a three-way patch', () => {
  test('tells the order of items where others have added some, though none of its own changed', () => {
    const own = deployment([{ name: 'web', image: 'a' }]);
    expect(threeWayPatch(own, own, deployment([{ name: 'web', image: 'a' }, { name: 'extra', image: 'c' }]))).toEqual({ spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'web' }] } } } });
    const volume = (finalizers: readonly string[]) => ({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv', finalizers } });
    expect(threeWayPatch(volume(['a']), volume(['a']), volume(['a', 'b']))).toEqual({ metadata: { '$setElementOrder/finalizers': ['a'] } });
    expect(threeWayPatch(volume(['a']), volume(['a']), volume(['a']))).toEqual({});
  });

  test('holds what is replaced as a whole, changed or not', () => {
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } };
    expect(threeWayPatch(budget, budget, budget)).toEqual({ spec: { selector: { matchLabels: { app: 'web' } } } });
  });

  test('leaves what others have set and removes what left the manifest', () => {
    const original = deployment([{ name: 'web', image: 'a' }, { name: 'side', image: 'b' }], { replicas: 2 });
    const modified = deployment([{ name: 'web', image: 'a' }]);
    const current = deployment([{ name: 'web', image: 'a', imagePullPolicy: 'Always' }, { name: 'side', image: 'b' }, { name: 'extra', image: 'c' }], { replicas: 5, paused: true });
    expect(threeWayPatch(original, modified, current)).toEqual({
      spec: { replicas: null, template: { spec: { containers: [{ $patch: 'delete', name: 'side' }], '$setElementOrder/containers': [{ name: 'web' }] } } },
    });
  });

  test('replaces lists of kinds without a schema', () => {
    expect(threeWayMergePatch({ a: 1, gone: 1 }, { a: 1, list: [2] }, { a: 1, gone: 1, list: [1], hand: true })).toEqual({ gone: null, list: [2] });
  });
});
