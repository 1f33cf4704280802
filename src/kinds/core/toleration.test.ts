import { expect, test } from 'vitest';
import type { Toleration } from '../generated/types.ts';
import { tolerates } from './toleration.ts';

test.each<{ why: string; toleration: Toleration; covers: boolean }>([
  { why: 'the same key, value and effect', toleration: { key: 'gpu', value: 'a', effect: 'NoSchedule' }, covers: true },
  { why: 'another value', toleration: { key: 'gpu', operator: 'Equal', value: 'b' }, covers: false },
  { why: 'any value', toleration: { key: 'gpu', operator: 'Exists' }, covers: true },
  { why: 'another effect', toleration: { key: 'gpu', operator: 'Exists', effect: 'NoExecute' }, covers: false },
  { why: 'everything', toleration: { operator: 'Exists' }, covers: true },
  { why: 'another key', toleration: { key: 'disk', operator: 'Exists' }, covers: false },
])('a toleration of $why: $covers', ({ toleration, covers }) => {
  expect(tolerates(toleration, { key: 'gpu', value: 'a', effect: 'NoSchedule' })).toBe(covers);
});
