// Tables as `kubectl get` prints them: the server's cells, with the columns that flags add.
// Upstream: k8s.io/cli-runtime printers/tableprinter.go

import { TabWriter, getStyle, humanDuration, isObject, parseTime } from '../../base/index.ts';
import { formatLabels } from '../../kinds/index.ts';
import type { Table } from '../../kinds/index.ts';
import { mapAt, nameOf, namespaceOf, textAt } from '../core/object.ts';

/** What flags add to a table or take from it. */
export interface TableOptions {
  readonly hasHeaders: boolean;
  readonly isWide: boolean;
  readonly withNamespace: boolean;
  /** `deployment.apps` before each name, when several kinds are shown. */
  readonly kindPrefix: string;
  readonly labelColumns: readonly string[];
  readonly showLabels: boolean;
  /** Shows what happened to each object, as a watch tells it. */
  readonly withEvents?: boolean;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}

/** A server's answer as a table; what it gave as an object has a name and an age. */
export function asTable(body: unknown, wallMs: number): Table {
  if (isObject(body) && body['kind'] === 'Table') return body as unknown as Table;
  const objects = isObject(body) && Array.isArray(body['items']) ? (body['items'] as readonly unknown[]) : [body];
  const column = (name: string, format = '') => ({ name, type: 'string', format, description: '', priority: 0 });
  const age = (object: unknown): string => humanDuration(wallMs - (parseTime(textAt(object, 'metadata', 'creationTimestamp')) ?? wallMs));
  return {
    apiVersion: 'meta.k8s.io/v1', kind: 'Table', metadata: { resourceVersion: textAt(body, 'metadata', 'resourceVersion'), continue: textAt(body, 'metadata', 'continue') }, columnDefinitions: [column('Name', 'name'), column('Age')],
    rows: objects.map((object) => ({ cells: [nameOf(object), age(object)], object })),
  };
}

/** What happened, as wide as the longest of all that can happen. */
const eventText = (event: string): string => event.padEnd('BOOKMARK'.length);

/** Prints tables of one kind, the headers once. */
export class TablePrinter {
  readonly #options: TableOptions;
  readonly #writer = new TabWriter(getStyle);
  #hasPrintedHeaders = false;
  /** A watch tells the columns with its first event only. */
  #columns: NonNullable<Table['columnDefinitions']> = [];

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /** Takes the rows of a table; `flush` gives the text. */
  add(table: Table, event = ''): void {
    if (table.columnDefinitions && table.columnDefinitions.length > 0) this.#columns = table.columnDefinitions;
    const shown = this.#columns.map((column, index) => ({ column, index })).filter(({ column }) => column.priority === 0 || this.#options.isWide);
    if (table.rows.length === 0) return;
    if (!this.#hasPrintedHeaders && this.#options.hasHeaders) this.#line(this.#headers(shown.map(({ column }) => column.name)));
    this.#hasPrintedHeaders = true;
    const nameAt = this.#columns.findIndex((column) => column.format === 'name' && column.type === 'string');
    for (const row of table.rows) {
      const cells = shown.map(({ index }) => {
        const text = cellText(row.cells[index]);
        return index === nameAt && this.#options.kindPrefix !== '' ? `${this.#options.kindPrefix}/${text}` : text;
      });
      this.#line(this.#decorate(cells, row.object, event));
    }
  }

  flush(): string {
    return this.#writer.flush();
  }

  #line(cells: readonly string[]): void {
    this.#writer.write(`${cells.join('\t')}\n`);
  }

  #headers(names: readonly string[]): readonly string[] {
    const { withEvents, withNamespace, labelColumns, showLabels } = this.#options;
    return [
      ...(withEvents === true ? [eventText('EVENT')] : []),
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...names.map((name) => name.toUpperCase()),
      ...labelColumns.map((label) => (label.split('/').at(-1) ?? '').toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  #decorate(cells: readonly string[], object: unknown, event: string): readonly string[] {
    const { withEvents, withNamespace, labelColumns, showLabels } = this.#options;
    const labels = labelColumns.length > 0 || showLabels ? mapAt(object, 'metadata', 'labels') : {};
    return [
      ...(withEvents === true ? [eventText(event)] : []),
      ...(withNamespace ? [namespaceOf(object)] : []),
      ...cells,
      ...labelColumns.map((label) => labels[label] ?? ''),
      ...(showLabels ? [formatLabels(labels)] : []),
    ];
  }
}
