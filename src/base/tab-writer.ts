// Columns of text aligned as Go's tabwriter aligns them.
// Upstream: Go text/tabwriter; kubectl get (6, 3, remembered widths), kubectl describe (0, 2)

/** How columns are laid out. */
export interface TabStyle {
  readonly minWidth: number;
  readonly padding: number;
  /** Keep the widths from one flush to the next, as a watch does. */
  readonly rememberWidths?: boolean;
}

/** How `kubectl get` lays out a table. */
export const getStyle: TabStyle = { minWidth: 6, padding: 3, rememberWidths: true };
/** How `kubectl describe` lays out its lines. */
export const describeStyle: TabStyle = { minWidth: 0, padding: 2 };

/** Collects lines whose cells end in tabs; a column is as wide as its widest cell in neighbouring lines. */
export class TabWriter {
  readonly #style: TabStyle;
  readonly #remembered: number[] = [];
  #pending = '';

  constructor(style: TabStyle) {
    this.#style = style;
  }

  write(text: string): void {
    this.#pending += text;
  }

  /** The aligned text of what was written since the last flush. */
  flush(): string {
    const lines = this.#pending.split('\n').map((line) => line.split('\t'));
    this.#pending = '';
    const out: string[] = lines.map(() => '');
    this.#align(lines, out, 0, lines.length, 0);
    return out.join('\n');
  }

  /** Lays out lines from..to from this column on; all of them have the columns before it. */
  #align(lines: readonly (readonly string[])[], out: string[], from: number, to: number, column: number): void {
    for (let start = from; start < to;) {
      const line = lines[start] ?? [];
      if (line.length - 1 <= column) {
        // The last cell of a line belongs to no column.
        out[start] += line[column] ?? '';
        start++;
        continue;
      }
      let end = start;
      let width = this.#style.minWidth;
      for (; end < to; end++) {
        const cells = lines[end] ?? [];
        if (cells.length - 1 <= column) break;
        width = Math.max(width, textWidth(cells[column] ?? '') + this.#style.padding);
      }
      width = this.#remember(column, width);
      for (let i = start; i < end; i++) out[i] += padEnd(lines[i]?.[column] ?? '', width);
      this.#align(lines, out, start, end, column + 1);
      start = end;
    }
  }

  #remember(column: number, width: number): number {
    if (this.#style.rememberWidths !== true) return width;
    const kept = Math.max(width, this.#remembered[column] ?? 0);
    this.#remembered[column] = kept;
    return kept;
  }
}

function textWidth(text: string): number {
  let width = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) width--;
  return width;
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** Rows of cells as one aligned table, a line each. */
export function formatTable(rows: readonly (readonly string[])[], style: TabStyle = getStyle): string {
  const writer = new TabWriter(style);
  for (const row of rows) writer.write(`${row.join('\t')}\n`);
  return writer.flush();
}
