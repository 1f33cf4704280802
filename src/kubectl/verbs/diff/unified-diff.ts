// Two texts compared line by line, as `diff -u` shows it.

import { structuredPatch } from 'diff';

/** Lines of context around a change. */
const context = 3;

/** Where a side's lines begin and how many they are; none are told as after the line before. */
const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`);

/** The differences in unified form, each line ended; empty when there are none. */
export function unifiedDiff(before: string, after: string, oldName: string, newName: string): string {
  const { hunks } = structuredPatch(oldName, newName, before, after, undefined, undefined, { context });
  if (hunks.length === 0) return '';
  const text = hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) =>
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n${lines.join('\n')}\n`).join('');
  return `--- ${oldName}\n+++ ${newName}\n${text}`;
}
