// What a call cost, by what it was given.
// Upstream: cel-go interpreter/runtimecost.go, k8s.io/apiserver pkg/cel/library/cost.go

import { sizeOf } from './functions/conversions.ts';
import { regexSizeOf } from './functions/named-formats.ts';
import { CelList, isMap } from './values.ts';
import type { Value } from './values.ts';

const perCharacter = 0.1;
const perRegexCharacter = 0.25;

/** How large a value counts: of scalars 1. */
export function countedSize(value: Value | undefined): number {
  if (typeof value === 'string' || value instanceof Uint8Array || value instanceof CelList) return Number(sizeOf(value));
  return value !== undefined && isMap(value) ? value.size : 1;
}

/** What a call costs; of one that failed there is no result. */
type CostOf = (args: readonly Value[], result: Value | undefined) => number;

const perCharacterUp = (size: number): number => Math.ceil(size * perCharacter);
const traversal = (value: Value | undefined): number => perCharacterUp(countedSize(value));
const first: CostOf = ([a]) => traversal(a);
const twice: CostOf = ([a]) => perCharacterUp(countedSize(a) * 2);
const both: CostOf = ([a, b]) => perCharacterUp(countedSize(a) + countedSize(b));
const shorter: CostOf = ([a, b]) => perCharacterUp(Math.min(countedSize(a), countedSize(b)));
const regex: CostOf = ([a, b]) => perCharacterUp(1 + countedSize(a)) * Math.ceil(countedSize(b) * perRegexCharacter);

/** A single visit of all that is in a value. */
function visit(value: Value | undefined): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return Math.floor(countedSize(value) * perCharacter);
  if (value instanceof CelList) return value.items.reduce<number>((sum, item) => sum + visit(item), 0);
  if (value === undefined || !isMap(value)) return 1;
  return value.keys().reduce<number>((sum, key) => sum + visit(key) + visit(value.get(key)), 0);
}

const visited: CostOf = ([a]) => visit(a);
/** What a list of this size costs that a function makes. */
const newList = (size: number): number => 11 + size;
const resultList: CostOf = (_args, result) => newList(countedSize(result));
const pairwise: CostOf = ([a]) => newList(2 * countedSize(a) ** 2);
const eachWithEach = (times: number): CostOf => ([a, b]) => 1 + times * countedSize(a) * countedSize(b);
/** Whether a block has something in it, which perhaps has to be read. */
const block = (cost: number): CostOf => ([, within]) => cost + (typeof within === 'string' ? traversal(within) : 0);
const authorization: CostOf = () => 350_000;

/** Costs by overload. */
const byOverload: Readonly<Record<string, CostOf>> = {
  starts_with_string: first, ends_with_string: first,
  string_to_bytes: first, bytes_to_string: first, strings_quote: first, string_format: first,
  in_list: ([, list]) => countedSize(list),
  equals: shorter, not_equals: shorter,
  less_string: shorter, less_equals_string: shorter, greater_string: shorter, greater_equals_string: shorter,
  less_bytes: shorter, less_equals_bytes: shorter, greater_bytes: shorter, greater_equals_bytes: shorter,
  add_string: both, add_bytes: both,
  matches_string: regex,
  contains_string: ([a, b]) => traversal(a) * traversal(b),
  list_slice: resultList, list_reverse: resultList, list_distinct: pairwise, lists_range: resultList,
  list_flatten: ([a]) => newList(countedSize(a)),
  list_flatten_int: ([a, depth]) => newList(countedSize(a) * (typeof depth === 'bigint' ? Number(depth) : 1)),
  list_sets_contains_list: eachWithEach(1), list_sets_intersects_list: eachWithEach(1), list_sets_equivalent_list: eachWithEach(2),
};

/** Costs by function, which come before those by overload. */
const byName: Readonly<Record<string, CostOf>> = {
  check: authorization,
  fieldSelector: ([, selector]) => traversal(selector), labelSelector: ([, selector]) => traversal(selector),
  isSorted: visited, sum: visited, max: visited, min: visited, indexOf: visited, lastIndexOf: visited,
  sort: pairwise, '@sortByAssociatedKeys': pairwise,
  url: first, lowerAscii: first, upperAscii: first, substring: first, trim: first,
  replace: twice, split: twice, join: (_args, result) => perCharacterUp(countedSize(result) * 2),
  find: regex, findAll: regex,
  isIP: first, isCIDR: first, cidr: first, 'ip.isCanonical': twice,
  ip: first,
  containsIP: block(1),
  containsCIDR: block(3),
  quantity: first, isQuantity: first, semver: first, isSemver: first,
  validate: ([format, written]) => perCharacterUp(1 + countedSize(written)) * Math.ceil(regexSizeOf(format) * perRegexCharacter),
};

/** What a call cost: by its overload, '' when only the running expression could tell which it was, or by its name. */
export function callCost(name: string, overload: string, args: readonly Value[], result: Value | undefined): number {
  const cost = overload === 'cidr_ip' ? undefined : (byName[name] ?? byOverload[overload]);
  return cost?.(args, result) ?? 1;
}
