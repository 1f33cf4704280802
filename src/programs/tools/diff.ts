import type { Process } from '../../kernel/index.ts';
import { joinPath } from '../../machine/index.ts';
import { formatDate } from './date.ts';
import type { Options } from './support/options.ts';
import { UsageError } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** One run of lines that differ: positions and lengths in both texts. */
interface Change {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Differences between two lists of lines, in order: Myers' greedy algorithm. */
export function differences(a: readonly string[], b: readonly string[]): readonly Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const kept = commonLines(a.slice(start, endA), b.slice(start, endB));
  const changes: Change[] = [];
  let [atA, atB] = [start, start];
  for (const [x, y] of [...kept.map(([i, j]) => [i + start, j + start] as const), [endA, endB] as const]) {
    if (x > atA || y > atB) changes.push({ fromA: atA, toA: x, fromB: atB, toB: y });
    [atA, atB] = [x + 1, y + 1];
  }
  return changes;
}

function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const most = a.length + b.length;
  const furthest = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  for (let d = 0; d <= most; d++) {
    history.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = isDown ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest.set(k, x);
      if (x >= a.length && y >= b.length) return walkBack(history, a, b);
    }
  }
  return [];
}

function walkBack(history: readonly Map<number, number>[], a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = history.length - 1; d >= 0; d--) {
    const furthest = history[d];
    const k = x - y;
    const isDown = k === -d || (k !== d && (furthest?.get(k - 1) ?? -1) < (furthest?.get(k + 1) ?? -1));
    const before = isDown ? k + 1 : k - 1;
    const beforeX = furthest?.get(before) ?? 0;
    const beforeY = beforeX - before;
    while (x > beforeX && y > beforeY && x > 0 && y > 0) {
      x--;
      y--;
      kept.push([x, y]);
    }
    [x, y] = [beforeX, beforeY];
  }
  return kept.reverse();
}

/** `diff [-u] [-U N] [-q] [-r] [-N] [-b -w -i -B] FILE1 FILE2`: 1 when they differ. */
export const diff: ToolBody = function* (tool) {
  const options = tool.options('uU:qrNbwiBas8:y', { unified: 'u', brief: 'q', recursive: 'r', 'new-file': 'N', 'ignore-all-space': 'w', 'ignore-space-change': 'b', 'ignore-case': 'i', label: '8', 'report-identical-files': 's' });
  const [left, right] = options.operands;
  if (left === undefined || right === undefined) throw new UsageError(`missing operand after '${left ?? 'diff'}'`, { status: 2 });
  return yield* compare(tool, options, left, right);
};

function* compare(tool: Tool, options: Options, left: string, right: string): Process<number> {
  const isDirectory = (name: string): boolean => name !== '-' && tool.files.exists(tool.path(name)) && tool.files.stat(tool.path(name)).type === 'directory';
  if (isDirectory(left) && isDirectory(right)) return yield* compareDirectories(tool, options, left, right);
  const [a, b] = [yield* contentOf(tool, options, left), yield* contentOf(tool, options, right)];
  if (a === undefined || b === undefined) return 2;
  const fold = (line: string): string => {
    const spaced = options.has('w') ? line.replace(/\s+/g, '') : options.has('b') ? line.replace(/\s+/g, ' ').trimEnd() : line;
    return options.has('i') ? spaced.toLowerCase() : spaced;
  };
  const [linesA, linesB] = [a, b].map((text) => splitLines(text));
  const changes = differences((linesA ?? []).map(fold), (linesB ?? []).map(fold));
  if (changes.length === 0) {
    if (options.has('s')) tool.put(`Files ${left} and ${right} are identical\n`);
    return 0;
  }
  if (options.has('q')) tool.put(`Files ${left} and ${right} differ\n`);
  else if (options.has('u') || options.has('U')) showUnified(tool, options, { left, right, a: linesA ?? [], b: linesB ?? [], changes });
  else showNormal(tool, linesA ?? [], linesB ?? [], changes);
  return 1;
}

function* contentOf(tool: Tool, options: Options, name: string): Process<string | undefined> {
  if (options.has('N') && name !== '-' && !tool.files.exists(tool.path(name))) return '';
  return yield* tool.read(name);
}

/** Lines; a last one without a line feed is marked, so that it differs from one with. */
function splitLines(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop();
  if (last !== '' && last !== undefined) lines.push(`${last}\n\\ No newline at end of file`);
  return lines;
}

