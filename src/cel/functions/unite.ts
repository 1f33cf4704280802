// Lists whose elements are told apart by what they are: sets, and maps written as lists.
// Upstream: k8s.io/apiserver pkg/cel/common/values.go

import { isEqual } from '../compare.ts';
import { isMap } from '../values.ts';
import type { ListIdentity, Value } from '../values.ts';

/** Whether two elements are the same one. */
function isSame(a: Value, b: Value, identity: ListIdentity): boolean {
  if (identity === 'set') return isEqual(a, b);
  if (!isMap(a) || !isMap(b)) return isEqual(a, b);
  return identity.keys.every((key) => isEqual(a.field(key) ?? null, b.field(key) ?? null));
}

/** The elements of the left, and behind them those of the right that it lacks; of a map-like list the right's value counts. */
export function unite(left: readonly Value[], right: readonly Value[], identity: ListIdentity): readonly Value[] {
  const united = [...left];
  for (const item of right) {
    const index = united.findIndex((other) => isSame(other, item, identity));
    if (index < 0) united.push(item);
    else if (identity !== 'set') united[index] = item;
  }
  return united;
}
