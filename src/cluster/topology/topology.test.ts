import { expect, test } from 'vitest';
import { readYaml } from '../../base/index.ts';
import { readTopology } from './topology.ts';

test('a file may say where etcd stands, although `on` is a word for true', () => {
  expect(readTopology(readYaml('etcd: {members: 5, on: own}\n')).etcd).toEqual({ members: 5, on: 'own' });
  expect(readTopology(readYaml('controlPlanes: 3\netcd:\n  on: stacked\n')).etcd).toMatchObject({ on: 'stacked' });
});
