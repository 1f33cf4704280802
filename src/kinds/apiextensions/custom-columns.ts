// The columns that a definition gives to the table of its objects.
// Upstream: k8s.io/apiextensions-apiserver pkg/registry/customresource/tableconvertor

import { JsonPathError, compileJsonPath, findResults, humanDuration, parseTime, valueText } from '../../base/index.ts';
import { nameColumn } from '../column-cells.ts';
import type { CellValue, Column } from '../define-kind.ts';
import type { CustomResourceColumnDefinition } from '../generated/types.ts';
import type { KubeObject } from '../object.ts';

const ageOnly: readonly CustomResourceColumnDefinition[] = [{
  name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 0,
  description: 'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
}];

/** The columns of a version's table: the name, and what the definition says or else the age. */
export function customColumns(definitions: readonly CustomResourceColumnDefinition[] = []): readonly Column<KubeObject>[] {
  return [nameColumn, ...(definitions.length > 0 ? definitions : ageOnly).map(columnOf)];
}

function columnOf({ name, type, format, description, priority = 0, jsonPath }: CustomResourceColumnDefinition): Column<KubeObject> {
  const path = compileJsonPath(`{${jsonPath}}`);
  return {
    name, type: type as Column<KubeObject>['type'], priority,
    format: format ?? '',
    description: description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    cell: (object, nowMs) => cellOf(type, firstResult(path, object), nowMs),
  };
}

/** The first thing that the path finds. */
function firstResult(path: ReturnType<typeof compileJsonPath>, object: KubeObject): unknown {
  try {
    return findResults(path, object)[0]?.[0];
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return undefined;
  }
}

/** A value in a cell of that type; what does not fit leaves it empty. */
function cellOf(type: string, value: unknown, nowMs: number): CellValue {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'string': return valueText(value);
    case 'integer': return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number': return typeof value === 'number' ? value : null;
    case 'boolean': return typeof value === 'boolean' ? value : null;
    case 'date': return typeof value === 'string' ? dateCell(value, nowMs) : null;
    default: return null;
  }
}

function dateCell(text: string, nowMs: number): string {
  const ms = parseTime(text);
  return ms === undefined ? '<invalid>' : humanDuration(nowMs - ms);
}
