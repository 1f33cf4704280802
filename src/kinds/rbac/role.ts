// Role and ClusterRole: what may be done, in a namespace or everywhere.
// Upstream: pkg/registry/rbac/role/strategy.go, pkg/registry/rbac/clusterrole/strategy.go

import { createdColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ClusterRole, ClusterRoleInput, PolicyRule, PolicyRuleInput, Role, RoleInput } from '../generated/types.ts';
import { validatePathSegmentName } from '../names.ts';
import { complete, completeList } from '../reuse.ts';
import { validateClusterRole, validateRole } from './role-validation.ts';

const ruleDefaults = (rule: PolicyRuleInput): PolicyRule => complete(rule, { verbs: rule.verbs ?? [] });

function roleDefaults<Input extends RoleInput | ClusterRoleInput>(input: Input) {
  return complete(input, { metadata: input.metadata ?? {}, rules: input.rules ? completeList(input.rules, ruleDefaults) : null });
}

/** How Roles are completed, checked, shown and selected. */
export const roleKind = defineKind<RoleInput, Role>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  metadataLooks: { ofChange: ['new', 'change'] },
  allowCreateOnUpdate: true,
  defaults: roleDefaults,
  validateName: validatePathSegmentName,
  validateCreate: validateRole,
  columns: [nameColumn, createdColumn],
});

/** How ClusterRoles are completed, checked, shown and selected. */
export const clusterRoleKind = defineKind<ClusterRoleInput, ClusterRole>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  metadataLooks: { ofChange: ['new', 'change'] },
  allowCreateOnUpdate: true,
  defaults: roleDefaults,
  validateName: validatePathSegmentName,
  validateCreate: validateClusterRole,
  columns: [nameColumn, createdColumn],
});
