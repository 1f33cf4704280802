import type { KeyValue } from './key-value.ts';
import type { Compare } from './operations.ts';

/** Whether the condition holds for a key as it is (undefined: it is not there). */
export function holds(compare: Compare, kv: KeyValue | undefined): boolean {
  if (compare.target === 'value' && kv === undefined) return false;
  const actual = targetOf(compare, kv);
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

function targetOf(compare: Compare, kv: KeyValue | undefined): unknown {
  switch (compare.target) {
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
