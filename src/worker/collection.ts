import { deepEqual } from '../base/index.ts';
import type { Patch } from '../protocol/index.ts';

/** Rows that the page has, and what of them changed since the last frame. */
export class Collection<Row extends { readonly id: string }> {
  private readonly rows = new Map<string, Row>();
  private readonly changed = new Set<string>();
  private readonly gone = new Set<string>();
  private readonly limit: number;

  /** @param limit rows that are kept; the oldest are forgotten without telling the page */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.limit = limit;
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  get size(): number {
    return this.rows.size;
  }

  /** Puts the row; nothing is sent when it says the same as before. */
  set(row: Row): void {
    const before = this.rows.get(row.id);
    if (before === row || (before && deepEqual(before, row))) return;
    this.rows.set(row.id, row);
    this.changed.add(row.id);
    this.gone.delete(row.id);
    if (this.rows.size > this.limit) this.forgetOldest();
  }

  delete(id: string): void {
    if (!this.rows.delete(id)) return;
    this.changed.delete(id);
    this.gone.add(id);
  }

  /** Makes the rows these and no others. */
  replace(rows: readonly Row[]): void {
    const present = new Set(rows.map(({ id }) => id));
    for (const id of [...this.rows.keys()]) if (!present.has(id)) this.delete(id);
    for (const row of rows) this.set(row);
  }

  /** What changed, for the next frame; undefined when nothing did. */
  take(): Patch<Row> | undefined {
    if (this.changed.size === 0 && this.gone.size === 0) return undefined;
    const set: Row[] = [];
    for (const id of this.changed) {
      const row = this.rows.get(id);
      if (row) set.push(row);
    }
    const gone = [...this.gone];
    this.changed.clear();
    this.gone.clear();
    return { ...(set.length > 0 ? { set } : {}), ...(gone.length > 0 ? { gone } : {}) };
  }

  /** Every row, as a page that has none needs them; undefined when there is none. */
  all(): Patch<Row> | undefined {
    return this.rows.size === 0 ? undefined : { set: [...this.rows.values()] };
  }

  /** The next frame is to have every row. */
  markAll(): void {
    this.gone.clear();
    for (const id of this.rows.keys()) this.changed.add(id);
  }

  private forgetOldest(): void {
    for (const id of this.rows.keys()) {
      this.rows.delete(id);
      this.changed.delete(id);
      return;
    }
  }
}
