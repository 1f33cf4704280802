// Sets of completion indexes, as the ranges that a Job's status writes them in: `0,1,4-7`.
// Upstream: pkg/controller/job/indexed_job_utils.go orderedIntervals

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Ranges in order, with a gap between any two. */
export type IndexSet = readonly Range[];

/** The set that a status or a rule says; what is beyond the completions does not count. */
export function parseIndexes(text: string | undefined, completions: number): IndexSet {
  const ranges = (text ?? '').split(',').filter((part) => part !== '').map((part): Range => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return { first, last: Math.min(last, completions - 1) };
  });
  return joined(ranges.filter(({ first }) => first < completions));
}

/** The set of these numbers, in any order. */
export function indexSet(numbers: Iterable<number>): IndexSet {
  return joined([...numbers].map((index) => ({ first: index, last: index })));
}

/** What is in any of the sets. */
export function unitedIndexes(...sets: readonly IndexSet[]): IndexSet {
  return joined(sets.flat());
}

function joined(ranges: readonly Range[]): IndexSet {
  const out: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = out.pop();
    if (!before) out.push(range);
    else if (range.first > before.last + 1) out.push(before, range);
    else out.push({ first: before.first, last: Math.max(before.last, range.last) });
  }
  return out;
}

export function hasIndex(set: IndexSet, index: number): boolean {
  return set.some(({ first, last }) => first <= index && index <= last);
}

export function countIndexes(set: IndexSet): number {
  return set.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** The indexes that are in both. */
export function countCommon(a: IndexSet, b: IndexSet): number {
  let sum = 0;
  for (const left of a) for (const right of b) sum += Math.max(0, Math.min(left.last, right.last) - Math.max(left.first, right.first) + 1);
  return sum;
}

/** `0,1,4-7`. */
export function indexesText(set: IndexSet): string {
  return set.map(({ first, last }) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`)).join(',');
}

/** The lowest indexes below `completions` that are not in the set, at most so many. */
export function missingIndexes(set: IndexSet, completions: number, count: number): readonly number[] {
  const out: number[] = [];
  let next = 0;
  for (const { first, last } of [...set, { first: completions, last: completions }]) {
    for (; next < first && out.length < count; next++) out.push(next);
    next = last + 1;
  }
  return out;
}
