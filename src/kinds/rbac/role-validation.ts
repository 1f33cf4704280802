// What is refused in Roles and ClusterRoles.
// Upstream: pkg/apis/rbac/validation ValidatePolicyRule, ValidateClusterRole

import type { Errors } from '../checks.ts';
import { checkLabelSelector } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { ClusterRole, PolicyRule, Role } from '../generated/types.ts';

function checkRule(errors: Errors, at: FieldPath, rule: PolicyRule, isNamespaced: boolean): void {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if (verbs.length === 0) errors.push(required(at.child('verbs'), 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const where = at.child('nonResourceURLs');
    if (isNamespaced) errors.push(invalid(where, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      errors.push(invalid(where, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return;
  }
  if (apiGroups.length === 0) errors.push(required(at.child('apiGroups'), 'resource rules must supply at least one api group'));
  if (resources.length === 0) errors.push(required(at.child('resources'), 'resource rules must supply at least one resource'));
}

function checkRules(rules: readonly PolicyRule[] | null, isNamespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, rule] of (rules ?? []).entries()) checkRule(errors, path('rules').index(index), rule, isNamespaced);
  return errors;
}

/** Errors of a Role. */
export function validateRole({ rules }: Role): readonly FieldError[] {
  return checkRules(rules, true);
}

/** Errors of a ClusterRole. */
export function validateClusterRole({ rules, aggregationRule }: ClusterRole): readonly FieldError[] {
  const errors = checkRules(rules, false);
  if (!aggregationRule) return errors;
  const at = path('aggregationRule', 'clusterRoleSelectors');
  const { clusterRoleSelectors: selectors = [] } = aggregationRule;
  if (selectors.length === 0) errors.push(required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  for (const [index, selector] of selectors.entries()) {
    const before = errors.length;
    checkLabelSelector(errors, at.index(index), selector);
    if (errors.length > before) errors.push(invalid(at.index(index), null, 'invalid label selector.'));
  }
  return errors;
}
