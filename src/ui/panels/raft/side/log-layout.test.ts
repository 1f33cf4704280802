import { expect, test } from 'vitest';
import type { Member } from '../../../../protocol/index.ts';
import { layLogs, termAt } from './log-layout.ts';

const member = (lastIndex: number, firstIndex = 1): Member => ({
  id: 'component/etcd-1/etcd', name: 'etcd-1', machine: 'machine/etcd-1', role: 'follower', term: 3, votes: [], progress: [], paused: false, voters: ['etcd-1'], votersOutgoing: [], learners: [],
  log: { firstIndex, lastIndex, lastTerm: 3, commit: lastIndex, applied: lastIndex, windowFrom: Math.max(1, lastIndex - 11), terms: Array.from({ length: Math.min(12, lastIndex) }, () => 3) },
});

test('the newest index of any member is the last column, and as many before it as there is room for', () => {
  const wide = layLogs([member(40), member(30)], { width: 1_000, scale: 1 });
  expect([wide.from, wide.to]).toEqual([29, 40]);
  const narrow = layLogs([member(40), member(30)], { width: 358, scale: 1 });
  expect(narrow.to).toBe(40);
  expect(narrow.isNarrow).toBe(true);
  expect(narrow.left + (narrow.to - narrow.from + 1) * narrow.step).toBeLessThanOrEqual(358);
});

test('a short log has no columns that nobody has, and no room for a snapshot', () => {
  const { from, to, snapshot } = layLogs([member(6), member(5)], { width: 1_000, scale: 1 });
  expect([from, to, snapshot]).toEqual([1, 6, 0]);
});

test('where nothing has room beside the strips, they stand closer for a room and on a low page: what is below is seen', () => {
  const group = Array.from({ length: 5 }, () => member(12));
  const rowOf = (room: { width: number; scale: number; isLow?: boolean }) => { const { row, isBrief, scale } = layLogs(group, room); return { row: row / scale, isBrief }; };
  expect(rowOf({ width: 475, scale: 1 })).toEqual({ row: 54, isBrief: false });
  expect(rowOf({ width: 475, scale: 1, isLow: true })).toEqual({ row: 38, isBrief: true });
  expect(rowOf({ width: 830, scale: 1.5 })).toEqual({ row: 38, isBrief: true });
  expect(rowOf({ width: 740, scale: 1, isLow: true })).toEqual({ row: 38, isBrief: false });
});

test('an entry is there, folded into the snapshot, or missing', () => {
  const row = member(20, 12);
  expect([termAt(row, 20), termAt(row, 12), termAt(row, 11), termAt(row, 21)]).toEqual([3, 3, 0, undefined]);
});
