// Two texts compared line by line, as `diff -u` shows it.

/** Lines of context around a change. */
const context = 3;

interface Edit {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/** The shortest way from one list of lines to the other (longest common subsequence). */
function edits(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  const found: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ sign: ' ', text: a[i] ?? '' });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) found.push({ sign: '-', text: a[i++] ?? '' });
    else found.push({ sign: '+', text: b[j++] ?? '' });
  }
  return found;
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`);

/** The differences in unified form; empty when there are none. */
export function unifiedDiff(before: string, after: string, oldName: string, newName: string): string {
  const all = edits(linesOf(before), linesOf(after));
  const changes = all.flatMap((edit, index) => (edit.sign === ' ' ? [] : [index]));
  if (changes.length === 0) return '';
  const hunks: { from: number; to: number }[] = [];
  for (const index of changes) {
    const last = hunks.at(-1);
    if (last && index - last.to <= 2 * context) last.to = index + 1;
    else hunks.push({ from: index, to: index + 1 });
  }
  const text = hunks.map(({ from, to }) => {
    const start = Math.max(0, from - context);
    const shown = all.slice(start, to + context);
    const oldStart = all.slice(0, start).filter((edit) => edit.sign !== '+').length + 1;
    const newStart = all.slice(0, start).filter((edit) => edit.sign !== '-').length + 1;
    const oldCount = shown.filter((edit) => edit.sign !== '+').length;
    const newCount = shown.filter((edit) => edit.sign !== '-').length;
    return `@@ -${range(oldStart, oldCount)} +${range(newStart, newCount)} @@\n${shown.map((edit) => `${edit.sign}${edit.text}\n`).join('')}`;
  }).join('');
  return `--- ${oldName}\n+++ ${newName}\n${text}`;
}
