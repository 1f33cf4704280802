// The differences of two texts, line by line, as `diff -u` shows them.
// Upstream: github.com/pmezard/go-difflib, which is Python's difflib

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

interface Change {
  readonly isEqual: boolean;
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

/** Where each line of b stands; lines that stand nearly everywhere say nothing and are left out. */
function indexLines(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of b.entries()) {
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  }
  const tooMany = Math.floor(b.length / 100) + 1;
  if (b.length >= 200) for (const [line, at] of places) if (at.length > tooMany) places.delete(line);
  return places;
}

type Lines = readonly string[];

/** The longest run of lines that both have in these ranges. */
function longestMatch(a: Lines, b: Lines, places: ReadonlyMap<string, readonly number[]>, range: readonly [number, number, number, number]): Block {
  const [aFrom, aTo, bFrom, bTo] = range;
  let best: Block = { a: aFrom, b: bFrom, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aFrom; i < aTo; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < bFrom) continue;
      if (j >= bTo) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  let { a: i, b: j, size } = best;
  while (i > aFrom && j > bFrom && a[i - 1] === b[j - 1]) { i--; j--; size++; }
  while (i + size < aTo && j + size < bTo && a[i + size] === b[j + size]) size++;
  return { a: i, b: j, size };
}

function matchingBlocks(a: Lines, b: Lines): readonly Block[] {
  const places = indexLines(b);
  const found: Block[] = [];
  const queue: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = queue.pop(); range; range = queue.pop()) {
    const [aFrom, aTo, bFrom, bTo] = range;
    const block = longestMatch(a, b, places, range);
    if (block.size === 0) continue;
    found.push(block);
    if (aFrom < block.a && bFrom < block.b) queue.push([aFrom, block.a, bFrom, block.b]);
    if (block.a + block.size < aTo && block.b + block.size < bTo) queue.push([block.a + block.size, aTo, block.b + block.size, bTo]);
  }
  return found.sort((x, y) => x.a - y.a || x.b - y.b);
}

function changesOf(a: Lines, b: Lines): readonly Change[] {
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  for (const block of [...matchingBlocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < block.a || j < block.b) changes.push({ isEqual: false, a: [i, block.a], b: [j, block.b] });
    i = block.a + block.size;
    j = block.b + block.size;
    if (block.size === 0) continue;
    const last = changes.at(-1);
    // Runs that touch are one run.
    if (last?.isEqual) changes.splice(-1, 1, { isEqual: true, a: [last.a[0], i], b: [last.b[0], j] });
    else changes.push({ isEqual: true, a: [block.a, i], b: [block.b, j] });
  }
  return changes;
}

const context = 3;

/** Changes with the lines around them, in groups that are far from each other. */
function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  let group: Change[] = [];
  for (const [index, change] of changes.entries()) {
    const { a, b, isEqual } = change;
    if (!isEqual) {
      group.push(change);
      continue;
    }
    const isLast = index === changes.length - 1;
    const length = a[1] - a[0];
    const head: Change = { isEqual, a: [a[0], Math.min(a[1], a[0] + context)], b: [b[0], Math.min(b[1], b[0] + context)] };
    const tail: Change = { isEqual, a: [Math.max(a[0], a[1] - context), a[1]], b: [Math.max(b[0], b[1] - context), b[1]] };
    if (index === 0) {
      if (!isLast) group.push(tail);
    } else if (isLast) {
      group.push(head);
    } else if (length > 2 * context) {
      group.push(head);
      groups.push(group);
      group = [tail];
    } else {
      group.push(change);
    }
  }
  if (group.some(({ isEqual }) => !isEqual)) groups.push(group);
  return groups;
}

function formatRange(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return String(from + 1);
  return `${length === 0 ? from : from + 1},${length}`;
}

/** How text b differs from text a: hunks with three lines of context, each line ended. Empty when they are equal. */
export function unifiedDiff(a: string, b: string): string {
  const before = a.split('\n');
  const after = b.split('\n');
  const out: string[] = [];
  for (const group of groupsOf(changesOf(before, after))) {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) continue;
    out.push(`@@ -${formatRange(first.a[0], last.a[1])} +${formatRange(first.b[0], last.b[1])} @@`);
    for (const { isEqual, a: [aFrom, aTo], b: [bFrom, bTo] } of group) {
      for (const line of before.slice(aFrom, aTo)) out.push(`${isEqual ? ' ' : '-'}${line}`);
      if (!isEqual) for (const line of after.slice(bFrom, bTo)) out.push(`+${line}`);
    }
  }
  return out.map((line) => `${line}\n`).join('');
}
