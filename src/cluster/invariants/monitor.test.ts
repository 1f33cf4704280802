import { expect, test } from 'vitest';
import { Kernel } from '../../kernel/index.ts';
import { InvariantMonitor } from './monitor.ts';
import { revisionsGrow } from './revisions-grow.ts';

test('each write is looked at once, however many members tell of it', () => {
  const monitor = new InvariantMonitor(new Kernel({ seed: 1 }), () => [revisionsGrow()]);
  for (const revision of [1, 1, 2, 1, 2, 3]) monitor.committed('etcd-1', revision, []);
  expect(monitor.looked.get('revisionsGrow')).toBe(3);
});

test('a revision that is left out is found', () => {
  const monitor = new InvariantMonitor(new Kernel({ seed: 1 }), () => [revisionsGrow()]);
  monitor.committed('etcd-1', 1, []);
  expect(() => monitor.committed('etcd-1', 3, [])).toThrow('revisionsGrow: revision 3 was committed after 1');
});

test('after disks were lost the history may begin anew', () => {
  const monitor = new InvariantMonitor(new Kernel({ seed: 1 }), () => [revisionsGrow()]);
  for (const revision of [7, 8]) monitor.committed('etcd-1', revision, []);
  monitor.beginAnew();
  monitor.committed('etcd-1', 2, []);
  expect(() => monitor.committed('etcd-1', 4, [])).toThrow('revisionsGrow: revision 4 was committed after 2');
});

test('where promises are void a broken one is noted once, and the others are watched as before', () => {
  const kernel = new Kernel({ seed: 1 });
  const monitor = new InvariantMonitor(kernel, () => [revisionsGrow()], () => true);
  for (const revision of [1, 3, 4, 9]) monitor.committed('etcd-1', revision, []);
  expect(monitor.broken).toEqual([{ name: 'revisionsGrow', message: 'revisionsGrow: revision 3 was committed after 1', atMs: 0, event: 0 }]);
});

test('what is no promise is a bug also where promises are void', () => {
  const monitor = new InvariantMonitor(new Kernel({ seed: 1 }), () => [{ name: 'mistaken', afterWrite: () => { throw new Error('a mistake'); } }], () => true);
  expect(() => monitor.committed('etcd-1', 1, [])).toThrow('a mistake');
});
