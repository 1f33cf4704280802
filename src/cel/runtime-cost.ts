// What a call cost, by what it was given.
// Upstream: cel-go interpreter/runtimecost.go, k8s.io/apiserver pkg/cel/library/cost.go

import { sizeOf } from './functions/conversions.ts';
import { CelList, isMap, Opaque } from './values.ts';
import type { Value } from './values.ts';

const perCharacter = 0.1;
const perRegexCharacter = 0.25;

/** How large a value counts: of scalars 1. */
export function countedSize(value: Value | undefined): number {
  if (typeof value === 'string' || value instanceof Uint8Array || value instanceof CelList) return Number(sizeOf(value));
  if (value instanceof Opaque) return value.size;
  return value !== undefined && isMap(value) ? value.size : 1;
}

type CostOf = (args: readonly Value[], result: Value) => number;

const traversal = (value: Value | undefined): number => Math.ceil(countedSize(value) * perCharacter);
const first: CostOf = ([a]) => traversal(a);
const second: CostOf = ([, b]) => traversal(b);
const both: CostOf = ([a, b]) => Math.ceil((countedSize(a) + countedSize(b)) * perCharacter);
const shorter: CostOf = ([a, b]) => Math.ceil(Math.min(countedSize(a), countedSize(b)) * perCharacter);
const regex: CostOf = ([a, b]) => Math.ceil((1 + countedSize(a)) * perCharacter) * Math.ceil(countedSize(b) * perRegexCharacter);

const costs: Readonly<Record<string, CostOf>> = {
  starts_with_string: second, ends_with_string: second,
  string_to_bytes: first, bytes_to_string: first, strings_quote: first, string_format: first,
  in_list: ([, list]) => countedSize(list),
  equals: shorter, not_equals: shorter,
  less_string: shorter, less_equals_string: shorter, greater_string: shorter, greater_equals_string: shorter,
  less_bytes: shorter, less_equals_bytes: shorter, greater_bytes: shorter, greater_equals_bytes: shorter,
  add_string: both, add_bytes: both,
  matches: regex, matches_string: regex,
  contains_string: ([a, b]) => traversal(a) * traversal(b),
};

/** What a call of this overload cost; '' when only the running expression could tell which it was. */
export function callCost(overload: string, args: readonly Value[], result: Value): number {
  return costs[overload]?.(args, result) ?? 1;
}
