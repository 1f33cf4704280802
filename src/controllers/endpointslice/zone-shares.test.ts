import { expect, test } from 'vitest';
import type { Endpoint } from '../../kinds/index.ts';
import { shareOut } from './zone-shares.ts';

const endpoints = (...zones: readonly string[]): readonly Endpoint[] => zones.map((zone, id) => ({ addresses: [`10.0.0.${id}`], conditions: { ready: zone !== '' }, ...(zone !== '' && { zone }) }));
const alike = new Map([['a', 1 / 3], ['b', 1 / 3], ['c', 1 / 3]]);
const forZones = (shared: ReturnType<typeof shareOut>): unknown => (typeof shared === 'string' ? shared : shared.map(({ hints }) => hints?.forZones?.map(({ name }) => name).join() ?? '').join(' '));

test.each([
  { why: 'each zone keeps its own where that is fair', ends: endpoints('a', 'b', 'c'), shares: alike, told: 'a b c' },
  { why: 'endpoints that take no traffic are for nobody', ends: endpoints('a', 'b', 'c', ''), shares: alike, told: 'a b c ' },
  { why: 'a zone with too few gets some of another that has too many', ends: endpoints('a', 'a', 'a', 'b', 'b', 'b'), shares: new Map([['a', 1 / 3], ['b', 2 / 3]]), told: 'a a b b b b' },
  { why: 'too few for all zones', ends: endpoints('a', 'b'), shares: alike, told: 'Insufficient number of endpoints (2 endpoints, 3 zones)' },
  { why: 'a number that cannot be shared out fairly', ends: endpoints('a', 'a', 'b', 'c'), shares: alike, told: 'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold (4 endpoints, 3 zones)' },
  { why: 'one zone is no choice', ends: endpoints('a', 'a'), shares: new Map([['a', 1]]), told: 'Nodes only ready in one zone' },
  { why: 'nodes that do not say what they have', ends: endpoints('a'), shares: undefined, told: 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes' },
])('$why', ({ ends, shares, told }) => {
  expect(forZones(shareOut(ends, shares))).toBe(told);
});