function* compareDirectories(tool: Tool, options: Options, left: string, right: string): Process<number> {
  const [a, b] = [tool.files.list(tool.path(left)), tool.files.list(tool.path(right))];
  let status = 0;
  for (const name of [...new Set([...a, ...b])].sort()) {
    const [one, other] = [`${left.replace(/\/$/, '')}/${name}`, `${right.replace(/\/$/, '')}/${name}`];
    const isInBoth = a.includes(name) && b.includes(name);
    const isTree = isInBoth && tool.files.stat(joinPath(tool.path(left), name)).type === 'directory';
    let result = 0;
    if (!isInBoth && !options.has('N')) {
      tool.put(`Only in ${a.includes(name) ? left : right}: ${name}\n`);
      result = 1;
    } else if (isTree && !options.has('r')) {
      tool.put(`Common subdirectories: ${one} and ${other}\n`);
    } else {
      const mark = options.has('q') || isTree ? '' : headerOf(tool, one, other);
      result = yield* withHeader(tool, mark, () => compare(tool, options, one, other));
    }
    status = Math.max(status, result);
  }
  return status;
}

function headerOf(tool: Tool, one: string, other: string): string {
  const flags = tool.args.filter((arg) => arg.startsWith('-') && arg !== '-').join(' ');
  return `diff ${flags === '' ? '' : `${flags} `}${one} ${other}\n`;
}

function* withHeader(tool: Tool, header: string, run: () => Process<number>): Process<number> {
  const mark = tool.mark();
  const status = yield* run();
  if (status === 1) tool.insert(mark, header);
  return status;
}

function showNormal(tool: Tool, a: readonly string[], b: readonly string[], changes: readonly Change[]): void {
  const range = (from: number, to: number): string => (to - from <= 1 ? String(Math.max(from + 1, to)) : `${from + 1},${to}`);
  for (const { fromA, toA, fromB, toB } of changes) {
    const kind = fromA === toA ? 'a' : fromB === toB ? 'd' : 'c';
    tool.put(`${fromA === toA ? fromA : range(fromA, toA)}${kind}${fromB === toB ? fromB : range(fromB, toB)}\n`);
    for (const line of a.slice(fromA, toA)) tool.put(`< ${line}\n`);
    if (kind === 'c') tool.put('---\n');
    for (const line of b.slice(fromB, toB)) tool.put(`> ${line}\n`);
  }
}

interface Unified {
  readonly left: string;
  readonly right: string;
  readonly a: readonly string[];
  readonly b: readonly string[];
  readonly changes: readonly Change[];
}

function showUnified(tool: Tool, options: Options, { left, right, a, b, changes }: Unified): void {
  const context = options.number('U', 3);
  const labels = options.all('8');
  tool.put(`--- ${labels[0] ?? `${left}\t${stamp(tool, left)}`}\n+++ ${labels[1] ?? `${right}\t${stamp(tool, right)}`}\n`);
  for (let at = 0; at < changes.length;) {
    let end = at;
    while (end + 1 < changes.length && (changes[end + 1]?.fromA ?? 0) - (changes[end]?.toA ?? 0) <= 2 * context) end++;
    showHunk(tool, a, b, changes.slice(at, end + 1), context);
    at = end + 1;
  }
}

function showHunk(tool: Tool, a: readonly string[], b: readonly string[], changes: readonly Change[], context: number): void {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) return;
  const before = Math.min(context, first.fromA);
  const after = Math.min(context, a.length - last.toA);
  const [fromA, toA, fromB, toB] = [first.fromA - before, last.toA + after, first.fromB - before, last.toB + after];
  const range = (from: number, to: number): string => (to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`);
  tool.put(`@@ -${range(fromA, toA)} +${range(fromB, toB)} @@\n`);
  let at = fromA;
  for (const change of changes) {
    for (const line of a.slice(at, change.fromA)) tool.put(` ${line}\n`);
    for (const line of a.slice(change.fromA, change.toA)) tool.put(`-${line}\n`);
    for (const line of b.slice(change.fromB, change.toB)) tool.put(`+${line}\n`);
    at = change.toA;
  }
  for (const line of a.slice(at, toA)) tool.put(` ${line}\n`);
}

function stamp(tool: Tool, name: string): string {
  const { kernel } = tool.context.sandbox;
  const path = tool.path(name);
  const modifiedMs = name !== '-' && tool.files.exists(path) ? tool.files.stat(path).modifiedMs : kernel.nowMs;
  return formatDate('%F %T.%N +0000', kernel.wallMs - kernel.nowMs + modifiedMs);
}

/** `cmp [-s] FILE1 FILE2` */
export const cmp: ToolBody = function* (tool) {
  const options = tool.options('sln:b', { silent: 's', quiet: 's' });
  const [left = '-', right = '-'] = options.operands;
  const [a, b] = [yield* tool.read(left), yield* tool.read(right)];
  if (a === undefined || b === undefined) return 2;
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  if (options.has('s')) return 1;
  const line = a.slice(0, at).split('\n').length;
  if (at >= a.length || at >= b.length) yield* tool.complain(`EOF on ${at >= a.length ? left : right} after byte ${at}, in line ${line}`);
  else tool.put(`${left} ${right} differ: char ${at + 1}, line ${line}\n`);
  return 1;
};
