import { describe, expect, test } from 'vitest';
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
