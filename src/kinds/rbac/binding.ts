// RoleBinding and ClusterRoleBinding: who may do what a role says, in a namespace or everywhere.
// Upstream: pkg/registry/rbac/rolebinding/strategy.go, pkg/apis/rbac/v1/defaults.go, pkg/printers/internalversion printRoleBinding

import { ageColumn, nameColumn, textColumn, wideColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ClusterRoleBinding, ClusterRoleBindingInput, RoleBinding, RoleBindingInput, RoleRefInput, Subject, SubjectInput } from '../generated/types.ts';
import { validatePathSegmentName } from '../names.ts';
import { complete, completeList } from '../reuse.ts';
import { bindingErrors, bindingUpdateErrors } from './binding-validation.ts';

const group = 'rbac.authorization.k8s.io';
/** A reference to nothing; validation refuses it. */
const noRole = {} as RoleRefInput;

function subjectDefaults(input: SubjectInput): Subject {
  const apiGroup = input.apiGroup || (input.kind === 'User' || input.kind === 'Group' ? group : undefined);
  return complete(input, { apiGroup, name: input.name ?? '' });
}

function bindingDefaults<Input extends RoleBindingInput | ClusterRoleBindingInput>(input: Input) {
  const roleRef = input.roleRef ?? noRole;
  return complete(input, {
    metadata: input.metadata ?? {},
    roleRef: complete(roleRef, { apiGroup: roleRef.apiGroup || group, kind: roleRef.kind ?? '', name: roleRef.name ?? '' }),
    subjects: input.subjects && completeList(input.subjects, subjectDefaults),
  });
}

const named = (kind: string, show: (subject: Subject) => string) => ({ subjects = [] }: RoleBinding | ClusterRoleBinding): string =>
  subjects.filter((subject) => subject.kind === kind).map(show).join(', ');

const columns = [
  nameColumn,
  textColumn<RoleBinding | ClusterRoleBinding>('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  ageColumn,
  wideColumn('Users', named('User', ({ name }) => name)),
  wideColumn('Groups', named('Group', ({ name }) => name)),
  wideColumn('ServiceAccounts', named('ServiceAccount', ({ namespace = '', name }) => `${namespace}/${name}`)),
];

const anyRole = ['Role', 'ClusterRole'];
const clusterRole = ['ClusterRole'];

/** How RoleBindings are completed, checked, shown and selected. */
export const roleBindingKind = defineKind<RoleBindingInput, RoleBinding>({
  group,
  version: 'v1',
  kind: 'RoleBinding',
  metadataLooks: { ofChange: ['new', 'change'] },
  allowCreateOnUpdate: true,
  defaults: bindingDefaults,
  validateName: validatePathSegmentName,
  validateCreate: (binding) => bindingErrors(binding, anyRole),
  validateUpdate: (next, previous) => bindingUpdateErrors(next, previous, anyRole),
  columns,
});

/** How ClusterRoleBindings are completed, checked, shown and selected. */
export const clusterRoleBindingKind = defineKind<ClusterRoleBindingInput, ClusterRoleBinding>({
  group,
  version: 'v1',
  kind: 'ClusterRoleBinding',
  metadataLooks: { ofChange: ['new', 'change'] },
  allowCreateOnUpdate: true,
  defaults: bindingDefaults,
  validateName: validatePathSegmentName,
  validateCreate: (binding) => bindingErrors(binding, clusterRole),
  validateUpdate: (next, previous) => bindingUpdateErrors(next, previous, clusterRole),
  columns,
});
