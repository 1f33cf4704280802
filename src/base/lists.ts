/** The last item; undefined when there is none. To read at -1 instead is slow. */
export function lastOf<Item>(items: readonly Item[]): Item | undefined {
  return items.length > 0 ? items[items.length - 1] : undefined;
}

/** The list with one item more. A list of one takes room for one; what is pushed onto an empty list takes that for seventeen. */
export function joinedBy<Item>(items: Item[] | undefined, item: Item): Item[] {
  if (items === undefined || items.length === 0) return [item];
  items.push(item);
  return items;
}
