// < <= > >= and what belongs to a collection.

import { compareValues, isEqual } from '../compare.ts';
import { CelError, CelList, isMap } from '../values.ts';
import type { Value } from '../values.ts';
import { any } from './arguments.ts';
import type { Implementation, Library } from './arguments.ts';

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  less: (order) => order < 0, less_equals: (order) => order <= 0, greater: (order) => order > 0, greater_equals: (order) => order >= 0,
};
const comparable = [
  'bool', 'int64', 'int64_double', 'int64_uint64', 'uint64', 'uint64_double', 'uint64_int64', 'double', 'double_int64', 'double_uint64', 'string', 'bytes', 'timestamp', 'duration',
];

const comparison = (holds: (order: number) => boolean): Implementation => ([a, b]) => {
  const order = compareValues(any(a), any(b));
  if (order === undefined) throw new CelError('no such overload');
  return holds(order);
};

function isIn(item: Value, collection: Value): boolean {
  if (collection instanceof CelList) return collection.items.some((other) => isEqual(item, other));
  if (isMap(collection)) return collection.has?.(item) ?? collection.get(item) !== undefined;
  throw new CelError('no such overload');
}

export const comparisons: Library = {
  ...Object.fromEntries(Object.entries(orders).flatMap(([name, holds]) => comparable.map((type) => [`${name}_${type}`, comparison(holds)]))),
  equals: ([a, b]) => isEqual(any(a), any(b)),
  not_equals: ([a, b]) => !isEqual(any(a), any(b)),
  in_list: ([item, list]) => isIn(any(item), any(list)),
  in_map: ([item, map]) => isIn(any(item), any(map)),
};
