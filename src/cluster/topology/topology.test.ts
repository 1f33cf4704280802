import { expect, test } from 'vitest';
import { readYaml } from '../../base/index.ts';
import { isGroup, presets, readTopology } from './topology.ts';

test('a file may say where etcd stands, although `on` is a word for true', () => {
  expect(readTopology(readYaml('etcd: {members: 5, on: own}\n')).etcd).toEqual({ members: 5, on: 'own' });
  expect(readTopology(readYaml('controlPlanes: 3\netcd:\n  on: stacked\n')).etcd).toMatchObject({ on: 'stacked' });
});

test('the network of Pods has a range for each node', () => {
  const workers = Array.from({ length: 1_000 }, (_, i) => ({ name: `n${i}` }));
  expect(readTopology({ workers: workers.slice(0, 256) }).podCIDR).toBe('10.244.0.0/16');
  expect(readTopology({ workers }).podCIDR).toBe('10.224.0.0/11');
});

test('without control planes there are members of etcd alone, as many as it says, an even number too', () => {
  expect(readTopology(readYaml('controlPlanes: 0\netcd: {members: 4}\n'))).toMatchObject({ etcd: { members: 4, on: 'own' }, workers: [], registered: false });
  const groups = Object.entries(presets).filter(([, topology]) => isGroup(topology));
  expect(groups.map(([name, { etcd }]) => `${name}: ${etcd.members}`)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((size) => `raft-${size}: ${size}`));
});
