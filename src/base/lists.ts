/** The last item; undefined when there is none. To read at -1 instead is slow. */
export function lastOf<Item>(items: readonly Item[]): Item | undefined {
  return items.length > 0 ? items[items.length - 1] : undefined;
}

/** Up to so many items a list is copied to take just the room that it needs. */
const shortList = 8;

/** The list with one item more: a new one while it is short, which wastes no room; else the same. Takes the list over. */
export function lengthened<Item>(items: Item[] | undefined, item: Item): Item[] {
  if (items === undefined) return [item];
  if (items.length < shortList) return items.concat([item]); // written as [...items, item] it would take room for sixteen more
  items.push(item);
  return items;
}

/** The list with one item more. A list of one takes room for one; what is pushed onto an empty list takes that for seventeen. */
export function joinedBy<Item>(items: Item[] | undefined, item: Item): Item[] {
  if (items === undefined || items.length === 0) return [item];
  items.push(item);
  return items;
}

/** The list without the item; undefined when nothing is left. Takes the list over. */
export function without<Item>(items: Item[] | undefined, item: Item): Item[] | undefined {
  const at = items?.indexOf(item) ?? -1;
  if (at >= 0) items?.splice(at, 1);
  return items?.length === 0 ? undefined : items;
}
