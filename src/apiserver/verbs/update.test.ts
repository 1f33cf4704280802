import { expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.ts';

it.each([
  ['leases', 'coordination.k8s.io/v1', 'Lease', { spec: {} }],
  ['poddisruptionbudgets', 'policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1 } }],
])('%s are not replaced without saying which version is', (resource, apiVersion, kind, rest) => {
  const world = new ApiWorld();
  const body = { apiVersion, kind, metadata: { name: 'a' }, ...rest };
  const path = apiVersion.split('/')[0] ?? '';
  const { metadata } = world.object('create', resource, { body });
  // The answer names the resource, as the real server's does.
  expect(world.refusal('update', resource, { name: 'a', body })).toBe(
    `422 Invalid: ${resource}.${path} "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`);
  expect(world.refusal('update', resource, { name: 'a', body: { ...body, metadata: { name: 'a', resourceVersion: metadata.resourceVersion } } })).toBe('(accepted)');
});

it('most kinds are replaced whatever their version', () => {
  const world = new ApiWorld();
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  world.object('create', 'configmaps', { body });
  expect(world.refusal('update', 'configmaps', { name: 'a', body: { ...body, data: { b: 'c' } } })).toBe('(accepted)');
});
