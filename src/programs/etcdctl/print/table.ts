// Tables with borders.
// Upstream: olekukonko/tablewriter

/** A table of texts. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** All cells to the right; else only what looks like a number. */
  readonly isRight?: boolean;
}

const looksLikeNumber = /^-?[\d.]+%?$/;

/** The table with its lines. */
export function tableText({ head, rows, isRight = false }: Table): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const line = (cells: readonly string[]): string => `|${cells.map((cell) => ` ${cell} `).join('|')}|\n`;
  const titles = line(head.map((title, column) => centred(title, widths[column] ?? 0)));
  const body = rows.map((row) => line(row.map((cell, column) => aligned(cell, widths[column] ?? 0, isRight))));
  return `${rule}${titles}${rule}${body.join('')}${rule}`;
}

function centred(text: string, width: number): string {
  const gap = width - text.length;
  return ' '.repeat(Math.floor(gap / 2)) + text + ' '.repeat(Math.ceil(gap / 2));
}

function aligned(text: string, width: number, isRight: boolean): string {
  return isRight || looksLikeNumber.test(text) ? text.padStart(width) : text.padEnd(width);
}
