// Sorting by a field, as `--sort-by` does it.
// Upstream: k8s.io/kubectl pkg/cmd/get/sorter.go

import { JsonPathError, QuantityError, compareQuantities, compareText, compileJsonPath, findResults, goType, relaxedPath } from '../../base/index.ts';

/** Thrown where a field holds what has no order; the message has its Go type. */
export class UnsortableError extends Error {
  override readonly name = 'UnsortableError';
}

function isQuantity(text: string): boolean {
  return /^[-+]?[0-9.]+([eEinumkKMGTP]*[-+]?[0-9]*)$/.test(text);
}

function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string') {
    const unsortable = [a, b].find((value) => typeof value === 'object');
    if (unsortable !== undefined) throw new UnsortableError(`unsortable type: ${goType(unsortable)}`);
    return 0;
  }
  if (!isQuantity(a) || !isQuantity(b)) return compareText(a, b);
  try {
    return compareQuantities(a, b);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return compareText(a, b);
  }
}

/** The items in the order of a field; throws JsonPathError for a path that is none or that no item has, and UnsortableError. */
export function sortBy<T>(items: readonly T[], path: string, objectOf: (item: T) => unknown): readonly T[] {
  const compiled = compileJsonPath(relaxedPath(path));
  const keyed = items.map((item) => ({ item, key: findResults(compiled, objectOf(item))[0]?.[0] }));
  if (keyed.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new JsonPathError(`couldn't find any field with path ${JSON.stringify(relaxedPath(path))} in the list of objects`);
  }
  if (keyed.length > fewItems) return keyed.toSorted((a, b) => compareValues(a.key, b.key)).map(({ item }) => item);
  return insertedInOrder(keyed, ({ key: a }, { key: b }) => a === undefined || (b !== undefined && compareValues(a, b) < 0)).map(({ item }) => item);
}

/** Go sorts so many items by insertion. */
const fewItems = 12;

/** Items sorted by insertion: what each of two is before the other, such as items without the field, changes its order. */
function insertedInOrder<T>(items: readonly T[], isBefore: (a: T, b: T) => boolean): readonly T[] {
  const sorted: T[] = [];
  for (const item of items) {
    const at = sorted.findLastIndex((other) => !isBefore(item, other));
    sorted.splice(at + 1, 0, item);
  }
  return sorted;
}
