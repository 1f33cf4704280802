import { rawLength } from '../../base/index.ts';
import type { ToolBody } from './support/tool.ts';

/** `wc [-l -w -c -m -L] [FILE…]` */
export const wc: ToolBody = function* (tool) {
  const options = tool.options('lwcmL', { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' });
  const chosen = ['l', 'w', 'm', 'c', 'L'].filter((letter) => options.has(letter));
  const columns = chosen.length > 0 ? chosen : ['l', 'w', 'c'];
  const rows: { counts: readonly number[]; name: string }[] = [];
  let status = 0;
  const names = options.operands.length > 0 ? options.operands : [''];
  for (const name of names) {
    const text = yield* tool.read(name === '' ? '-' : name);
    if (text === undefined) status = 1;
    else rows.push({ counts: columns.map((column) => count(text, column)), name });
  }
  if (names.length > 1) rows.push({ counts: columns.map((_, index) => rows.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)), name: 'total' });
  const total = Math.max(0, ...rows.flatMap(({ counts }) => counts));
  const isSingle = columns.length === 1 && rows.length === 1;
  const width = isSingle ? 1 : tool.isBusybox ? 9 : options.operands.length === 0 ? 7 : String(total).length;
  for (const { counts, name } of rows) tool.put(`${counts.map((value) => String(value).padStart(width)).join(' ')}${name === '' ? '' : ` ${name}`}\n`);
  return status;
};

function count(text: string, column: string): number {
  switch (column) {
    case 'l': return text.split('\n').length - 1;
    case 'w': return text.split(/\s+/).filter((word) => word !== '').length;
    case 'm': return [...text].length;
    case 'L': return Math.max(0, ...text.split('\n').map((line) => line.length));
    default: return rawLength(text);
  }
}
