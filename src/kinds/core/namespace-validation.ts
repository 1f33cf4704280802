// What is refused in Namespaces.
// Upstream: pkg/apis/core/validation ValidateNamespace, ValidateFinalizerName

import type { Errors } from '../checks.ts';
import { checkQualifiedName } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, path } from '../field-error.ts';
import type { Namespace } from '../generated/types.ts';

const standard = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

function checkFinalizer(errors: Errors, at: FieldPath, name: string): void {
  checkQualifiedName(errors, at, name);
  if (!name.includes('/') && !standard.has(name)) {
    errors.push(invalid(at, name, 'name is neither a standard finalizer name nor is it fully qualified'));
  }
}

/** Errors of a new Namespace. */
export function validateNamespace({ spec }: Namespace): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const name of spec.finalizers ?? []) checkFinalizer(errors, path('spec', 'finalizers'), name);
  return errors;
}

/** Errors of a Namespace that is finalized. */
export function validateFinalizers({ spec }: Namespace): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, name] of (spec.finalizers ?? []).entries()) checkFinalizer(errors, path('spec', 'finalizers').index(index), name);
  return errors;
}

/** Errors of a Namespace's status: it is Terminating exactly while it is being deleted. */
export function validateNamespaceStatus({ metadata, status }: Namespace): readonly FieldError[] {
  const at = path('status', 'Phase');
  if (metadata.deletionTimestamp === undefined) {
    return status.phase === 'Active' ? [] : [invalid(at, status.phase, "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  return status.phase === 'Terminating' ? [] : [invalid(at, status.phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
}
