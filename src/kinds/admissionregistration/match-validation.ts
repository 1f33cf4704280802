// To which writes a policy belongs, and which objects are its parameters.
// Upstream: pkg/apis/admissionregistration/validation (validateMatchResources, validateParamKind, validateParamRef)

import type { Errors } from '../checks.ts';
import { addInvalid, checkLabelSelector } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../field-error.ts';
import type { MatchResources, NamedRuleWithOperations, ParamKind, ParamRef } from '../generated/types.ts';
import { isDns1035Label, isDnsSubdomain, validatePathSegmentName } from '../names.ts';
import { checkRule } from './webhook-validation.ts';

function checkNamedRule(errors: Errors, at: FieldPath, rule: NamedRuleWithOperations): void {
  const seen = new Set<string>();
  for (const [index, name] of (rule.resourceNames ?? []).entries()) {
    addInvalid(errors, at.child('resourceNames').index(index), name, validatePathSegmentName(name, false));
    if (seen.has(name)) errors.push(duplicate(at.child('resourceNames').index(index), name));
    seen.add(name);
  }
  checkRule(errors, at, rule);
}

/** Rules and selectors; of a policy there must be rules. */
export function checkMatchResources(errors: Errors, at: FieldPath, match: MatchResources): void {
  const { matchPolicy, namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = match;
  const policies = ['Equivalent', 'Exact'];
  if (!policies.includes(matchPolicy)) errors.push(notSupported(at.child('matchPolicy'), matchPolicy, policies));
  checkLabelSelector(errors, at.child('namespaceSelector'), namespaceSelector);
  checkLabelSelector(errors, at.child('objectSelector'), objectSelector);
  for (const [index, rule] of resourceRules.entries()) checkNamedRule(errors, at.child('resourceRules').index(index), rule);
  for (const [index, rule] of excludeResourceRules.entries()) checkNamedRule(errors, at.child('excludeResourceRules').index(index), rule);
}

/** What a policy must match: something at least. */
export function checkMatchConstraints(errors: Errors, at: FieldPath, match: MatchResources | undefined): void {
  if (!match) {
    errors.push(required(at));
    return;
  }
  checkMatchResources(errors, at, match);
  if ((match.resourceRules ?? []).length === 0) errors.push(required(at.child('resourceRules')));
}

/** The kind of the parameters of a policy. */
export function checkParamKind(errors: Errors, at: FieldPath, { apiVersion = '', kind = '' }: ParamKind): void {
  const versionAt = at.child('apiVersion');
  const parts = apiVersion.split('/');
  if (apiVersion === '') errors.push(required(versionAt));
  else if (parts.length > 2) errors.push(invalid(versionAt, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  else {
    const [group, version = ''] = parts.length === 2 ? parts : ['', parts[0]];
    if (group !== undefined && group !== '') addInvalid(errors, versionAt, group, isDnsSubdomain(group));
    addInvalid(errors, versionAt, version, isDns1035Label(version));
  }
  if (kind === '') errors.push(required(at.child('kind')));
  else for (const problem of isDns1035Label(kind.toLowerCase())) errors.push(invalid(at.child('kind'), kind, `may have mixed case, but should otherwise match: ${problem}`));
}

/** Which objects are the parameters of a binding. */
export function checkParamRef(errors: Errors, at: FieldPath, { name = '', selector, parameterNotFoundAction }: ParamRef): void {
  if (name !== '') addInvalid(errors, at.child('name'), name, validatePathSegmentName(name, false));
  const isBoth = name !== '' && selector !== undefined;
  const tooMuch = 'name and selector are mutually exclusive';
  if (isBoth) errors.push(forbidden(at.child('name'), tooMuch));
  if (selector) checkLabelSelector(errors, at.child('selector'), selector);
  if (isBoth) errors.push(forbidden(at.child('selector'), tooMuch));
  if (name === '' && !selector) errors.push(required(at, 'one of name or selector must be specified'));
  const actions = ['Deny', 'Allow'];
  if (!parameterNotFoundAction) errors.push(required(at.child('parameterNotFoundAction')));
  else if (!actions.includes(parameterNotFoundAction)) errors.push(notSupported(at.child('parameterNotFoundAction'), parameterNotFoundAction, actions));
}
