import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

test.each([
  ['equal texts have no differences', lines('a', 'b'), lines('a', 'b'), ''],
  ['a changed line is taken out and put in', lines('a', 'b', 'c'), lines('a', 'x', 'c'), '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
  ['a new file begins at nothing', '', lines('a', 'b'), '@@ -0,0 +1,2 @@\n+a\n+b\n'],
  ['one line alone has no count', lines('a'), lines('b'), '@@ -1 +1 @@\n-a\n+b\n'],
  ['changes that are far from each other are told apart', lines(...'abcdefghijk'), lines(...'Abcdefghijk', 'l'), '@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n d\n@@ -9,3 +9,4 @@\n i\n j\n k\n+l\n'],
])('%s', (_, before, after, hunks) => {
  expect(unifiedDiff(before, after, 'old', 'new')).toBe(hunks === '' ? '' : `--- old\n+++ new\n${hunks}`);
});

test('a long text with one change needs no table of all pairs of lines', () => {
  const many = Array.from({ length: 60_000 }, (_, index) => `line ${index}`);
  const changed = many.with(30_000, 'another');
  expect(unifiedDiff(lines(...many), lines(...changed), 'old', 'new').split('\n')).toHaveLength(12);
});
