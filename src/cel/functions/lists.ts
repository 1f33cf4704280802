// What can be done with lists and sets.
// Upstream: k8s.io/apiserver pkg/cel/library/lists.go, cel-go ext/lists.go, ext/sets.go

import { compareValues, isEqual } from '../compare.ts';
import { CelError, CelList, Duration, EntryMap, isMap, keyId, none, Optional, typeOfValue, Uint } from '../values.ts';
import type { Value } from '../values.ts';
import { any, items, whole } from './arguments.ts';
import type { Implementation, Library } from './arguments.ts';
import { arithmetic } from './arithmetic.ts';

function order(a: Value, b: Value): number {
  const found = compareValues(a, b);
  if (found === undefined) throw new CelError('no such overload');
  return found;
}

function isSorted(list: readonly Value[]): boolean {
  return list.every((item, index) => index === 0 || order(list[index - 1] ?? null, item) <= 0);
}

function extreme(list: readonly Value[], name: string, better: (order: number) => boolean): Value {
  let best = list[0];
  if (best === undefined) throw new CelError(`${name} called on empty list`);
  for (const item of list) if (better(order(item, best))) best = item;
  return best;
}

const sums: Readonly<Record<string, readonly [Value, Implementation | undefined]>> = {
  int: [0n, arithmetic['add_int64']], uint: [new Uint(0n), arithmetic['add_uint64']], double: [0, arithmetic['add_double']], duration: [new Duration(0n), arithmetic['add_duration_duration']],
};

function sum(list: readonly Value[], otherwise: Value): Value {
  const [first] = list;
  if (first === undefined) return otherwise;
  const [zero, add] = sums[typeOfValue(first).sort] ?? [];
  if (zero === undefined || !add) throw new CelError('no such overload: sum(list)');
  return list.reduce((total, item) => add([total, item]), zero);
}

function slice(list: readonly Value[], start: bigint, end: bigint): CelList {
  if (start < 0n || end < 0n) throw new CelError(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) throw new CelError(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (end > BigInt(list.length)) throw new CelError(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return new CelList(list.slice(Number(start), Number(end)));
}

function flatten(list: readonly Value[], depth: number): readonly Value[] {
  return list.flatMap((item) => (item instanceof CelList && depth > 0 ? flatten(item.items, depth - 1) : [item]));
}

function distinct(list: readonly Value[]): readonly Value[] {
  const found: Value[] = [];
  for (const item of list) if (!found.some((other) => isEqual(item, other))) found.push(item);
  return found;
}

/** The longest list that lists.range makes. */
const longestRange = 1_000_000n;

function range(count: bigint): CelList {
  if (count > longestRange) throw new CelError(`lists.range(${count}): length exceeds ${longestRange}`);
  return new CelList(Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index)));
}

function sortBy(list: readonly Value[], keys: readonly Value[]): CelList {
  if (list.length !== keys.length) throw new CelError(`@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got ${list.length} and ${keys.length} elements respectively`);
  const [first] = keys;
  if (first !== undefined && keys.some((key) => typeOfValue(key).name !== typeOfValue(first).name)) throw new CelError('list elements must have the same type');
  const pairs = list.map((item, index) => ({ item, key: keys[index] ?? null }));
  return new CelList(pairs.toSorted((a, b) => order(a.key, b.key)).map(({ item }) => item));
}

const contains = (list: readonly Value[], item: Value): boolean => list.some((other) => isEqual(item, other));
const containsAll = (list: readonly Value[], wanted: readonly Value[]): boolean => wanted.every((item) => contains(list, item));

const sorted: Implementation = ([list]) => sortBy(items(list), items(list));
const least: Implementation = ([list]) => extreme(items(list), 'min', (found) => found < 0);
const greatest: Implementation = ([list]) => extreme(items(list), 'max', (found) => found > 0);
const ordered: Implementation = ([list]) => isSorted(items(list));
const byKeys: Implementation = ([list, keys]) => sortBy(items(list), items(keys));

const types = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
const longNames: Readonly<Record<string, string>> = { duration: 'google.protobuf.Duration', timestamp: 'google.protobuf.Timestamp' };
const perType = (type: string): Library => ({
  [`list_${type}_is_sorted_bool`]: ordered,
  [`list_${type}_min_${type}`]: least,
  [`list_${type}_max_${type}`]: greatest,
  [`list_${longNames[type] ?? type}_sort`]: sorted,
  [`list_${longNames[type] ?? type}_sortByAssociatedKeys`]: byKeys,
});

function insert(map: Value | undefined, additions: readonly (readonly [Value, Value])[]): EntryMap {
  if (!(map instanceof EntryMap)) throw new CelError('no such overload');
  const entries = new Map(map.entries());
  for (const [key, value] of additions) {
    const id = keyId(key);
    if (id === undefined) throw new CelError('no such overload');
    if (entries.has(id)) throw new CelError(`insert failed: key ${String(key instanceof Uint ? key.value : key)} already exists`);
    entries.set(id, [key, value]);
  }
  return new EntryMap(entries);
}

function entriesOf(map: Value | undefined): readonly (readonly [Value, Value])[] {
  if (map === undefined || !isMap(map)) throw new CelError('no such overload');
  return map.keys().map((key) => [key, map.get(key) ?? null]);
}

export const lists: Library = {
  ...Object.assign({}, ...types.map(perType)),
  list_int_sum_int: ([list]) => sum(items(list), 0n),
  list_uint_sum_uint: ([list]) => sum(items(list), new Uint(0n)),
  list_double_sum_double: ([list]) => sum(items(list), 0),
  list_duration_sum_duration: ([list]) => sum(items(list), new Duration(0n)),
  list_a_index_of_int: ([list, item]) => BigInt(items(list).findIndex((other) => isEqual(other, any(item)))),
  list_a_last_index_of_int: ([list, item]) => BigInt(items(list).findLastIndex((other) => isEqual(other, any(item)))),
  list_slice: ([list, start, end]) => slice(items(list), whole(start), whole(end)),
  list_flatten: ([list]) => new CelList(flatten(items(list), 1)),
  list_flatten_int: ([list, depth]) => {
    if (whole(depth) < 0n) throw new CelError('level must be non-negative');
    return new CelList(flatten(items(list), Number(whole(depth))));
  },
  list_distinct: ([list]) => new CelList(distinct(items(list))),
  list_reverse: ([list]) => new CelList(items(list).toReversed()),
  list_first: ([list]) => (items(list).length === 0 ? none : new Optional(items(list)[0])),
  list_last: ([list]) => (items(list).length === 0 ? none : new Optional(items(list).at(-1))),
  lists_range: ([count]) => range(whole(count)),
  list_sets_contains_list: ([list, wanted]) => containsAll(items(list), items(wanted)),
  list_sets_equivalent_list: ([a, b]) => containsAll(items(a), items(b)) && containsAll(items(b), items(a)),
  list_sets_intersects_list: ([a, b]) => items(b).some((item) => contains(items(a), item)),
  '@mapInsert_map_key_value': ([map, key, value]) => insert(map, [[any(key), any(value)]]),
  '@mapInsert_map_map': ([map, more]) => insert(map, entriesOf(more)),
};
