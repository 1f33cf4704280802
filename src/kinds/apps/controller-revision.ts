// ControllerRevision: what a StatefulSet's or DaemonSet's template was at some time.
// Upstream: pkg/registry/apps/controllerrevision/strategy.go, pkg/apis/apps/validation ValidateControllerRevision

import { goJson, isObject } from '../../base/index.ts';
import { checkImmutable } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, printed, required } from '../field-error.ts';
import type { ControllerRevision, ControllerRevisionInput } from '../generated/types.ts';
import { controllerOf, groupKind, parseApiVersion } from '../object.ts';

function validate({ revision, data }: Partial<ControllerRevision>): FieldError[] {
  const errors: FieldError[] = [];
  if (revision !== undefined && revision < 0) errors.push(invalid(path('revision'), revision, 'must be greater than or equal to 0'));
  if (data === undefined) errors.push(required(path('data'), 'data is mandatory'));
  else if (!isObject(data)) errors.push(required(path('data'), 'data must be a valid JSON object'));
  return errors;
}

function validateUpdate(next: ControllerRevision, previous: ControllerRevision): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (next.revision < 0) errors.push(invalid(path('revision'), next.revision, 'must be greater than or equal to 0'));
  checkImmutable(errors, path('data'), next.data, previous.data, printed(goJson(next.data)));
  return errors;
}

/** Whose revision it is: `statefulset.apps/db`. */
function controllerCell(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (!owner) return '<none>';
  return `${groupKind({ group: parseApiVersion(owner.apiVersion).group, kind: owner.kind.toLowerCase() })}/${owner.name}`;
}

/** How ControllerRevisions are completed, checked, shown and selected. */
export const controllerRevisionKind = defineKind<ControllerRevisionInput, ControllerRevision>({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  metadataLooks: { ofChange: ['change', 'new'], areFirst: true },
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, textColumn('Controller', controllerCell), textColumn('Revision', ({ revision }) => revision), ageColumn],
});
