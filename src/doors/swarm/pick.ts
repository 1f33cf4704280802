import { assert } from '../../base/index.ts';
import type { RandomStream } from '../../kernel/index.ts';

/** One of the items. */
export function pick<Item>(random: RandomStream, items: readonly Item[]): Item {
  const item = random.pick(items);
  assert(item !== undefined, 'nothing to pick from');
  return item;
}
