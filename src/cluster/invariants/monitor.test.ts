import { expect, test } from 'vitest';
import { Kernel } from '../../kernel/index.ts';
import { InvariantMonitor } from './monitor.ts';
import { revisionsGrow } from './revisions-grow.ts';

test('each write is looked at once, however many members tell of it', () => {
  const monitor = new InvariantMonitor(new Kernel({ seed: 1 }), [revisionsGrow()]);
  for (const revision of [1, 1, 2, 1, 2, 3]) monitor.committed(revision, []);
  expect(monitor.looked.get('revisionsGrow')).toBe(3);
});

test('a revision that is left out is found', () => {
  const monitor = new InvariantMonitor(new Kernel({ seed: 1 }), [revisionsGrow()]);
  monitor.committed(1, []);
  expect(() => monitor.committed(3, [])).toThrow('revisionsGrow: revision 3 was committed after 1');
});
