import { expect, test } from 'vitest';
import { arcPath } from './ticks.ts';

test('an arc over the whole circle is one: its ends are not the same place', () => {
  for (const radius of [29.5, 44.5, 50.5]) {
    const [, start, end] = /^M(\S+ \S+)A.* 1 1 (\S+ \S+)$/.exec(arcPath(0, 0, radius, 1)) ?? [];
    expect(start).toBe(`0 ${-radius}`);
    expect(end).not.toBe(start);
  }
});

test('an arc begins at twelve and goes clockwise', () => {
  expect(arcPath(10, 10, 5, 0.25)).toBe('M10 5A5 5 0 0 1 15 10');
  expect(arcPath(0, 0, 5, 0.75)).toMatch(/^M0 -5A5 5 0 1 1 -5 /);
});
