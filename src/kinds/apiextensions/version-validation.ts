// What else a version of a definition says: subresources, columns, fields to select by.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation

import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { duplicate, invalid, required, tooMany } from '../field-error.ts';
import type { CustomResourceColumnDefinition, CustomResourceSubresources, JSONSchemaProps, SelectableField } from '../generated/types.ts';
import { JsonPathError, compileJsonPath } from '../../base/index.ts';

const simplePath = 'must be a simple json path starting with .';

/** Whether a text is a path of names alone, such as columns and scales have. */
function isSimplePath(text: string): boolean {
  if (!text.startsWith('.')) return false;
  try {
    compileJsonPath(`{${text}}`);
    return true;
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return false;
  }
}

/** What is wrong with the scale that objects are said to have. */
export function checkSubresources(errors: Errors, at: FieldPath, subresources: CustomResourceSubresources | undefined): void {
  const scale = subresources?.scale;
  if (!scale) return;
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  const below = at.child('scale');
  checkScalePath(errors, below.child('specReplicasPath'), specReplicasPath, ['.spec'], 'should be a json path under .spec');
  checkScalePath(errors, below.child('statusReplicasPath'), statusReplicasPath, ['.status'], 'should be a json path under .status');
  if (labelSelectorPath) checkScalePath(errors, below.child('labelSelectorPath'), labelSelectorPath, ['.spec', '.status'], 'should be a json path under either .spec or .status');
}

function checkScalePath(errors: Errors, at: FieldPath, text: string, roots: readonly string[], why: string): void {
  if (!text) errors.push(required(at));
  else if (!isSimplePath(text)) errors.push(invalid(at, text, simplePath));
  else if (!roots.some((root) => text.startsWith(`${root}.`))) errors.push(invalid(at, text, why));
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** What is wrong with the columns of the table. */
export function checkColumns(errors: Errors, at: FieldPath, columns: readonly CustomResourceColumnDefinition[] = []): void {
  for (const [index, { name, type, format, jsonPath }] of columns.entries()) {
    const below = at.index(index);
    const types = `must be one of ${columnTypes.join(',')}`;
    if (!name) errors.push(required(below.child('name')));
    if (!type) errors.push(required(below.child('type'), types));
    else if (!columnTypes.includes(type)) errors.push(invalid(below.child('type'), type, types));
    if (format && !columnFormats.includes(format)) errors.push(invalid(below.child('format'), format, `must be one of ${columnFormats.join(',')}`));
    if (!jsonPath) errors.push(required(below.child('JSONPath')));
    else if (!jsonPath.startsWith('.')) errors.push(invalid(below.child('JSONPath'), jsonPath, simplePath));
  }
}

const maxSelectableFields = 8; // MaxSelectableFields

/** What is wrong with the fields that objects can be selected by. */
export function checkSelectableFields(errors: Errors, at: FieldPath, fields: readonly SelectableField[] = [], schema: JSONSchemaProps | undefined): void {
  const seen = new Set<string>();
  if (fields.length > 0 && !schema) {
    errors.push(invalid(at, '', 'may only be set when validations.schema is included'));
    return;
  }
  for (const [index, { jsonPath }] of fields.entries()) {
    const below = at.index(index).child('jsonPath');
    const problem = jsonPath && schema ? fieldProblem(jsonPath, schema) : undefined;
    if (!jsonPath) errors.push(required(below));
    else if (problem !== undefined) errors.push(invalid(below, jsonPath, problem));
    else if (seen.has(jsonPath)) errors.push(duplicate(below, jsonPath));
    else seen.add(jsonPath);
  }
  if (seen.size > maxSelectableFields) errors.push(tooMany(at, seen.size, maxSelectableFields));
}

/** Why objects cannot be selected by the field at a path. */
function fieldProblem(text: string, schema: JSONSchemaProps): string | undefined {
  if (text.includes('[')) return 'is an invalid path: array notation is not allowed';
  if (!text.startsWith('.')) return `is an invalid path: expected [ or . but got: ${text.split('.')[0] ?? ''}`;
  let found: JSONSchemaProps | undefined = schema;
  for (const [index, step] of text.slice(1).split('.').entries()) found = index === 0 && step === 'metadata' ? undefined : found?.properties?.[step];
  if (!found) return 'is an invalid path: does not refer to a valid field';
  if (found.type === 'string' || found.type === 'boolean' || found.type === 'integer') return undefined;
  return 'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
}
