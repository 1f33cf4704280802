import { expect, test } from 'vitest';
import type { AnyCondition } from './conditions.ts';
import { setCondition } from './conditions.ts';

const ready = { type: 'Ready', status: 'True', lastTransitionTime: 't1' };
const placed = { type: 'Placed', status: 'True', lastTransitionTime: 't0' };

test.each<{ why: string; next: AnyCondition; list: readonly AnyCondition[] }>([
  { why: 'a change of status takes the new moment', next: { type: 'Ready', status: 'False', lastTransitionTime: 't2' }, list: [{ type: 'Ready', status: 'False', lastTransitionTime: 't2' }, placed] },
  { why: 'the same status keeps the old moment', next: { type: 'Ready', status: 'True', lastTransitionTime: 't2' }, list: [ready, placed] },
  { why: 'a new type comes last', next: { type: 'New', status: 'True' }, list: [ready, placed, { type: 'New', status: 'True' }] },
])('$why', ({ next, list }) => {
  expect(setCondition([ready, placed], next)).toEqual(list);
});

test('a list in which nothing changes stays the same list', () => {
  const list = [ready, placed];
  expect(setCondition(list, { ...ready, lastTransitionTime: 't9' })).toBe(list);
});
