// What is refused in RoleBindings and ClusterRoleBindings.
// Upstream: pkg/apis/rbac/validation ValidateRoleBinding, ValidateRoleBindingSubject

import { deepEqual } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsSubdomain } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, notSupported, path, printedJson, required } from '../field-error.ts';
import type { RoleRef, Subject } from '../generated/types.ts';
import { validatePathSegmentName } from '../names.ts';

const group = 'rbac.authorization.k8s.io';
const at = path('roleRef');

interface Binding {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

function checkSubject(errors: Errors, where: FieldPath, { kind, name, namespace, apiGroup = '' }: Subject, isNamespaced: boolean): void {
  if (!name) errors.push(required(where.child('name')));
  switch (kind) {
    case 'ServiceAccount':
      if (name) checkDnsSubdomain(errors, where.child('name'), name);
      if (apiGroup !== '') errors.push(notSupported(where.child('apiGroup'), apiGroup, ['']));
      if (!isNamespaced && !namespace) errors.push(required(where.child('namespace')));
      break;
    case 'User':
    case 'Group':
      if (apiGroup !== group) errors.push(notSupported(where.child('apiGroup'), apiGroup, [group]));
      break;
    default: errors.push(notSupported(where.child('kind'), kind, ['ServiceAccount', 'User', 'Group']));
  }
}

/** Errors of a new binding to one of these kinds of roles. */
export function bindingErrors({ roleRef, subjects = [] }: Binding, roleKinds: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const { apiGroup, kind, name } = roleRef;
  if (apiGroup !== group) errors.push(notSupported(at.child('apiGroup'), apiGroup, [group]));
  if (!roleKinds.includes(kind)) errors.push(notSupported(at.child('kind'), kind, roleKinds));
  if (!name) errors.push(required(at.child('name')));
  else addInvalid(errors, at.child('name'), name, validatePathSegmentName(name, false));
  for (const [index, subject] of subjects.entries()) checkSubject(errors, path('subjects').index(index), subject, roleKinds.includes('Role'));
  return errors;
}

/** Errors of a changed binding: whom it is for may change, what they may not. */
export function bindingUpdateErrors(next: Binding, previous: Binding, roleKinds: readonly string[]): readonly FieldError[] {
  const errors = bindingErrors(next, roleKinds);
  if (!deepEqual(next.roleRef, previous.roleRef)) {
    const { apiGroup, kind, name } = next.roleRef;
    errors.push(invalid(at, printedJson({ APIGroup: apiGroup, Kind: kind, Name: name }), 'cannot change roleRef'));
  }
  return errors;
}
