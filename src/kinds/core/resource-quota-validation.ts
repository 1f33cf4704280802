// What is refused in ResourceQuotas.
// Upstream: pkg/apis/core/validation ValidateResourceQuotaSpec, validateResourceQuotaScopes, validateScopedResourceSelectorRequirement

import { compareText, deepEqual, isWholeAmount, quantityMilli } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { invalid, path, printedJson, required } from '../field-error.ts';
import type { Printed } from '../field-error.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../generated/types.ts';
import { goValue } from '../go-struct.ts';
import { checkQuotaResourceName, isCountedByQuota, isQuotaResource } from './resource-names.ts';

type Amounts = Readonly<Record<string, string>>;

const scopes: readonly string[] = [
  'Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity', 'VolumeAttributesClass',
];
const opposites = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']] as const;
const ofPods: ReadonlySet<string> = new Set([
  'pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory', 'ephemeral-storage', 'limits.ephemeral-storage',
  'requests.ephemeral-storage',
]);
const ofClaims: ReadonlySet<string> = new Set(['persistentvolumeclaims', 'requests.storage']);

function applies(scope: string, resource: string): boolean {
  switch (scope) {
    case 'BestEffort': return resource === 'pods';
    case 'VolumeAttributesClass': return ofClaims.has(resource);
    case 'Terminating': case 'NotTerminating': case 'NotBestEffort': case 'PriorityClass': case 'CrossNamespacePodAffinity': return ofPods.has(resource);
    default: return true;
  }
}

function checkAmounts(errors: Errors, at: FieldPath, amounts: Amounts): void {
  for (const name of Object.keys(amounts).sort(compareText)) {
    const where = at.key(name);
    const quantity = amounts[name] ?? '0';
    checkQuotaResourceName(errors, where, name);
    if (quantityMilli(quantity) < 0) errors.push(invalid(where, quantity, 'must be greater than or equal to 0'));
    if (isCountedByQuota(name) && !isWholeAmount(quantity)) errors.push(invalid(where, quantity, 'must be an integer'));
  }
}

function checkScopes(errors: Errors, at: FieldPath, list: readonly string[], hard: Amounts): void {
  for (const scope of list) {
    if (!scopes.includes(scope)) errors.push(invalid(at, list, 'unsupported scope'));
    const isMisapplied = Object.keys(hard).some((resource) => isQuotaResource(resource) && !applies(scope, resource));
    if (isMisapplied) errors.push(invalid(at, list, 'unsupported scope applied to resource'));
  }
  if (opposites.some((pair) => pair.every((scope) => list.includes(scope)))) errors.push(invalid(at, list, 'conflicting scopes'));
}

const existsOnly = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'CrossNamespacePodAffinity'];

function checkRequirement(errors: Errors, at: FieldPath, { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, told: Printed | undefined): void {
  if (!scopes.includes(scopeName)) errors.push(invalid(at.child('scopeName'), scopeName, 'unsupported scope'));
  if (told) errors.push(invalid(at, told, 'unsupported scope applied to resource'));
  if (existsOnly.includes(scopeName) && operator !== 'Exists') {
    errors.push(invalid(at.child('operator'), operator, `must be 'Exists' when scope is any of ${existsOnly.slice(0, -1).map((name) => `ResourceQuotaScope${name}`).join(', ')} or ResourceQuotaScope${existsOnly.at(-1) ?? ''}`));
  }
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(required(at.child('values'), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) errors.push(invalid(at.child('values'), values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
  } else {
    errors.push(invalid(at.child('operator'), operator, 'not a valid selector operator'));
  }
}

function check({ hard = {}, scopes: list = [], scopeSelector }: ResourceQuotaSpec): Errors {
  const errors: Errors = [];
  const at = path('spec');
  checkAmounts(errors, at.child('hard'), hard);
  checkScopes(errors, at.child('scopes'), list, hard);
  for (const requirement of scopeSelector?.matchExpressions ?? []) {
    const isMisapplied = Object.keys(hard).some((resource) => isQuotaResource(resource) && !applies(requirement.scopeName, resource));
    checkRequirement(errors, at.child('scopeSelector', 'matchExpressions'), requirement, isMisapplied ? printedJson(goValue('v1.ScopeSelector', scopeSelector)) : undefined);
  }
  return errors;
}

/** Errors of a new ResourceQuota. */
export function validateResourceQuota({ spec }: ResourceQuota): readonly FieldError[] {
  return check(spec);
}

/** Errors of a changed ResourceQuota: what it is about stays. */
export function validateResourceQuotaUpdate({ spec: next }: ResourceQuota, { spec: previous }: ResourceQuota): readonly FieldError[] {
  const errors = check(next);
  const [after, before] = [next, previous].map(({ scopes: list }) => [...new Set(list)].sort(compareText));
  if (!deepEqual(after, before)) errors.push(invalid(path('spec', 'scopes'), next.scopes, 'field is immutable'));
  return errors;
}

/** Errors of a ResourceQuota's status. */
export function validateResourceQuotaStatus({ status: { hard = {}, used = {} } }: ResourceQuota): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkAmounts(errors, path('status', 'hard'), hard);
  checkAmounts(errors, path('status', 'used'), used);
  return errors;
}
