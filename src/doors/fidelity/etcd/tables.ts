import type { RecordedNames } from './names.ts';

const number = /^(-?[\d.]+%?|N%?)$/;

/** Lays out the tables in a text again, after the words of recordings have taken the place of what was there. */
export function layOutTables(text: string, names: RecordedNames): string {
  const lines = text.split('\n');
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    if (!lines[at]?.startsWith('+-')) {
      out.push(lines[at++] ?? '');
      continue;
    }
    const begin = at;
    while (/^[+|]/.test(lines[at] ?? '')) at++;
    out.push(...layOut(lines.slice(begin, at), names));
  }
  return out.join('\n');
}

function layOut(block: readonly string[], names: RecordedNames): string[] {
  const rows = block.map((line) => (line.startsWith('+') ? undefined : cellsOf(line)));
  const head = rows.find((row) => row !== undefined) ?? [];
  const isRight = block.filter((line) => line.startsWith('|')).slice(1).some((line) => line.slice(1, -1).split('|').some((cell) => /^ {2,}[^\s\d]\S* $/.test(cell)));
  let body = rows.filter((row) => row !== undefined).slice(1).map((row) => row.map((cell, column) => wordOf(head[column] ?? '', cell, names)));
  // Members stand in the order of their ids, which is chance.
  if (head[0] === 'ID') body = body.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => row[column]?.length ?? 0)));
  const next = body[Symbol.iterator]();
  return rows.map((row) => {
    if (!row) return `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
    if (row === head) return `|${head.map((title, column) => ` ${centred(title, widths[column] ?? 0)} `).join('|')}|`;
    const cells = next.next().value ?? [];
    return `|${cells.map((cell, column) => ` ${isRight || number.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)} `).join('|')}|`;
  });
}

function cellsOf(line: string): string[] {
  return line.replace(/^\|+|\|+$/g, '').split('|').map((cell) => cell.trim());
}

function wordOf(title: string, cell: string, names: RecordedNames): string {
  if (['RAFT TERM', 'RAFT INDEX', 'RAFT APPLIED INDEX'].includes(title)) return 'N';
  if (title === 'TOOK') return 'TIME';
  if (['DB SIZE', 'IN USE', 'TOTAL SIZE'].includes(title)) return 'SIZE';
  if (title === 'PERCENTAGE NOT IN USE') return 'N%';
  if (title.endsWith('HASH') && /^(\d+|[0-9a-f]{6,8})$/.test(cell)) return names.hashFor(cell);
  return cell;
}

function centred(text: string, width: number): string {
  const gap = width - text.length;
  return ' '.repeat(Math.floor(gap / 2)) + text + ' '.repeat(Math.ceil(gap / 2));
}
