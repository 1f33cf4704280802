import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { setOf } from './field-set.ts';
import { entryOf } from './manager-entry.ts';

setFlagsFromString('--allow-natives-syntax');
/** Whether the engine has one hidden class for both: what reads many objects is fast only then. */
const areAlike = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (a: object, b: object) => boolean;

const fields = setOf([['f:spec', 'f:renewTime']]) ?? {};
const others = setOf([['f:metadata', 'f:labels']]) ?? {};

test.each([
  { what: 'dated ones', time: '2026-01-01T00:00:00Z', subresource: undefined },
  { what: 'dated ones of a subresource', time: '2026-01-01T00:00:00Z', subresource: 'status' },
  { what: 'those without a date', time: undefined, subresource: undefined },
  { what: 'those without a date of a subresource', time: undefined, subresource: 'status' },
])('entries of one form have one hidden class, however many there are: $what', ({ time, subresource }) => {
  const by = { operation: 'Update', apiVersion: 'v1', subresource } as const;
  // The engine begins to copy in its own way only after a few.
  const entries = Array.from({ length: 100 }, (_, number) => entryOf({ ...by, manager: `manager-${number}` }, number % 2 === 0 ? fields : others, time));
  const [first = {}] = entries;
  expect(entries.filter((entry) => !areAlike(entry, first))).toEqual([]);
});
