import { expect, test } from 'vitest';
import { readYaml } from '../../base/index.ts';
import { readTopology } from './topology.ts';

test('a file may say where etcd stands, although `on` is a word for true', () => {
  expect(readTopology(readYaml('etcd: {members: 5, on: own}\n')).etcd).toEqual({ members: 5, on: 'own' });
  expect(readTopology(readYaml('controlPlanes: 3\netcd:\n  on: stacked\n')).etcd).toMatchObject({ on: 'stacked' });
});

test('the network of Pods has a range for each node', () => {
  const workers = Array.from({ length: 1_000 }, (_, i) => ({ name: `n${i}` }));
  expect(readTopology({ workers: workers.slice(0, 256) }).podCIDR).toBe('10.244.0.0/16');
  expect(readTopology({ workers }).podCIDR).toBe('10.224.0.0/11');
});
