import { useState } from 'react';

/** The list from before for as long as it holds the same things in the same order: what is drawn from it is not drawn again. */
export function useKept<List extends readonly object[]>(list: List, isSame: (a: List[number], b: List[number]) => boolean = Object.is): List {
  const [kept, setKept] = useState(list);
  if (kept === list) return kept;
  if (kept.length === list.length && kept.every((thing, i) => { const other = list[i]; return other !== undefined && isSame(thing, other); })) return kept;
  setKept(list);
  return list;
}
