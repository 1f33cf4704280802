// Lists of devices' kinds hold so many items and no more, and often none of them twice.
// Upstream: pkg/apis/resource/validation validateSlice, validateSet

import type { Errors } from '../checks.ts';
import type { FieldPath, Printed } from '../field-error.ts';
import { duplicate, tooMany } from '../field-error.ts';

/** What the items of a list must be. */
export interface ListRules<Item> {
  readonly max: number;
  /** What no two items may have in common. */
  readonly keyOf?: (item: Item) => string | Printed;
  readonly check: (item: Item, at: FieldPath) => void;
}

/** Checks a list: a list that is too long is not looked into. */
export function checkList<Item>(errors: Errors, at: FieldPath, items: readonly Item[] | null | undefined, { max, keyOf, check }: ListRules<Item>): void {
  if (!items) return;
  if (items.length > max) {
    errors.push(tooMany(at, items.length, max));
    return;
  }
  for (const [index, item] of items.entries()) check(item, at.index(index));
  if (!keyOf) return;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const text = typeof key === 'string' ? key : key.printed;
    if (seen.has(text)) errors.push(duplicate(at.index(index), key));
    seen.add(text);
  }
}
