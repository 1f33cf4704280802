import { formatFieldError, invalid } from '../../kinds/index.ts';
import type { AnyKind, CellValue, Column, KindView, KubeObject, RequestOptions, Table } from '../../kinds/index.ts';
import { badRequest } from '../failures.ts';

type Definitions = NonNullable<Table['columnDefinitions']>;
type Row = Table['rows'][number];

/** What kinds without columns of their own show. Upstream: registry/rest/table.go */
const defaultColumns: readonly Column<KubeObject>[] = [
  { name: 'Name', type: 'string', format: 'name', cell: (object) => object.metadata.name },
  { name: 'Created At', type: 'date', cell: (object) => object.metadata.creationTimestamp },
];

const inclusions: ReadonlySet<string> = new Set(['Metadata', 'Object', 'None']);

const definitionsOf = new WeakMap<AnyKind, Definitions>();

/** The columns of a kind's table. */
export function columnDefinitions(kind: AnyKind): Definitions {
  let definitions = definitionsOf.get(kind);
  if (!definitions) {
    definitions = (kind.columns ?? defaultColumns).map(({ name, type, format = '', wide, description = '', priority = 0 }) => ({
      name, type, format, description, priority: wide === true ? 1 : priority,
    }));
    definitionsOf.set(kind, definitions);
  }
  return definitions;
}

function cellsOf(kind: AnyKind, object: KubeObject, nowMs: number): readonly CellValue[] {
  return (kind.columns ?? defaultColumns).map((column) => column.cell(object, nowMs));
}

/** What a row carries of its object: nothing, its metadata unless said otherwise, or all of it. */
function carried(object: KubeObject, include: NonNullable<RequestOptions['includeObject']>, apiVersion: string): Pick<Row, 'object'> {
  switch (include) {
    case 'None':
      return { object: null };
    case 'Object':
      return { object };
    case 'Metadata':
      return { object: { kind: 'PartialObjectMetadata', apiVersion, metadata: object.metadata } };
  }
}

/** Objects as the rows of a table; `form` is how the rows carry them where that is not as they are stored. */
export function tableOf(
  kind: AnyKind,
  objects: readonly KubeObject[],
  options: { readonly apiVersion?: Table['apiVersion']; readonly form?: KindView | undefined; readonly nowMs: number; readonly include: RequestOptions['includeObject']; readonly metadata: Table['metadata']; readonly isHeadless?: boolean },
): Table {
  const { apiVersion = 'meta.k8s.io/v1', include = 'Metadata' } = options;
  if (!inclusions.has(include)) {
    throw badRequest(`Unable to convert to Table as requested: ${formatFieldError(invalid('includeObject', include, "must be 'Metadata', 'Object', 'None', or empty"))}`);
  }
  return {
    kind: 'Table',
    apiVersion,
    metadata: options.metadata,
    columnDefinitions: options.isHeadless === true ? null : columnDefinitions(kind),
    rows: inRowOrder(kind, objects).map((object) => ({ cells: cellsOf(kind, object, options.nowMs), ...carried(options.form?.fromStored(object) ?? object, include, apiVersion) })),
  };
}

function inRowOrder(kind: AnyKind, objects: readonly KubeObject[]): readonly KubeObject[] {
  return kind.compareRows && objects.length > 1 ? objects.toSorted((a, b) => kind.compareRows?.(a, b) ?? 0) : objects;
}
