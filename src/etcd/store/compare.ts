import type { KeyValue } from './key-value.ts';
import type { Compare, RangeOrder } from './operations.ts';

/** Whether the condition holds for a key as it is (undefined: it is not there). */
export function holds(compare: Compare, kv: KeyValue | undefined): boolean {
  if (compare.target === 'value' && kv === undefined) return false;
  const actual = targetOf(compare.target, kv);
  const { operand } = compare;
  switch (compare.result) {
    case '=':
      return actual === operand;
    case '!=':
      return actual !== operand;
    case '>':
      return isOrdered(operand, actual);
    case '<':
      return isOrdered(actual, operand);
  }
}

/** Compares keys in an order that a range was asked in. */
export function comparing({ by, descending = false }: RangeOrder): (a: KeyValue, b: KeyValue) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const [left, right] = by === 'key' ? [a.key, b.key] : [targetOf(by, a), targetOf(by, b)];
    if (isOrdered(left, right)) return -sign;
    return isOrdered(right, left) ? sign : 0;
  };
}

function targetOf(target: Compare['target'], kv: KeyValue | undefined): unknown {
  switch (target) {
    case 'version':
      return kv?.version ?? 0;
    case 'create':
      return kv?.createRevision ?? 0;
    case 'mod':
      return kv?.modRevision ?? 0;
    case 'lease':
      return kv?.lease ?? 0;
    case 'value':
      return kv?.value;
  }
}

/** Numbers and texts have an order; other values are only equal or not. */
function isOrdered(low: unknown, high: unknown): boolean {
  if (typeof low === 'number' && typeof high === 'number') return low < high;
  return typeof low === 'string' && typeof high === 'string' && low < high;
}
