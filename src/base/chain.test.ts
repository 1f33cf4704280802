import { expect, test } from 'vitest';
import { Chain } from './chain.ts';
import type { Chained } from './chain.ts';

class Item implements Chained<Item> {
  readonly name: string;
  before: Item | undefined = undefined;
  after: Item | undefined = undefined;
  isChained = false;

  constructor(name: string) {
    this.name = name;
  }
}

const namesIn = (chain: Chain<Item>): string => [...chain.values()].map(({ name }) => name).join('');

test.each([
  { taken: 'a', left: 'bcd' },
  { taken: 'b', left: 'acd' },
  { taken: 'd', left: 'abc' },
  { taken: 'abcd', left: '' },
  { taken: 'dacb', left: '' },
])('of a, b, c and d, without $taken, $left stay in their order', ({ taken, left }) => {
  const chain = new Chain<Item>();
  const items = new Map(['a', 'b', 'c', 'd'].map((name) => [name, new Item(name)]));
  for (const item of items.values()) chain.add(item);
  for (const name of taken) {
    const item = items.get(name);
    if (item) chain.remove(item);
    expect(item?.isChained).toBe(false);
  }
  expect(namesIn(chain)).toBe(left);
  expect(chain.size).toBe(left.length);
  chain.add(new Item('e'));
  expect(namesIn(chain)).toBe(`${left}e`);
});

test('what is not in the chain is not taken out of it, and what is at hand may be', () => {
  const chain = new Chain<Item>();
  const [a, b, c] = [new Item('a'), new Item('b'), new Item('c')];
  chain.remove(a);
  for (const item of [a, b, c]) chain.add(item);
  const seen: string[] = [];
  for (const item of chain.values()) {
    seen.push(item.name);
    if (item !== b) chain.remove(item);
  }
  chain.remove(a);
  expect({ seen, left: namesIn(chain), size: chain.size }).toEqual({ seen: ['a', 'b', 'c'], left: 'b', size: 1 });
});
